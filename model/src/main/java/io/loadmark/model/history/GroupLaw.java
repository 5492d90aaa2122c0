package io.loadmark.model.history;

/**
 * What the rows of one group, and to a part those of the groups beside it, say of its load.
 *
 * @param law the law
 * @param covariance of its parameters
 * @param noise scatter of measured loads
 * @param rows rows it was learned from
 * @param maxThroughput largest throughput among them
 * @param maxLoad largest load among them
 */
public record GroupLaw(
        LoadLaw law, LawCovariance covariance, LoadNoise noise, int rows, double maxThroughput, double maxLoad) {
    /**
     * Throughput at a load, as distributed over the laws that the rows allow (normal around this one) and over what the
     * measured load may be beside the law's (Student's t with 4 degrees of freedom), given that no throughput is below 0. A
     * load below the base says no more than the base.
     */
    public Prediction at(double load) {
        double measured = Math.max(load, law.base());
        double[] sorted = PossibleThroughputs.of(law, covariance, Math.sqrt(noise.varianceAt(measured)), measured);
        double median = quantile(sorted, 0.5);
        return new Prediction(
                load, median, quantile(sorted, 0.05), quantile(sorted, 0.95), load > maxLoad || median > maxThroughput);
    }

    private static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        double next = sorted[Math.min(sorted.length - 1, below + 1)];
        return sorted[below] + (at - below) * (next - sorted[below]);
    }
}
