package io.loadmark.runtime.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Lays one source's values over what is known; a key that is not known, or of another shape, is an error. */
record Overlay(String source) {

    /** Overlays {@code base} in place; {@code shape} holds every key that there is. */
    void apply(ObjectNode shape, ObjectNode base, ObjectNode values) {
        apply("", shape, base, values);
    }

    private void apply(String prefix, ObjectNode shape, ObjectNode base, ObjectNode values) {
        for (var entry : values.properties()) {
            String key = prefix + entry.getKey();
            JsonNode known = shape.get(entry.getKey());
            // Below an empty map anything goes: it is handed on to somebody else's library.
            if (known == null && !shape.isEmpty()) throw unknown(key, shape);
            if (known instanceof ObjectNode section) {
                applySection(key, section, base.withObjectProperty(entry.getKey()), entry.getValue());
            } else {
                base.set(entry.getKey(), leaf(key, known, entry.getValue()));
            }
        }
    }

    private void applySection(String key, ObjectNode shape, ObjectNode base, JsonNode value) {
        if (value.isNull()) return; // all of its keys are commented out
        if (!(value instanceof ObjectNode values)) {
            throw new ConfigException(source + ": " + key + " holds a section, not a value");
        }
        apply(key + ".", shape, base, values);
    }

    private JsonNode leaf(String key, @Nullable JsonNode known, JsonNode value) {
        if (value.isNull())
            throw new ConfigException(source + ": " + key + " has no value; write \"\" for an empty one");
        boolean list = known instanceof ArrayNode;
        if (value.isObject() || value.isArray() != list) {
            throw new ConfigException(source + ": " + key + " holds a " + (list ? "list" : "single value"));
        }
        return value;
    }

    private ConfigException unknown(String key, ObjectNode shape) {
        var known = new ArrayList<String>();
        shape.fieldNames().forEachRemaining(known::add);
        return new ConfigException(source + ": unknown key " + key + "; known here: " + String.join(", ", known));
    }
}
