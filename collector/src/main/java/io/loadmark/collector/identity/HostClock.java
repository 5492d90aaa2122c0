package io.loadmark.collector.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/** The two clocks of the host, and waiting by them. */
public interface HostClock {

    /** The wall clock, microseconds since 1970. */
    long wallMicros();

    /** CLOCK_MONOTONIC, nanoseconds since some point of this boot. */
    long monotonicNanos();

    void sleep(Duration time) throws InterruptedException;

    /** The real ones. On Linux the JDK's nanoTime is CLOCK_MONOTONIC as it is. */
    static HostClock system() {
        var wall = Clock.systemUTC();
        return new HostClock() {
            @Override
            public long wallMicros() {
                var now = wall.instant();
                return TimeUnit.SECONDS.toMicros(now.getEpochSecond())
                        + now.getNano() / ChronoUnit.MICROS.getDuration().toNanos();
            }

            @Override
            public long monotonicNanos() {
                return System.nanoTime();
            }

            @Override
            public void sleep(Duration time) throws InterruptedException {
                TimeUnit.NANOSECONDS.sleep(time.toNanos());
            }
        };
    }
}
