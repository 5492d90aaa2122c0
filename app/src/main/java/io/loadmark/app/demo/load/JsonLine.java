package io.loadmark.app.demo.load;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A record of numbers, flags and plain words as one line of JSON, its type first. The generator does without a JSON
 * library: it would be half of its memory.
 */
final class JsonLine {
    private JsonLine() {}

    static String of(Record fact) {
        return Arrays.stream(fact.getClass().getRecordComponents())
                .map(component -> quoted(component.getName()) + ":" + value(component, fact))
                .collect(Collectors.joining(
                        ",", "{\"type\":" + quoted(fact.getClass().getSimpleName()) + ",", "}"));
    }

    private static String value(RecordComponent component, Record fact) {
        try {
            Object value = component.getAccessor().invoke(fact);
            return value instanceof String word ? quoted(word) : String.valueOf(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record without its accessor", e);
        }
    }

    /** Ids and names consist of letters, digits, dots, dashes and underscores; see {@link StepCommand}. */
    private static String quoted(String word) {
        return '"' + word + '"';
    }
}
