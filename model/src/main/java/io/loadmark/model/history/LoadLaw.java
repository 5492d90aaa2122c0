package io.loadmark.model.history;

import java.util.List;

/**
 * The law of utilisation with a demand that changes with the load: U = base + demand · X · (1 + curvature · U).
 *
 * <p>At a curvature of 0 it is the plain law U = U₀ + D·X. Below 0 a request costs less the busier the machine is: batches
 * grow, and a thread that is awake need not be woken. Above 0 it costs more: SMT siblings, falling turbo, locks, garbage
 * collection. The curvature is the relative change of the demand from an idle machine to a full one, so it has the same
 * meaning for a light and a heavy request, and few rows of each can teach it together.
 *
 * @param base load at no traffic, as a share of the limit
 * @param demand load that one request per second adds on an idle machine, share of the limit times seconds, ≥ 0
 * @param curvature relative change of the demand between load 0 and load 1, ≥ {@value #LEAST_CURVATURE}
 */
public record LoadLaw(double base, double demand, double curvature) {
    /** Below it throughput would run away before the machine is full. */
    static final double LEAST_CURVATURE = -0.8;

    static final double MOST_CURVATURE = 3;

    /** Where the demand grows with the load, throughput has a bound; close to it the load is cut off. */
    private static final double LEAST_DENOMINATOR = 0.05;

    /** Load at a throughput ≥ 0, share of the limit. */
    public double loadAt(double throughput) {
        return (base + demand * throughput) / denominator(throughput);
    }

    /** Throughput at a load, share of the limit; 0 where the base alone is the load, infinite without demand. */
    public double throughputAt(double load) {
        double share = load - base;
        if (share <= 0) {
            return 0;
        }
        return demand > 0 ? share / (demand * (1 + curvature * load)) : Double.POSITIVE_INFINITY;
    }

    /** Derivatives of {@link #loadAt} by base, by the logarithm of the demand, and by the curvature. */
    double[] slopesAt(double throughput) {
        double denominator = denominator(throughput);
        double work = demand * throughput;
        double load = loadAt(throughput);
        double bent = load * work / denominator;
        return new double[] {1 / denominator, work / denominator + curvature * bent, bent};
    }

    private double denominator(double throughput) {
        return Math.max(LEAST_DENOMINATOR, 1 - curvature * demand * throughput);
    }

    /** The plain law by ordinary least squares of the load; the demand may be negative or 0. */
    public static LoadLaw affine(List<Observation> rows) {
        double meanX =
                rows.stream().mapToDouble(Observation::throughput).average().orElseThrow();
        double meanU = rows.stream().mapToDouble(Observation::load).average().orElseThrow();
        double xx = 0;
        double xu = 0;
        for (Observation row : rows) {
            xx += (row.throughput() - meanX) * (row.throughput() - meanX);
            xu += (row.throughput() - meanX) * (row.load() - meanU);
        }
        double demand = xx > 0 ? xu / xx : 0;
        return new LoadLaw(meanU - demand * meanX, demand, 0);
    }
}
