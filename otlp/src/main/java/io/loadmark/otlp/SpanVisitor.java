package io.loadmark.otlp;

/** Takes the spans of a request, in the order in which they stand in it. */
@FunctionalInterface
public interface SpanVisitor {

    /** {@code span} is overwritten by the next one: take what is needed of it before returning. */
    void span(ResourceFields resource, SpanFields span);
}
