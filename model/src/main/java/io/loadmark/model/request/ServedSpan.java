package io.loadmark.model.request;

import io.loadmark.model.window.Tumbling;

/**
 * What a SERVER or CONSUMER span tells of a request.
 *
 * @param spanId span id as a big-endian number
 * @param startNanos when the request began, nanoseconds since 1970
 * @param endNanos when it ended, nanoseconds since 1970, ≥ startNanos
 * @param weight requests that the span stands for, ≥ 1
 * @param thresholdKnown whether the span said how it was sampled
 * @param failed span status ERROR
 * @param refused answered with HTTP 429 or 503
 * @param route route class
 */
public record ServedSpan(
        long spanId,
        long startNanos,
        long endNanos,
        double weight,
        boolean thresholdKnown,
        boolean failed,
        boolean refused,
        String route) {

    private static final long NANOS = 1000;

    public ServedSpan {
        endNanos = Math.max(startNanos, endNanos);
    }

    /** Start of the second in which it ended, microseconds since 1970. */
    public long endWindow() {
        return Tumbling.SECOND.startOf(endNanos / NANOS);
    }

    /** Start of the second in which it began, microseconds since 1970. */
    public long startWindow() {
        return Tumbling.SECOND.startOf(startNanos / NANOS);
    }

    /** Time that it was in flight within a window, seconds. */
    public double secondsIn(long windowStartMicros, Tumbling windows) {
        long from = Math.max(startNanos, windowStartMicros * NANOS);
        long to = Math.min(endNanos, windows.endOf(windowStartMicros) * NANOS);
        return Math.max(0, to - from) / 1e9;
    }
}
