package io.loadmark.sink.delivery;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait after each failure in a row: doubling from 200 ms to 10 s, less up to half of it at random. */
public final class Backoff {
    private static final long FIRST_MILLIS = 200;
    private static final long LONGEST_MILLIS = 10_000;

    private int failures;

    /** The wait after one more failure. */
    public Duration failed() {
        long millis = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures++, 16));
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1));
    }

    public void succeeded() {
        failures = 0;
    }

    /** Failures in a row. */
    public int failures() {
        return failures;
    }
}
