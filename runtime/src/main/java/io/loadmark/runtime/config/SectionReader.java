package io.loadmark.runtime.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a section into its record; what does not fit is told in a person's words, with its key. */
final class SectionReader {
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .setPropertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .registerModule(new SimpleModule().addDeserializer(Duration.class, new DurationReader()));

    private SectionReader() {}

    static <T> T read(String section, JsonNode node, Class<T> type) {
        try {
            return MAPPER.treeToValue(node, type);
        } catch (JsonMappingException e) {
            throw new ConfigException(message(section, e), e);
        } catch (JsonProcessingException e) {
            throw new ConfigException(section + ": " + e.getOriginalMessage(), e);
        }
    }

    private static String message(String section, JsonMappingException e) {
        String key = section + path(e);
        for (Throwable t = e.getCause(); t != null; t = t.getCause()) {
            // A record names its keys itself; what reads a single value does not know its key.
            if (t instanceof ConfigException own) return ownMessage(section, key, String.valueOf(own.getMessage()));
        }
        if (e instanceof InvalidFormatException bad) {
            return key + " must be " + expected(bad.getTargetType()) + ", was " + bad.getValue();
        }
        if (e instanceof MismatchedInputException bad && isScalar(bad.getTargetType())) {
            return key + " must be " + expected(bad.getTargetType());
        }
        return key + ": " + e.getOriginalMessage();
    }

    private static String ownMessage(String section, String key, String message) {
        return message.startsWith(section + ".") ? message : key + ": " + message;
    }

    private static boolean isScalar(@Nullable Class<?> type) {
        return type != null && (type.isPrimitive() || type.isEnum());
    }

    private static String expected(Class<?> type) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(symbol -> MAPPER.valueToTree(symbol).asText())
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (type == int.class || type == long.class || type == short.class) return "a whole number";
        if (type == double.class) return "a number";
        if (type == boolean.class) return "true or false";
        return "a " + type.getSimpleName();
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(r -> r.getFieldName() == null ? "" : "." + r.getFieldName())
                .collect(Collectors.joining());
    }

    private static final class DurationReader extends JsonDeserializer<Duration> {
        @Override
        public Duration deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return Durations.parse(parser.getText());
        }
    }
}
