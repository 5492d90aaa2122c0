package io.loadmark.model.capacity;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A service under random load: requests arrive as a Poisson process, wait in one queue for one of {@code workers}
 * threads, and share {@code cores} equally, while a CFS quota stops them all whenever the period's budget is used up
 * (kernel Documentation/scheduler/sched-bwc.rst). The budget is one pool; of the slices in which the kernel hands it to the
 * CPUs only this shows that each CPU keeps up to 1 ms unused from one period to the next. The kernel notices at its next
 * timer tick that a running thread has used the budget up: until then the thread overruns, and the next period pays.
 *
 * <p>The random numbers are drawn once: gaps between arrivals only stretch with the throughput, and services stay, so
 * that the outcomes at two throughputs differ by the throughput alone and the latency grows steadily with it.
 */
final class QueueSimulation {
    /** Beyond so many waiting requests the queue is growing without end. */
    private static final int HOPELESS = 5_000;

    /** The share of requests at the start that is left out because the queue began empty. */
    private static final int WARM_UP_SHARE = 20;

    /** The kernel's min_cfs_rq_runtime. */
    private static final double KEPT_PER_CPU_SECONDS = 1e-3;

    /** The kernel's timer tick: CONFIG_HZ is 250 on most servers. */
    private static final double TICK_SECONDS = 4e-3;

    private final double[] gaps;
    private final double[] demands;
    private final double[] delays;

    private final List<Waiting> places;
    private final @Nullable Pauses pauses;
    private final long seed;

    private QueueSimulation(
            double[] gaps,
            double[] demands,
            double[] delays,
            List<Waiting> places,
            @Nullable Pauses pauses,
            long seed) {
        this.gaps = gaps;
        this.demands = demands;
        this.delays = delays;
        this.places = places;
        this.pauses = pauses;
        this.seed = seed;
    }

    /** The same requests, which also wait at other places and are stopped by pauses. */
    QueueSimulation with(List<Waiting> others, @Nullable Pauses stops) {
        return new QueueSimulation(gaps, demands, delays, List.copyOf(others), stops, seed);
    }

    /** A simulation of so many requests, the same for the same seed. */
    static QueueSimulation of(ServiceTimes times, int requests, long seed) {
        return of(times::demandSeconds, times::delaySeconds, requests, seed);
    }

    /** The same with the quantile functions of the CPU time and of the time off the CPU, both in seconds. */
    static QueueSimulation of(DoubleUnaryOperator demand, DoubleUnaryOperator delay, int requests, long seed) {
        var random = new SplittableRandom(seed);
        double[] gaps = shares(requests, random);
        double[] demands = shares(requests, random);
        double[] delays = shares(requests, random);
        for (int i = 0; i < requests; i++) {
            gaps[i] = -Math.log(1 - gaps[i]);
            delays[i] = delay.applyAsDouble(delays[i]);
            demands[i] = demand.applyAsDouble(demands[i]);
        }
        return new QueueSimulation(gaps, demands, delays, List.of(), null, seed);
    }

    /** Evenly spread shares in random order: the load of the whole run is then exactly what it should be. */
    private static double[] shares(int count, SplittableRandom random) {
        double[] shares = new double[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            shares[i] = shares[j];
            shares[j] = (i + 0.5) / count;
        }
        return shares;
    }

    /** Response times in seconds at so many requests per second, ascending; empty when the queue grows without end. */
    double[] responseTimes(double requestsPerSecond, Server server) {
        var run = new Run(requestsPerSecond, server);
        return run.goesThrough() ? run.steady(run.responses) : new double[0];
    }

    /** Times from being taken by a worker to the end in seconds, as spans show them; else as responseTimes. */
    double[] spanTimes(double requestsPerSecond, Server server) {
        var run = new Run(requestsPerSecond, server);
        return run.goesThrough() ? run.steady(run.spans) : new double[0];
    }

    int requests() {
        return gaps.length;
    }

    /** Share of the requests that take longer than a limit, in [0, 1]; 1 when the queue grows without end. */
    double shareBeyond(double limitSeconds, double requestsPerSecond, Server server) {
        var run = new Run(requestsPerSecond, server);
        if (!run.goesThrough()) {
            return 1;
        }
        int from = run.served / WARM_UP_SHARE;
        int beyond = 0;
        for (int i = from; i < run.served; i++) {
            beyond += run.responses[i] > limitSeconds ? 1 : 0;
        }
        return (double) beyond / (run.served - from);
    }

    /**
     * What serves.
     *
     * @param workers threads
     * @param cores cores that the threads share
     * @param budgetSeconds CPU time that the threads may use in a period, seconds; infinite without a quota
     * @param periodSeconds CFS period, seconds
     * @param siblings how running threads slow one another
     */
    record Server(int workers, double cores, double budgetSeconds, double periodSeconds, Siblings siblings) {
        /** On threads that each are a core. */
        Server(int workers, double cores, double budgetSeconds, double periodSeconds) {
            this(workers, cores, budgetSeconds, periodSeconds, Siblings.NONE);
        }

        Server withWorkers(int others) {
            return new Server(others, cores, budgetSeconds, periodSeconds, siblings);
        }

        /** Work that is done in a second of thread time, by the number of requests being served. */
        double[] speeds() {
            double[] speeds = new double[workers + 1];
            for (int i = 0; i <= workers; i++) speeds[i] = siblings.speed(Math.min(i, cores));
            return speeds;
        }
    }

    /** One pass over the requests. Equal sharing lets a request finish when the common virtual clock, which counts work, reaches its mark. */
    private final class Run {
        private final Server server;
        private final double[] speeds;
        private final double meanGap;
        private final double[] finishAt;
        private final int[] request;
        private final double[] arrivedAt;
        private final double[] startedAt;
        private final double[] responses;
        private final double[] spans;
        private final double[] finishedAt;
        private final double pauseGap;
        private final double pauseSeconds;
        private double pauseFrom;
        private final ArrayDeque<Integer> waiting = new ArrayDeque<>();

        private double now;
        private double virtual;
        private double budget;
        private double overrunEnd;
        private double periodEnd;
        private int active;
        private int arrived;
        private int served;

        Run(double requestsPerSecond, Server server) {
            this.server = server;
            speeds = server.speeds();
            this.meanGap = 1 / requestsPerSecond;
            finishAt = new double[server.workers];
            request = new int[server.workers];
            arrivedAt = new double[gaps.length];
            startedAt = new double[gaps.length];
            responses = new double[gaps.length];
            spans = new double[gaps.length];
            finishedAt = new double[gaps.length];
            pauseGap = pauses == null ? Double.POSITIVE_INFINITY : 1 / pauses.perSecond(requestsPerSecond);
            pauseSeconds = pauses == null ? 0 : pauses.seconds(requestsPerSecond);
            pauseFrom = pauseGap;
            budget = server.budgetSeconds;
            periodEnd = server.periodSeconds;
        }

        /** Whether the queue stays finite up to the last arrival. */
        boolean settles() {
            double nextArrival = gaps[0] * meanGap;
            while (arrived < gaps.length && waiting.size() < HOPELESS) {
                advanceTo(nextArrival);
                arrive();
                nextArrival = now + (arrived < gaps.length ? gaps[arrived] * meanGap : 0);
            }
            return arrived == gaps.length;
        }

        /** Through the CPU, and from there to the other places. */
        boolean goesThrough() {
            if (!settles()) {
                return false;
            }
            for (int i = 0; i < places.size(); i++) {
                places.get(i).addTo(finishedAt, served, seed + i + 1, responses, spans);
            }
            return true;
        }

        double[] steady(double[] times) {
            double[] steady = Arrays.copyOfRange(times, served / WARM_UP_SHARE, served);
            Arrays.sort(steady);
            return steady;
        }

        private void advanceTo(double until) {
            while (now < until) {
                if (pauseSeconds > 0 && now >= pauseFrom) {
                    pause(until);
                    continue;
                }
                if (active == 0) {
                    idleUntil(Math.min(until, pauseFrom));
                    continue;
                }
                boolean overruns = budget <= 0 && now < overrunEnd;
                double rate = budget <= 0 && !overruns ? 0 : Math.min(1, server.cores / active);
                double step = Math.min(until, overruns ? Math.min(overrunEnd, periodEnd) : periodEnd);
                step = Math.min(step, pauseFrom) - now;
                int first = -1;
                if (rate > 0) {
                    first = nextToFinish();
                    double finish = (finishAt[first] - virtual) / (rate * speeds[active]);
                    double exhaust = budget / (rate * active);
                    if (!overruns && exhaust < Math.min(step, finish)) {
                        run(exhaust, rate);
                        budget = 0;
                        overrunEnd = (Math.floor(now / TICK_SECONDS) + 1) * TICK_SECONDS;
                        continue;
                    }
                    first = finish <= step ? first : -1;
                    step = Math.min(step, finish);
                }
                run(step, rate);
                if (first >= 0) {
                    finish(first);
                }
                refill();
            }
        }

        /**
         * No request goes on up to the end of the pause. The collector has as many threads as the quota has CPUs, rounded up
         * (ergonomics of the JVM in a container), and they use it.
         */
        private void pause(double until) {
            double end = pauseFrom + pauseSeconds;
            if (until >= end) {
                pauseFrom += Math.max(pauseGap, pauseSeconds);
            }
            if (server.budgetSeconds == Double.POSITIVE_INFINITY) {
                idleUntil(Math.min(until, end));
                return;
            }
            double threads = Math.ceil(server.budgetSeconds / server.periodSeconds);
            while (now < Math.min(until, end)) {
                double step = Math.min(Math.min(until, end), periodEnd) - now;
                budget -= Math.max(0, Math.min(budget, step * threads));
                now += step;
                refill();
            }
        }

        private void run(double step, double rate) {
            now += step;
            virtual += step * rate * speeds[active];
            budget -= step * rate * active;
        }

        private void refill() {
            if (now >= periodEnd) {
                periodEnd += server.periodSeconds;
                renewBudget();
            }
        }

        private void idleUntil(double until) {
            now = until;
            if (now >= periodEnd) {
                periodEnd += server.periodSeconds * Math.ceil((now - periodEnd) / server.periodSeconds + 1e-9);
                renewBudget();
            }
        }

        private void renewBudget() {
            budget = server.budgetSeconds + Math.min(budget, server.cores * KEPT_PER_CPU_SECONDS);
        }

        private int nextToFinish() {
            int first = 0;
            for (int i = 1; i < active; i++) {
                first = finishAt[i] < finishAt[first] ? i : first;
            }
            return first;
        }

        private void arrive() {
            arrivedAt[arrived] = now;
            if (active < server.workers) {
                start(arrived);
            } else {
                waiting.add(arrived);
            }
            arrived++;
        }

        private void start(int index) {
            startedAt[index] = now;
            request[active] = index;
            finishAt[active++] = virtual + demands[index];
        }

        private void finish(int slot) {
            int index = request[slot];
            finishedAt[served] = now;
            spans[served] = now - startedAt[index] + delays[index];
            responses[served++] = now - arrivedAt[index] + delays[index];
            active--;
            request[slot] = request[active];
            finishAt[slot] = finishAt[active];
            Integer next = waiting.poll();
            if (next != null) {
                start(next);
            }
        }
    }
}
