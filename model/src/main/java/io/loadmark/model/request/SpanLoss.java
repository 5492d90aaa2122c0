package io.loadmark.model.request;

/**
 * Whether an instance loses spans. Exporters drop them under overload (a queue of 2,048 by default), so that throughput reads
 * low exactly when it matters. How many requests a span stands for is then more than sampling explains, and sampling hardly
 * ever changes: the least factor of late, which rises by 2 % with each interval so that a changed sampling is learned within half
 * an hour of minutes, is what sampling explains.
 *
 * @param leastFactor requests that a span stands for by sampling alone, &gt; 0
 */
public record SpanLoss(double leastFactor) {
    private static final double FORGETTING = 1.02;

    /** Beyond what chance and the edges of an interval do. */
    private static final double NOTABLE = 1.1;

    public SpanLoss {
        if (!(leastFactor > 0)) throw new IllegalArgumentException("a factor is more than 0, was " + leastFactor);
    }

    /**
     * At an instance's first interval.
     *
     * @param explained whether the spans were weighted by their sampling already, so that the factor should be 1
     */
    public static SpanLoss first(double factor, boolean explained) {
        return new SpanLoss(explained ? Math.min(1, factor) : factor);
    }

    /** After one more interval with such a factor. */
    public SpanLoss then(double factor) {
        return new SpanLoss(Math.min(factor, leastFactor * FORGETTING));
    }

    /** Whether a factor speaks of lost spans. */
    public boolean isSuspectedAt(double factor) {
        return factor > NOTABLE * leastFactor;
    }
}
