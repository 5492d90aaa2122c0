package io.loadmark.app.demo;

import java.util.OptionalDouble;

/**
 * Which load to offer next, by Loadmark's own reading of what the load before it did to the service's CPU. Knows
 * nothing of the service: it begins with a trickle and learns from there.
 */
final class Ramp {
    /** Where the ramp ends, as a share of the entitlement. */
    static final double END = 0.60;

    private static final double FIRST_QPS = 5;
    private static final double LOWEST = 0.10;
    /** How much a step may raise the load at most, while what a request costs is hardly known. */
    private static final double STEEPEST = 1.5;
    /** Weight of a new reading. */
    private static final double FRESH = 0.4;

    private double offered = FIRST_QPS;
    private double sharePerRequest;

    /** Requests per second that are offered now. */
    double offered() {
        return offered;
    }

    /** Takes Loadmark's reading of the share of the entitlement that the load now offered uses. */
    void read(OptionalDouble utilisation) {
        if (utilisation.isEmpty() || utilisation.getAsDouble() <= 0) return;
        double now = utilisation.getAsDouble() / offered;
        sharePerRequest = sharePerRequest == 0 ? now : (1 - FRESH) * sharePerRequest + FRESH * now;
    }

    /** The load at which the reading should come to {@code target}, approached no faster than is safe. */
    double towards(double target) {
        double wanted = sharePerRequest == 0 ? FIRST_QPS : target / sharePerRequest;
        offered = Math.max(FIRST_QPS / 2, Math.min(wanted, offered * STEEPEST));
        return offered;
    }

    /** Targets of the ramp proper: evenly from 10 % to the end. */
    static double target(int step, int steps) {
        return LOWEST + (END - LOWEST) * step / (steps - 1);
    }
}
