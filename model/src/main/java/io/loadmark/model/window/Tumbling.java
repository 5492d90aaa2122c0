package io.loadmark.model.window;

import java.time.Duration;

/**
 * Windows of one length that follow each other without gap from 1970 on.
 *
 * @param lengthMicros length, microseconds, > 0
 */
public record Tumbling(long lengthMicros) {
    /** The windows that spans are counted in. */
    public static final Tumbling SECOND = new Tumbling(1_000_000);

    public static Tumbling of(Duration length) {
        return new Tumbling(length.toNanos() / 1000);
    }

    /** Start of the window that holds this time. */
    public long startOf(long micros) {
        return Math.floorDiv(micros, lengthMicros) * lengthMicros;
    }

    /** End (exclusive) of the window that starts there. */
    public long endOf(long startMicros) {
        return startMicros + lengthMicros;
    }
}
