package io.loadmark.model.capacity;

import io.loadmark.model.capacity.QueueSimulation.Server;

/** Finds the throughput at which a simulated service is at its SLA. */
final class SlaBound {
    private static final int HALVINGS = 7;
    private static final double STEP = 0.04;

    /** How far the correction may go, as a part of the bound. */
    private static final double REACH = 0.15;

    /** The logarithm of the share rises by at least so much as the throughput doubles, whatever chance says. */
    private static final double LEAST_SLOPE = 2;

    private SlaBound() {}

    /**
     * The largest throughput in (0, {@code most}] at which the SLA holds; 0 when it never does. Between the two nearest
     * throughputs that were tried it interpolates the logarithm of the latency.
     */
    static double of(QueueSimulation simulation, Server server, Sla sla, double most) {
        double low = 0;
        double high = most;
        double latencyLow = 0;
        double latencyHigh = latency(simulation, server, sla, most);
        if (latencyHigh <= sla.seconds()) {
            return most;
        }
        for (int i = 0; i < HALVINGS; i++) {
            // Capacities lie in the upper half more often than not.
            double middle = low == 0 ? high * 0.7 : (low + high) / 2;
            double latency = latency(simulation, server, sla, middle);
            if (latency <= sla.seconds()) {
                low = middle;
                latencyLow = latency;
            } else {
                high = middle;
                latencyHigh = latency;
            }
        }
        if (low == 0) {
            return 0;
        }
        double share = Double.isInfinite(latencyHigh)
                ? 0
                : Math.log(sla.seconds() / latencyLow) / Math.log(latencyHigh / latencyLow);
        return low + share * (high - low);
    }

    /**
     * A bound found with few requests, corrected with many: the logarithm of the share beyond the limit is nearly linear
     * over a few percent of throughput, so that two steps of the secant do. Slow requests come in clusters, a throttled
     * period each: with 20,000 requests the bound still scatters by 4 %, with 300,000 by 1 %.
     */
    static double refined(QueueSimulation many, Server server, Sla sla, double bound, double most) {
        if (bound == 0) {
            return 0;
        }
        double target = 1 - sla.quantile();
        double x = bound;
        double share = logShare(many, server, sla, x);
        double other = share > Math.log(target) ? x * (1 - STEP) : Math.min(most, x * (1 + STEP));
        for (int i = 0; i < 2 && other != x; i++) {
            double otherShare = logShare(many, server, sla, other);
            double slope = Math.max(LEAST_SLOPE / bound, (otherShare - share) / (other - x));
            x = other;
            share = otherShare;
            other = clamp(
                    x + (Math.log(target) - share) / slope, bound * (1 - REACH), Math.min(most, bound * (1 + REACH)));
        }
        return other;
    }

    private static double logShare(QueueSimulation many, Server server, Sla sla, double x) {
        // Half a request stands for none.
        return Math.log(Math.max(0.5 / many.requests(), many.shareBeyond(sla.seconds(), x, server)));
    }

    private static double clamp(double value, double least, double most) {
        return Math.max(least, Math.min(most, value));
    }

    /** The SLA's quantile of the response time at a throughput, seconds; infinite when the queue grows without end. */
    static double latency(QueueSimulation simulation, Server server, Sla sla, double requestsPerSecond) {
        double[] ascending = simulation.responseTimes(requestsPerSecond, server);
        return ascending.length == 0
                ? Double.POSITIVE_INFINITY
                : ascending[(int) (sla.quantile() * (ascending.length - 1))];
    }
}
