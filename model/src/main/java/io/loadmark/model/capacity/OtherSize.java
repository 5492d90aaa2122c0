package io.loadmark.model.capacity;

import io.loadmark.model.curve.LoadQpsCurve;
import org.jspecify.annotations.Nullable;

/**
 * The capacity of an instance on a machine of another number of CPUs than it was seen on. Whether a service makes use of
 * more CPUs (threads, locks, connections, memory bandwidth) is not in a curve of one size. So for more of them the interval
 * goes from no gain to linear, and the figure is its middle; for fewer it is linear, because the demand of a request is known
 * and contention only falls.
 */
public final class OtherSize {
    /** Entitlements nearer than this are equal. */
    private static final double SAME = 0.01;

    private OtherSize() {}

    /**
     * The capacity on {@code cpus} CPUs; as today where there are no fewer and a quota or cpuset leaves the entitlement as it is.
     *
     * @param cpus &gt; 0
     */
    public static Capacity estimate(LoadQpsCurve curve, Sla sla, double cpus) {
        if (!(cpus > 0)) throw new IllegalArgumentException("CPUs must be more than 0, were " + cpus);
        var today = CapacityEstimator.estimate(curve, sla);
        double entitlement = entitlement(curve, cpus);
        boolean same = Math.abs(entitlement - curve.shape().entitlementCores())
                <= SAME * curve.shape().entitlementCores();
        if (same && cpus >= (1 - SAME) * curve.shape().hostCores()) return today;
        var linear = CapacityEstimator.estimate(resized(curve, entitlement, cpus), sla);
        return entitlement <= curve.shape().entitlementCores() ? linear : between(today, linear);
    }

    /**
     * The capacity where others leave no more than {@code cores} to the layer, on the machine as it is; as today where that is no
     * less than its entitlement.
     *
     * @param cores &gt; 0
     */
    public static Capacity limited(LoadQpsCurve curve, Sla sla, double cores) {
        if (!(cores > 0)) throw new IllegalArgumentException("cores must be more than 0, were " + cores);
        boolean less = cores < (1 - SAME) * curve.shape().entitlementCores();
        return CapacityEstimator.estimate(
                less ? resized(curve, cores, curve.shape().hostCores()) : curve, sla);
    }

    private static double entitlement(LoadQpsCurve curve, double cpus) {
        boolean whole = curve.shape().quotaCores() == null
                && curve.shape().entitlementCores()
                        >= (1 - SAME) * curve.shape().hostCores();
        return whole ? cpus : Math.min(cpus, curve.shape().entitlementCores());
    }

    private static Capacity between(Capacity today, Capacity linear) {
        return new Capacity(
                today.sla(),
                middle(today.qps(), linear.qps()),
                least(today.low(), linear.low()),
                linear.high(),
                today.bottleneck(),
                today.peer(),
                today.maxUtilisationSeen(),
                true,
                today.reasons(),
                linear.resourceBoundQps(),
                linear.baselineQps(),
                linear.limits(),
                linear.points());
    }

    private static @Nullable Double middle(@Nullable Double a, @Nullable Double b) {
        return a == null || b == null ? null : Double.valueOf((a + b) / 2);
    }

    private static @Nullable Double least(@Nullable Double a, @Nullable Double b) {
        return a == null || b == null ? null : Double.valueOf(Math.min(a, b));
    }

    private static LoadQpsCurve resized(LoadQpsCurve curve, double entitlement, double cpus) {
        return new LoadQpsCurve(
                curve.serviceVersion(),
                curve.lastWindowMicros(),
                curve.firstWindowMicros(),
                curve.windows(),
                curve.tooLate(),
                curve.barred(),
                curve.shape().withCores(entitlement, cpus),
                curve.utilisation(),
                curve.bins(),
                curve.maxUtilisation(),
                curve.maxRequestsPerSecond(),
                curve.peakConcurrency(),
                curve.samplingVerified(),
                curve.mix(),
                curve.peers(),
                curve.change());
    }
}
