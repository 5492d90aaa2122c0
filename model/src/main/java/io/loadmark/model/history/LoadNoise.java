package io.loadmark.model.history;

/**
 * How far measured loads scatter around their law: by {@code floor} on an idle machine (other processes, compilation,
 * sampling), and by {@code share} of the load itself.
 *
 * @param floor standard deviation at load 0, share of the limit
 * @param share standard deviation relative to the load
 */
public record LoadNoise(double floor, double share) {
    private static final double MOST_LOAD = 1.2;

    /** Variance of a measured load around the law's. */
    double varianceAt(double load) {
        double relative = share * Math.max(0, Math.min(MOST_LOAD, load));
        return floor * floor + relative * relative;
    }
}
