package io.loadmark.collector.sampling;

import io.loadmark.collector.identity.HostClock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the whole multiples of an interval on the wall clock, so that all hosts sample at the same instants. Each
 * wait is computed from the clock, so nothing drifts; a clock that is set back or forth only changes the next wait.
 */
final class Ticker {
    private final HostClock clock;
    private final long intervalMicros;
    private long lastNanos;
    private boolean first = true;

    Ticker(HostClock clock, Duration interval) {
        this.clock = clock;
        intervalMicros = TimeUnit.NANOSECONDS.toMicros(interval.toNanos());
    }

    /** Waits for the next tick; says how many were missed since the one before, by the monotonic clock. */
    long awaitTick() throws InterruptedException {
        long now = clock.wallMicros();
        long target = tickAfter(now);
        while (now < target) {
            clock.sleep(Duration.of(target - now, ChronoUnit.MICROS));
            now = clock.wallMicros();
            if (target - now > intervalMicros) target = tickAfter(now); // set back meanwhile
        }
        return missed();
    }

    private long tickAfter(long micros) {
        return micros - Math.floorMod(micros, intervalMicros) + intervalMicros;
    }

    private long missed() {
        long nanos = clock.monotonicNanos();
        double ticks = (nanos - lastNanos) / 1e3 / intervalMicros;
        lastNanos = nanos;
        boolean counts = !first;
        first = false;
        return counts ? Math.max(0, Math.round(ticks) - 1) : 0;
    }
}
