package io.loadmark.streams.flow;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.loadmark.runtime.config.ConfigException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One of {@code streams.transactions}: which request a business transaction begins with, or which counter counts it, or both.
 *
 * @param name its name
 * @param service service.name, or service.namespace/service.name; empty where only a counter tells
 * @param route route class of the request; empty where only a counter tells
 * @param key attribute that the request's span must have, empty for none
 * @param value that attribute's value
 * @param counter name of an OTLP counter, empty for none
 */
public record TransactionRule(String name, String service, String route, String key, String value, String counter) {
    private static final String SETTING = "streams.transactions";
    private static final int MOST = 50;
    private static final int MOST_CHARS = 256;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Set<String> KEYS = Set.of("name", "service", "route", "attribute", "counter");

    /** Reads an element of the list. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static TransactionRule of(Map<String, String> fields) {
        for (String field : fields.keySet()) {
            ConfigException.check(
                    KEYS.contains(field),
                    SETTING + ": unknown key %s; known here: %s",
                    field,
                    "name, service, route, attribute, counter");
        }
        String name = value(fields, "name");
        ConfigException.check(
                NAME.matcher(name).matches(),
                SETTING
                        + ": name must be 1 to 63 letters, digits, dots, dashes or underscores and start with a letter or"
                        + " digit, was \"%s\"",
                name);
        String attribute = value(fields, "attribute");
        int at = attribute.indexOf('=');
        ConfigException.check(
                attribute.isEmpty() || (at > 0 && at < attribute.length() - 1),
                SETTING + ": attribute of %s must be key=value, was \"%s\"",
                name,
                attribute);
        boolean countedOnly = !value(fields, "counter").isEmpty()
                && value(fields, "service").isEmpty()
                && value(fields, "route").isEmpty()
                && attribute.isEmpty();
        return new TransactionRule(
                name,
                countedOnly ? "" : text(name, "service", fields),
                countedOnly ? "" : text(name, "route", fields),
                attribute.isEmpty() ? "" : attribute.substring(0, at),
                attribute.isEmpty() ? "" : attribute.substring(at + 1),
                value(fields, "counter").isEmpty() ? "" : text(name, "counter", fields));
    }

    /** A key without a value counts as left out. */
    private static String value(Map<String, String> fields, String key) {
        String value = fields.get(key);
        return value == null ? "" : value;
    }

    private static String text(String name, String key, Map<String, String> fields) {
        String text = value(fields, key);
        ConfigException.check(
                !text.isEmpty() && text.length() <= MOST_CHARS,
                SETTING + ": %s of %s must have 1 to %d characters, had %d",
                key,
                name,
                MOST_CHARS,
                text.length());
        return text;
    }

    static void check(List<TransactionRule> rules) {
        ConfigException.check(rules.size() <= MOST, SETTING + " must be at most %d, were %d", MOST, rules.size());
        var names = new HashSet<String>();
        var counters = new HashSet<String>();
        for (var rule : rules) {
            ConfigException.check(names.add(rule.name()), SETTING + ": %s is there twice", rule.name());
            ConfigException.check(
                    !rule.isCounted() || counters.add(rule.counter()),
                    SETTING + ": counter %s counts two transactions",
                    rule.counter());
        }
    }

    /** Whether a counter counts it. */
    public boolean isCounted() {
        return !counter.isEmpty();
    }

    /** Whether traces tell of it. */
    public boolean isTraced() {
        return !service.isEmpty();
    }

    /** Whether it is this service that the transaction begins at. */
    public boolean isServedBy(String namespace, String serviceName) {
        return service.equals(serviceName) || service.equals(namespace + "/" + serviceName);
    }
}
