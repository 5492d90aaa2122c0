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
    private static final double LOW = 0.05;
    private static final double HIGH = 0.95;
    private static final int CELLS = 4_000;

    /** The grid reaches so many times beyond the point estimate. */
    private static final double REACH = 3;

    /**
     * Throughput at a load: where the load that is measured at a throughput is the law's with the noise and with the error
     * of the law's parameters, distributed as Student's t with 4 degrees of freedom, and every throughput ≥ 0 was as likely
     * before. A load below the base says no more than the base. (Calibration by Bayes' rule; T. Lwin and J. S. Maritz, Applied Statistics 31, 1982.)
     */
    public Prediction at(double load) {
        double measured = Math.max(load, law.base());
        double point = law.throughputAt(measured);
        double top = Math.max(1.5 * maxThroughput, Double.isFinite(point) ? REACH * point : 0);
        var mass = new double[CELLS];
        double sum = 0;
        for (int i = 0; i < CELLS; i++) {
            double throughput = top * (i + 0.5) / CELLS;
            double expected = law.loadAt(throughput);
            double variance = noise.varianceAt(expected) + covariance.along(law.slopesAt(throughput));
            double z2 = (measured - expected) * (measured - expected) / variance;
            sum += Math.pow(1 + z2 / NoiseFit.FREEDOM, -(NoiseFit.FREEDOM + 1) / 2) / Math.sqrt(variance);
            mass[i] = sum;
        }
        double median = quantile(mass, 0.5, top);
        return new Prediction(
                load,
                median,
                quantile(mass, LOW, top),
                quantile(mass, HIGH, top),
                load > maxLoad || median > maxThroughput);
    }

    private static double quantile(double[] cumulated, double share, double top) {
        double wanted = share * cumulated[cumulated.length - 1];
        int i = 0;
        while (i < cumulated.length - 1 && cumulated[i] < wanted) i++;
        double below = i == 0 ? 0 : cumulated[i - 1];
        return top * (i + (wanted - below) / (cumulated[i] - below)) / cumulated.length;
    }
}
