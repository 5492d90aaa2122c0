package io.loadmark.model.curve;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The machine that an instance has, as far as it decides what a request costs and how long it takes.
 *
 * @param entitlementCores cores that the instance may use, ≥ 0; 0 when nothing is known
 * @param quotaCores CFS quota, cores; absent when unlimited
 * @param quotaPeriodMicros CFS period, microseconds; absent when unlimited
 * @param hostCores logical CPUs of the machine underneath, ≥ 0; 0 when nothing is known
 * @param threadsPerCore logical CPUs per physical core of that machine, ≥ 1; absent where its topology isn't visible
 */
public record Shape(
        double entitlementCores,
        @Nullable Double quotaCores,
        @Nullable Long quotaPeriodMicros,
        double hostCores,
        @Nullable Double threadsPerCore) {
    /** Nothing is known. */
    public static final Shape UNKNOWN = new Shape(0, null, null, 0, null);

    public Shape {
        check(entitlementCores >= 0 && Double.isFinite(entitlementCores), "entitlementCores", entitlementCores);
        check(hostCores >= 0 && Double.isFinite(hostCores), "hostCores", hostCores);
        if (threadsPerCore != null) check(threadsPerCore >= 1, "threadsPerCore", threadsPerCore);
    }

    private static void check(boolean holds, String field, double value) {
        if (!holds) throw new IllegalArgumentException(field + " of a shape can't be " + value);
    }

    /** Some CPUs of a machine, without a quota. */
    public static Shape of(double entitlementCores, double hostCores) {
        return new Shape(entitlementCores, null, null, hostCores, null);
    }

    /** CPU time of a machine by a quota. */
    public static Shape underQuota(double quotaCores, long quotaPeriodMicros, double hostCores) {
        return new Shape(quotaCores, quotaCores, quotaPeriodMicros, hostCores, null);
    }

    /** The same with other CPUs, of which it may use so many cores. */
    public Shape withCores(double entitlement, double cpus) {
        return new Shape(entitlement, quotaCores, quotaPeriodMicros, cpus, threadsPerCore);
    }

    /** Whether latency at a utilisation is another one here. */
    boolean isUnlike(Shape before) {
        return differs(before.entitlementCores, entitlementCores)
                || differs(before.hostCores, hostCores)
                || !Objects.equals(before.threadsPerCore, threadsPerCore)
                || !Objects.equals(before.quotaPeriodMicros, quotaPeriodMicros);
    }

    /** By more than rounding: the mean of an entitlement over a window need not be exact. */
    private static boolean differs(double a, double b) {
        return Math.abs(a - b) > 0.01 * Math.max(a, b);
    }
}
