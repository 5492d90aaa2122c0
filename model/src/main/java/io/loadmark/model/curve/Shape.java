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
 * @param cpuModel model of the CPUs of the physical host; absent when not known
 * @param memoryBytes memory of the machine, of a guest what its balloon leaves it, bytes, &gt; 0; absent when not known
 * @param tuning fingerprint of how the hypervisor runs a guest: pins, shares, NUMA nodes, limits of devices; absent when not known
 */
public record Shape(
        double entitlementCores,
        @Nullable Double quotaCores,
        @Nullable Long quotaPeriodMicros,
        double hostCores,
        @Nullable Double threadsPerCore,
        @Nullable String cpuModel,
        @Nullable Long memoryBytes,
        @Nullable String tuning) {
    /** Nothing is known. */
    public static final Shape UNKNOWN = new Shape(0, null, null, 0, null, null, null, null);

    /** Quotients of a mean over a window need not be exact. */
    private static final double ROUNDING = 0.01;

    /** Balloons breathe. */
    private static final double BREATH = 0.05;

    public Shape {
        check(entitlementCores >= 0 && Double.isFinite(entitlementCores), "entitlementCores", entitlementCores);
        check(hostCores >= 0 && Double.isFinite(hostCores), "hostCores", hostCores);
        if (threadsPerCore != null) check(threadsPerCore >= 1, "threadsPerCore", threadsPerCore);
        if (memoryBytes != null) check(memoryBytes > 0, "memoryBytes", memoryBytes);
    }

    private static void check(boolean holds, String field, double value) {
        if (!holds) throw new IllegalArgumentException(field + " of a shape can't be " + value);
    }

    /** Some CPUs of a machine, without a quota. */
    public static Shape of(double entitlementCores, double hostCores) {
        return new Shape(entitlementCores, null, null, hostCores, null, null, null, null);
    }

    /** CPU time of a machine by a quota. */
    public static Shape underQuota(double quotaCores, long quotaPeriodMicros, double hostCores) {
        return new Shape(quotaCores, quotaCores, quotaPeriodMicros, hostCores, null, null, null, null);
    }

    /** The same with other CPUs, of which it may use so many cores. */
    public Shape withCores(double entitlement, double cpus) {
        return new Shape(
                entitlement, quotaCores, quotaPeriodMicros, cpus, threadsPerCore, cpuModel, memoryBytes, tuning);
    }

    /** With what isn't known of it, as an inventory comes now and then, and with memory that only breathes, as they were before. */
    Shape after(Shape before) {
        boolean sameMemory = before.memoryBytes != null && !hasOtherMemory(before);
        boolean isWhole = (threadsPerCore != null || before.threadsPerCore == null)
                && (cpuModel != null || before.cpuModel == null)
                && (tuning != null || before.tuning == null)
                && (!sameMemory || Objects.equals(before.memoryBytes, memoryBytes));
        return isWhole
                ? this
                : new Shape(
                        entitlementCores,
                        quotaCores,
                        quotaPeriodMicros,
                        hostCores,
                        threadsPerCore == null ? before.threadsPerCore : threadsPerCore,
                        cpuModel == null ? before.cpuModel : cpuModel,
                        sameMemory ? before.memoryBytes : memoryBytes,
                        tuning == null ? before.tuning : tuning);
    }

    /** Whether a request costs another CPU time here: no figure of one CPU model holds for another. */
    public boolean hasOtherCpus(Shape before) {
        return isOther(before.cpuModel, cpuModel);
    }

    /** Whether latency at a utilisation is another one here. */
    boolean isUnlike(Shape before) {
        return differs(before.entitlementCores, entitlementCores, ROUNDING)
                || differs(before.hostCores, hostCores, ROUNDING)
                || !Objects.equals(before.quotaPeriodMicros, quotaPeriodMicros)
                || isOther(before.threadsPerCore, threadsPerCore)
                || isOther(before.tuning, tuning)
                || hasOtherMemory(before);
    }

    private boolean hasOtherMemory(Shape before) {
        return before.memoryBytes != null && memoryBytes != null && differs(before.memoryBytes, memoryBytes, BREATH);
    }

    private static boolean isOther(@Nullable Object before, @Nullable Object now) {
        return before != null && now != null && !before.equals(now);
    }

    private static boolean differs(double a, double b, double tolerance) {
        return Math.abs(a - b) > tolerance * Math.max(a, b);
    }
}
