package io.loadmark.collector.cgroup;

import org.jspecify.annotations.Nullable;

/**
 * Runnable and blocked threads, damped as the kernel damps its load average (kernel/sched/loadavg.c): towards n by
 * 1 − e^(−t/T) in the time t since the last count, for T of one, five and fifteen minutes. The kernel's own load average is the
 * host's, and says nothing about a container. Starts at the first count. For one thread.
 */
final class DampedLoad {
    private static final double[] SECONDS = {60, 300, 900};
    private static final double NANOS = 1e9;

    private final double[] loads = new double[SECONDS.length];
    private boolean begun;
    private long lastNanos;

    /** Takes a count; {@code nanos} is the host's monotonic clock. */
    void step(int threads, long nanos) {
        double elapsed = (nanos - lastNanos) / NANOS;
        for (int i = 0; i < loads.length; i++) {
            double weight = begun ? -Math.expm1(-elapsed / SECONDS[i]) : 1;
            loads[i] += weight * (threads - loads[i]);
        }
        begun = true;
        lastNanos = nanos;
    }

    /** Over one minute; absent before the first count. */
    @Nullable
    Double one() {
        return load(0);
    }

    /** Over five minutes. */
    @Nullable
    Double five() {
        return load(1);
    }

    /** Over fifteen minutes. */
    @Nullable
    Double fifteen() {
        return load(2);
    }

    private @Nullable Double load(int index) {
        return begun ? loads[index] : null;
    }
}
