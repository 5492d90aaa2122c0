package io.loadmark.model.request;

import io.loadmark.model.window.Tumbling;

/**
 * What a CLIENT or PRODUCER span tells of a call to another service.
 *
 * @param traceIdHigh first half of the trace id, big-endian
 * @param traceIdLow its second half
 * @param spanId span id as a big-endian number
 * @param startNanos when the call began, nanoseconds since 1970
 * @param endNanos when it ended, nanoseconds since 1970, ≥ startNanos
 * @param weight calls that the span stands for, ≥ 1
 * @param failed span status ERROR
 * @param forRequest whether it was made for a request: it has a parent
 * @param peer who was called
 */
public record CalledSpan(
        long traceIdHigh,
        long traceIdLow,
        long spanId,
        long startNanos,
        long endNanos,
        double weight,
        boolean failed,
        boolean forRequest,
        String peer) {
    public CalledSpan {
        endNanos = Math.max(startNanos, endNanos);
    }

    /** Start of the second in which it ended, microseconds since 1970. */
    public long endWindow() {
        return Tumbling.SECOND.startOf(endNanos / 1000);
    }
}
