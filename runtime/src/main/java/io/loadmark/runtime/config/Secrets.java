package io.loadmark.runtime.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which settings must not be shown. */
final class Secrets {
    private static final String MASK = "****";
    private static final Set<String> WORDS =
            Set.of("password", "passphrase", "secret", "jaas", "token", "credential", "key.pem", "keystore.key");
    /** {@code user:password@} in a URL. */
    private static final Pattern USER_INFO = Pattern.compile("(://)[^/@\\s]+@");

    private Secrets() {}

    /** Replaces every secret below {@code node}, in place. */
    static void mask(JsonNode node) {
        if (!(node instanceof ObjectNode object)) return;
        for (var entry : object.properties()) {
            String name = entry.getKey().toLowerCase(Locale.ROOT);
            boolean secret = WORDS.stream().anyMatch(name::contains);
            var value = entry.getValue();
            if (secret && !isEmpty(value)) entry.setValue(TextNode.valueOf(MASK));
            else if (value.isTextual()) entry.setValue(TextNode.valueOf(withoutUserInfo(value.textValue())));
            else mask(value);
        }
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isNull() || (value.isTextual() && value.textValue().isEmpty());
    }

    static String withoutUserInfo(String text) {
        return USER_INFO.matcher(text).replaceAll("$1" + MASK + "@");
    }
}
