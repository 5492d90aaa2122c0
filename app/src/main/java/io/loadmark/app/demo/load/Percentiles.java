package io.loadmark.app.demo.load;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Exact percentiles by nearest rank: the smallest value that at least the given share does not exceed. */
final class Percentiles {
    /** Latency of a request that was refused or failed: it ranks above every answer. */
    static final long NEVER = Long.MAX_VALUE;

    private final long[] sorted;

    private Percentiles(long[] sorted) {
        this.sorted = sorted;
    }

    /** Takes {@code nanos} over. */
    static Percentiles of(long[] nanos) {
        Arrays.sort(nanos);
        return new Percentiles(nanos);
    }

    /** The largest of them in microseconds, rounded up, ascending; {@link Long#MAX_VALUE} for one that got no answer. */
    List<Long> largestMicros(double share) {
        int from = (int) Math.floor((1 - share) * sorted.length);
        return Arrays.stream(sorted, from, sorted.length)
                .map(nanos -> nanos == NEVER ? Long.MAX_VALUE : (nanos + 999) / 1000)
                .boxed()
                .toList();
    }

    /** In microseconds, rounded up; null without values, or where the rank falls on a request that got no answer. */
    @Nullable
    Long micros(double share) {
        if (sorted.length == 0) return null;
        long nanos = sorted[Math.max(0, (int) Math.ceil(share * sorted.length - 1e-9) - 1)];
        return nanos == NEVER ? null : (nanos + 999) / 1000;
    }
}
