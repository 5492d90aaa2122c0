package io.loadmark.model.capacity;

import io.loadmark.model.capacity.QueueSimulation.Server;
import io.loadmark.model.curve.LoadQpsCurve;

/**
 * What of a curve the simulation runs on. Under a quota the threads share the host's cores until the period's budget is
 * used up; without, they share the entitlement. The base load takes its part first.
 *
 * <p>Nothing reports the number of worker threads. It hardly matters: a quota stops all of them at once, and short of that
 * few are busy. What remains of it is in the interval.
 */
record SimulatedService(Server server, boolean limitedByQuota) {
    private static final int LIKELY_WORKERS = 8;

    /** Without a quota all threads run on, and what makes them wait is that they are many. */
    private static final int LIKELY_WITHOUT_QUOTA = 64;

    /** A service that leaves its requests less than this part of its entitlement is at its limit at rest. */
    private static final double LEAST_PART = 0.01;

    static SimulatedService of(LoadQpsCurve curve, HardwareThreads threads) {
        int workers = Math.max(LIKELY_WORKERS, (int) Math.ceil(curve.peakConcurrency()));
        double entitlement = curve.shape().entitlementCores();
        double base = threads.law().baseCores();
        double free = Math.max(LEAST_PART * entitlement, entitlement - base);
        Double quota = curve.shape().quotaCores();
        Long period = curve.shape().quotaPeriodMicros();
        // An entitlement below the quota comes from a cpuset or from shares: then those bind.
        if (quota == null || period == null || quota > 1.01 * entitlement) {
            double others = HardwareThreads.others(curve);
            double left = Math.max(
                    LEAST_PART * entitlement,
                    Math.min(free, free - entitlement + curve.shape().hostCores() - others));
            workers = Math.max(LIKELY_WITHOUT_QUOTA, workers);
            return new SimulatedService(
                    new Server(workers, left, Double.POSITIVE_INFINITY, 1, threads.siblings()), false);
        }
        double seconds = period / 1e6;
        return new SimulatedService(
                new Server(workers, curve.shape().hostCores(), free * seconds, seconds, threads.siblings()), true);
    }

    SimulatedService withWorkers(int workers) {
        return new SimulatedService(server.withWorkers(workers), limitedByQuota);
    }
}
