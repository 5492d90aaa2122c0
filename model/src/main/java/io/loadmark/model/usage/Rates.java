package io.loadmark.model.usage;

import org.jspecify.annotations.Nullable;

/**
 * Makes two readings of cumulative counters into rates. A counter that is absent in either reading, or that went
 * backwards, gives no rate: absent, never 0 and never negative.
 *
 * @param seconds distance of the readings by the host's monotonic clock, seconds, > 0
 */
public record Rates(double seconds) {
    private static final double MICROS = 1e6;

    /** Distance of two monotonic clock readings. */
    public static Rates between(long fromNanos, long toNanos) {
        return new Rates((toNanos - fromNanos) / 1e9);
    }

    /** Increments per second. */
    public @Nullable Double perSecond(@Nullable Long from, @Nullable Long to) {
        Long delta = delta(from, to);
        return delta == null ? null : delta / seconds;
    }

    /** Microseconds of some activity per second of time: a number of cores, or a share of time. */
    public @Nullable Double cores(@Nullable Long fromMicros, @Nullable Long toMicros) {
        Long delta = delta(fromMicros, toMicros);
        return delta == null ? null : delta / MICROS / seconds;
    }

    /** As {@link #cores}, limited to 1: the share of the time in which something was the case. */
    public @Nullable Double share(@Nullable Long fromMicros, @Nullable Long toMicros) {
        Double cores = cores(fromMicros, toMicros);
        return cores == null ? null : Math.min(1, cores);
    }

    /** Increase, or null if there is none to tell. */
    public static @Nullable Long delta(@Nullable Long from, @Nullable Long to) {
        return from == null || to == null || to < from ? null : Long.valueOf(to - from);
    }

    /** part / whole in [0, 1], or null if the whole is below {@code least}. */
    public static @Nullable Double ratio(@Nullable Long part, @Nullable Long whole, long least) {
        return part == null || whole == null || whole < Math.max(1, least)
                ? null
                : Double.valueOf(Math.min(1, (double) part / whole));
    }
}
