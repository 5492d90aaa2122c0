package io.loadmark.bench.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Hardware threads that all runnable tasks share equally, some of them tasks of other groups, under a CFS quota: a pool
 * filled anew each period, found empty at the next timer tick only, so that the group overruns until then and owes it to the
 * next period (kernel Documentation/scheduler/sched-bwc.rst). Two hardware threads of a core do together
 * {@code 1 + smtGain} times what one does alone. A neighbour takes a share of all threads' time. During a collection the
 * tasks stand still.
 */
final class Cpu {
    private static final double TICK = 4e-3;
    private static final double KEPT_PER_CPU = 1e-3;
    private static final double EXHAUSTED = 1e-9;
    private static final double DONE = 1e-9;

    private final Shape shape;
    private final PriorityQueue<Request> running = new PriorityQueue<>(Comparator.comparingDouble(r -> r.cpuMark));
    private double now;
    private double virtual;
    private int othersRunnable;
    private double stolen;
    private double collectorThreads;

    private double budget;
    private double overrunEnd = Double.POSITIVE_INFINITY;
    private double periodEnd;
    private boolean ranInPeriod;
    private boolean throttledInPeriod;

    private final Totals totals = new Totals();

    /** Sums since the start: seconds, but for the counts of periods. */
    static final class Totals {
        double used;
        double othersUsed;
        double waited;
        double throttled;
        double stolen;
        double pressure;
        double runnable;
        double periods;
        double throttledPeriods;
    }

    /**
     * The machine.
     *
     * @param threads hardware threads
     * @param smtGain what the second thread of a core adds, in (0, 1]; 1 where each thread is a core
     * @param quota cores; infinite without
     * @param period CFS period, seconds
     */
    record Shape(int threads, double smtGain, double quota, double period) {
        /** CPU work that can be done in a second with all threads busy, in seconds of a thread alone on its core. */
        double work(double busyThreads) {
            double cores = threads / threadsPerCore();
            return Math.min(busyThreads, cores) + smtGain * Math.max(0, Math.min(busyThreads, threads) - cores);
        }

        double threadsPerCore() {
            return smtGain < 1 ? 2 : 1;
        }
    }

    Cpu(Shape shape) {
        this.shape = shape;
        periodEnd = shape.period();
        budget = shape.quota() * shape.period();
    }

    Totals totals() {
        return totals;
    }

    /** CPU work of a request, seconds, begins. */
    void start(Request request, double seconds) {
        request.cpuMark = virtual + seconds;
        running.add(request);
    }

    void setOthersRunnable(int tasks) {
        othersRunnable = tasks;
    }

    void setStolen(double share) {
        stolen = share;
    }

    /** A collection with so many threads begins; 0 ends it. */
    void setCollecting(double threads) {
        collectorThreads = threads;
    }

    /** When a request will be through or the quota will change something, if nothing else happens. */
    double nextChange() {
        double next = nextFinish();
        if (!hasQuota()) return next;
        next = Math.min(next, periodEnd);
        if (overrunEnd < Double.POSITIVE_INFINITY) return overrunEnd > now ? Math.min(next, overrunEnd) : next;
        double charge = charge();
        return charge > 0 ? Math.min(next, now + budget / charge) : next;
    }

    private double nextFinish() {
        Request first = running.peek();
        double speed = speed();
        return first == null || speed == 0
                ? Double.POSITIVE_INFINITY
                : now + Math.max(0, first.cpuMark - virtual) / speed;
    }

    /** Lets the time pass, not beyond the next change. */
    void advance(double to) {
        double dt = to - now;
        count(dt);
        virtual += dt * speed();
        if (hasQuota()) budget -= dt * charge();
        now = to;
        if (hasQuota()) quota();
    }

    /** The next request whose work is done at this time. */
    @Nullable
    Request finished() {
        Request first = running.peek();
        return first != null && first.cpuMark <= virtual + DONE ? running.poll() : null;
    }

    private void quota() {
        if (budget <= EXHAUSTED && overrunEnd == Double.POSITIVE_INFINITY) {
            overrunEnd = (Math.floor(now / TICK + 1e-6) + 1) * TICK;
        }
        if (now < periodEnd - DONE) return;
        if (ranInPeriod) totals.periods++;
        if (throttledInPeriod) totals.throttledPeriods++;
        ranInPeriod = false;
        throttledInPeriod = false;
        budget = shape.quota() * shape.period() + Math.min(budget, shape.threads() * KEPT_PER_CPU);
        overrunEnd = budget > EXHAUSTED ? Double.POSITIVE_INFINITY : now;
        periodEnd += shape.period();
    }

    private boolean isThrottled() {
        return now >= overrunEnd - DONE;
    }

    private boolean hasQuota() {
        return shape.quota() < Double.POSITIVE_INFINITY;
    }

    private boolean isIdle() {
        return running.isEmpty() && collectorThreads == 0;
    }

    private double busyThreads() {
        return Math.min(shape.threads(), ownRunnable() + othersRunnable);
    }

    private double ownRunnable() {
        if (isThrottled()) return 0;
        return collectorThreads > 0 ? collectorThreads : running.size();
    }

    /** Thread time that each runnable task gets per second. */
    private double rate() {
        double runnable = ownRunnable() + othersRunnable;
        return ownRunnable() == 0 ? 0 : Math.min(1, shape.threads() / runnable) * (1 - stolen);
    }

    /** Work that each request gets done per second. */
    private double speed() {
        if (collectorThreads > 0 || rate() == 0) return 0;
        double busy = busyThreads();
        return rate() * shape.work(busy) / busy;
    }

    /** CPU time that the group uses per second. */
    private double charge() {
        return ownRunnable() * rate();
    }

    private void count(double dt) {
        double own = charge();
        double others = othersRunnable == 0
                ? 0
                : othersRunnable * Math.min(1, shape.threads() / (ownRunnable() + othersRunnable)) * (1 - stolen);
        totals.used += dt * own;
        totals.othersUsed += dt * others;
        totals.stolen += dt * busyThreads() * stolen;
        totals.runnable += dt * (running.size() + othersRunnable);
        if (isIdle()) return;
        ranInPeriod = true;
        double waiting = isThrottled() ? 0 : ownRunnable() - own;
        totals.waited += dt * waiting;
        if (isThrottled()) {
            totals.throttled += dt;
            throttledInPeriod = true;
        }
        if (isThrottled() || waiting > 1e-9) totals.pressure += dt;
    }
}
