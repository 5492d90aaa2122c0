package io.loadmark.model.trace;

import org.jspecify.annotations.Nullable;

/**
 * A span as a member of its trace.
 *
 * @param spanId span id as a big-endian number
 * @param parentId that of its parent, 0 for none
 * @param kind what it stands for
 * @param startNanos when it began, nanoseconds since 1970
 * @param endNanos when it ended, nanoseconds since 1970, ≥ startNanos
 * @param weight spans that it stands for, by how it was sampled, ≥ 1
 * @param failed span status ERROR
 * @param served who served which route; absent unless it is a SERVER or CONSUMER span
 */
public record TraceSpan(
        long spanId,
        long parentId,
        Kind kind,
        long startNanos,
        long endNanos,
        double weight,
        boolean failed,
        @Nullable Served served) {
    /** As OpenTelemetry has them; unspecified counts as internal. */
    public enum Kind {
        /** A part of a request. */
        INTERNAL,
        /** A request served. */
        SERVER,
        /** A request made. */
        CLIENT,
        /** A message sent. */
        PRODUCER,
        /** A message processed. */
        CONSUMER
    }

    /**
     * Who served what.
     *
     * @param step service and route
     * @param transaction business transaction that it is the root of, empty for none
     */
    public record Served(Step step, String transaction) {}

    public TraceSpan {
        endNanos = Math.max(startNanos, endNanos);
    }

    /** Duration, seconds. */
    public double seconds() {
        return (endNanos - startNanos) / 1e9;
    }

    /** Whether it stands for time in which its service waits for another one. */
    boolean isCall() {
        return kind == Kind.CLIENT || kind == Kind.PRODUCER;
    }
}
