package io.loadmark.otlp;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Looks for an attribute that is seldom asked for, in a span that has been read whole before. */
final class SpanAttributes {
    private SpanAttributes() {}

    static boolean has(ProtoReader span, byte[] key, String value) {
        var attribute = new Attribute();
        try {
            while (span.next()) {
                if (span.tag() == SpanReader.ATTRIBUTES) {
                    attribute.read(span);
                    if (attribute.is(key) && is(attribute, value)) return true;
                } else {
                    span.skip();
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("a span that was read before", e);
        }
    }

    private static boolean is(Attribute attribute, String value) {
        return attribute.isNumber()
                ? Long.toString(attribute.number()).equals(value)
                : attribute.text(value.length() + 1).equals(value);
    }
}
