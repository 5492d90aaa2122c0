package io.loadmark.otlp;

import java.util.Collection;
import java.util.List;

/** Takes what a metrics request tells of served requests, of managed runtimes, and of counters that it asks for. */
@FunctionalInterface
public interface MetricVisitor {

    /**
     * One data point of one time series of served requests.
     *
     * @param series the metric's name, {@code #} and a hash of its scope and attributes; the same for every point of
     *     the series, so that cumulative counts can be differenced. A process that speaks both the old and the new HTTP
     *     conventions counts each request under two names
     * @param startNanos start of what was counted, nanoseconds since 1970; 0 when unknown
     * @param timeNanos end of what was counted, nanoseconds since 1970
     * @param count requests, never negative
     * @param cumulative whether it counts since the series began, else since the point before
     */
    void count(ResourceFields resource, String series, long startNanos, long timeNanos, long count, boolean cumulative);

    /**
     * One data point of one time series of garbage collections that stop all threads.
     *
     * @param series as above
     * @param startNanos as above
     * @param timeNanos as above
     * @param count pauses, never negative
     * @param seconds their lengths, summed, seconds, never negative
     * @param cumulative as above
     */
    default void paused(
            ResourceFields resource,
            String series,
            long startNanos,
            long timeNanos,
            long count,
            double seconds,
            boolean cumulative) {}

    /**
     * What one pool of a heap holds or may hold.
     *
     * @param figure which of the two
     * @param pool the pool's name, empty when not set
     * @param timeNanos when it was read, nanoseconds since 1970
     * @param bytes ≥ 0
     */
    default void heap(ResourceFields resource, HeapFigure figure, String pool, long timeNanos, double bytes) {}

    /** Names of further counters (monotonic sums) to be shown by {@link #counted}. */
    default Collection<String> counters() {
        return List.of();
    }

    /**
     * One data point of one time series of a counter that was asked for.
     *
     * @param counter its name
     * @param series as above
     * @param startNanos as above
     * @param timeNanos as above
     * @param value what it counted, ≥ 0
     * @param cumulative as above
     */
    default void counted(
            ResourceFields resource,
            String counter,
            String series,
            long startNanos,
            long timeNanos,
            double value,
            boolean cumulative) {}
}
