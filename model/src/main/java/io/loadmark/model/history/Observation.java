package io.loadmark.model.history;

/**
 * One row of history: a stretch of time with its mean throughput and its mean load.
 *
 * @param throughput requests served per second, ≥ 0
 * @param load share of the resource's limit that was used, in [0, {@value #MOST_LOAD}]
 */
public record Observation(double throughput, double load) {
    /** What is above its limit by half isn't measured by that limit. */
    public static final double MOST_LOAD = 1.5;

    public Observation {
        if (!(throughput >= 0 && Double.isFinite(throughput))) {
            throw new IllegalArgumentException("a throughput can't be " + throughput);
        }
        if (!(load >= 0 && load <= MOST_LOAD)) {
            throw new IllegalArgumentException("a load is a share of its limit, from 0 to 1, was " + load);
        }
    }
}
