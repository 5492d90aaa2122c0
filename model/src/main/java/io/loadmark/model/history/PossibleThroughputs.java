package io.loadmark.model.history;

import java.util.Arrays;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.random.SobolSequenceGenerator;

/**
 * Draws laws and measurements, and inverts each: what the throughput may be at a load. The draws are the first points of
 * Sobol's sequence, evenly spread and always the same.
 */
final class PossibleThroughputs {
    private static final int DRAWS = 4096;

    /** Throughput doesn't run away, however much the demand may fall. */
    private static final double LEAST_SHARE_OF_DEMAND = 0.1;

    /** Three standard normal values, and one of Student's t, each. */
    private static final double[][] POINTS = points();

    private PossibleThroughputs() {}

    private static double[][] points() {
        var sequence = new SobolSequenceGenerator(4);
        // The first point is the origin, which has no quantile.
        sequence.skipTo(1);
        var normal = new NormalDistribution();
        var points = new double[DRAWS][];
        for (int i = 0; i < DRAWS; i++) {
            double[] uniform = sequence.nextVector();
            points[i] = new double[] {
                normal.inverseCumulativeProbability(uniform[0]),
                normal.inverseCumulativeProbability(uniform[1]),
                normal.inverseCumulativeProbability(uniform[2]),
                studentOf4(uniform[3])
            };
        }
        return points;
    }

    /** Quantile of Student's t with 4 degrees of freedom (W. T. Shaw, Journal of Computational Finance 9, 2006). */
    static double studentOf4(double share) {
        double root = Math.sqrt(4 * share * (1 - share));
        double q = Math.cos(Math.acos(root) / 3) / root;
        return Math.signum(share - 0.5) * 2 * Math.sqrt(Math.max(0, q - 1));
    }

    /** Throughputs ≥ 0, ascending; at least one. */
    static double[] of(LoadLaw law, LawCovariance covariance, double deviation, double load) {
        double[][] factor = covariance.factor();
        var throughputs = new double[DRAWS];
        int n = 0;
        for (double[] z : POINTS) {
            double base = law.base() + factor[0][0] * z[0];
            double logDemand = factor[1][0] * z[0] + factor[1][1] * z[1];
            double curvature = law.curvature() + factor[2][0] * z[0] + factor[2][1] * z[1] + factor[2][2] * z[2];
            double share = load - deviation * z[3] - base;
            if (share >= 0) {
                double demand = law.demand() * Math.exp(logDemand);
                throughputs[n++] = share / (demand * Math.max(LEAST_SHARE_OF_DEMAND, 1 + curvature * load));
            }
        }
        if (n == 0) {
            return new double[] {law.throughputAt(load)};
        }
        double[] sorted = Arrays.copyOf(throughputs, n);
        Arrays.sort(sorted);
        return sorted;
    }
}
