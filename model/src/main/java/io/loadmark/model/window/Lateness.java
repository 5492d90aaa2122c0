package io.loadmark.model.window;

import java.time.Duration;

/**
 * Which input still belongs to a window. Judged for each record by the time at which the broker stored it, never by
 * what else has been read: so live, after downtime, and on any number of partitions the verdict is the same.
 *
 * @param graceMicros how long after its end a window stays open, microseconds
 * @param correctionMicros how long after that it may still be corrected, microseconds
 */
public record Lateness(long graceMicros, long correctionMicros) {
    public static Lateness of(Duration grace, Duration correction) {
        return new Lateness(grace.toNanos() / 1000, correction.toNanos() / 1000);
    }

    /** When the window that ends at {@code endMicros} closes: everything stored before is on time for it. */
    public long closes(long endMicros) {
        return endMicros + graceMicros;
    }

    /** Stored too late for the first final result; a correction. */
    public boolean isLate(long endMicros, long storedMicros) {
        return storedMicros >= closes(endMicros);
    }

    /** Stored too late even for a correction; only counted. */
    public boolean isTooLate(long endMicros, long storedMicros) {
        return storedMicros >= closes(endMicros) + correctionMicros;
    }
}
