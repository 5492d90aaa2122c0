package io.loadmark.otlp;

/** Takes the counts of served requests that a metrics request holds. */
@FunctionalInterface
public interface CountVisitor {

    /**
     * One data point of one time series.
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
}
