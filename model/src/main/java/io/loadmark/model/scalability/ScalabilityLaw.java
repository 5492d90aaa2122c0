package io.loadmark.model.scalability;

import org.jspecify.annotations.Nullable;

/**
 * The Universal Scalability Law X(N) = γN / (1 + α(N − 1) + βN(N − 1)) (N. J. Gunther, Guerrilla Capacity Planning, 2007):
 * throughput over concurrency, or over the number of processors or instances.
 *
 * @param gamma γ, throughput of one, in the unit of the throughput, &gt; 0
 * @param alpha α, contention: the part that runs one after the other; ≥ 0
 * @param beta β, coherency: what each pair costs to be kept alike; ≥ 0
 */
public record ScalabilityLaw(double gamma, double alpha, double beta) {
    /** Below it a knee lies so far out that no measurement speaks of it. */
    private static final double NO_COHERENCY = 1e-9;

    /** Throughput at a concurrency N ≥ 0. */
    public double throughputAt(double n) {
        return gamma * n / (1 + alpha * (n - 1) + beta * n * (n - 1));
    }

    /** Throughput of each, relative to that of one alone. */
    public double efficiencyAt(double n) {
        return throughputAt(n) / (gamma * n);
    }

    /** Concurrency beyond which throughput falls, √((1 − α)/β); absent when it never does. */
    public @Nullable Double peakConcurrency() {
        return beta > NO_COHERENCY && alpha < 1 ? Double.valueOf(Math.sqrt((1 - alpha) / beta)) : null;
    }

    /** The largest throughput; absent when it grows without end. */
    public @Nullable Double peakThroughput() {
        Double n = peakConcurrency();
        if (n != null) {
            return throughputAt(n);
        }
        return alpha > NO_COHERENCY && beta <= NO_COHERENCY ? Double.valueOf(gamma / alpha) : null;
    }
}
