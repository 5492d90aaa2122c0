package io.loadmark.model.capacity;

import java.util.Arrays;

/**
 * CFS bandwidth control as the kernel does it: a pool that is filled anew each period, handed to each CPU in slices of
 * 5 ms; a CPU that finds the pool empty is throttled; a CPU whose group falls idle gives back all but 1 ms. What runs
 * without a break is looked at by the timer tick only, every 4 ms (HZ=250): until then it overruns, and owes that to the
 * next period.
 */
final class Bandwidth {
    private static final double SLICE = 5e-3;
    private static final double KEPT = 1e-3;
    private static final double TICK = 4e-3;

    private final double quota;
    private final double period;
    private final double[] local;
    private final boolean[] throttled;
    private double pool;
    private double periodEnd;
    private double releaseAt = Double.POSITIVE_INFINITY;
    private boolean ran;
    private boolean throttledInPeriod;
    private long periods;
    private long throttledPeriods;

    /** Quota in cores and period in seconds; the first period ends at the given time. */
    Bandwidth(double quotaCores, double period, int cpus, double firstPeriodEnd) {
        this.quota = quotaCores * period;
        this.period = period;
        this.pool = quota;
        this.periodEnd = firstPeriodEnd;
        this.local = new double[cpus];
        this.throttled = new boolean[cpus];
    }

    void advanceTo(double now) {
        if (now >= periodEnd) {
            periodEnd += period;
            periods += ran ? 1 : 0;
            throttledPeriods += throttledInPeriod ? 1 : 0;
            ran = false;
            throttledInPeriod = false;
            pool = quota;
            Arrays.fill(throttled, false);
        }
        if (now >= releaseAt) {
            releaseAt = Double.POSITIVE_INFINITY;
            Arrays.fill(throttled, false);
        }
    }

    /** Whether the group may run on a CPU; {@code on}: its task has been running there and nothing has come between. */
    boolean mayRun(int cpu, boolean on, double now) {
        if (on && !isTick(now)) {
            return true;
        }
        if (!throttled[cpu] && local[cpu] <= 0) {
            double slice = Math.min(SLICE, pool);
            local[cpu] += slice;
            pool -= slice;
            throttled[cpu] = local[cpu] <= 0;
            throttledInPeriod |= throttled[cpu];
        }
        return !throttled[cpu];
    }

    private static boolean isTick(double now) {
        return Math.abs(now / TICK - Math.rint(now / TICK)) < 1e-6;
    }

    void used(int cpu, double seconds) {
        local[cpu] -= seconds;
        ran = true;
    }

    /** The group has nothing to run on a CPU any more. */
    void idle(int cpu, double now) {
        if (local[cpu] <= KEPT) {
            return;
        }
        pool += local[cpu] - KEPT;
        local[cpu] = KEPT;
        boolean waiting = false;
        for (boolean t : throttled) {
            waiting |= t;
        }
        if (waiting && pool > SLICE) {
            releaseAt = now + 5e-3;
        }
    }

    /** nr_periods: those in which the group ran. */
    long periods() {
        return periods;
    }

    /** nr_throttled. */
    long throttledPeriods() {
        return throttledPeriods;
    }
}
