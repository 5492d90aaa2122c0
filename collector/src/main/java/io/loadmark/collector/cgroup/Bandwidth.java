package io.loadmark.collector.cgroup;

import io.loadmark.collector.kernel.MalformedFileException;
import io.loadmark.collector.kernel.Text;
import org.jspecify.annotations.Nullable;

/**
 * CFS bandwidth of a group.
 *
 * @param quotaMicros absent when unlimited
 */
record Bandwidth(@Nullable Long quotaMicros, @Nullable Long periodMicros) {
    static final Bandwidth UNKNOWN = new Bandwidth(null, null);
    private static final byte[] MAX = {'m', 'a', 'x'};

    /** Parses cpu.max: {@code 20000 100000} or {@code max 100000}. */
    static Bandwidth parse(Text text) throws MalformedFileException {
        if (!text.nextLine()) throw text.malformed("is empty");
        Long quota = text.skip(MAX) ? null : (Long) text.number();
        long period = text.number();
        if (period <= 0) throw text.malformed("no period");
        return new Bandwidth(quota, period);
    }

    /** Cores that the quota allows; infinite when unlimited. */
    double cores() {
        if (quotaMicros == null || periodMicros == null || periodMicros <= 0) return Double.POSITIVE_INFINITY;
        return (double) quotaMicros / periodMicros;
    }
}
