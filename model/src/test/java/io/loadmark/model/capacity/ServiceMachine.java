package io.loadmark.model.capacity;

import io.loadmark.model.capacity.RunQueues.Task;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A service on a two-core machine in steps of 0.1 ms, independent of the model under test and finer: worker threads
 * that accept a request, run its span and answer; {@link RunQueues} shared with other processes; {@link Bandwidth} of a
 * quota with a phase of its own; housekeeping and garbage collection in the service's process; code that gets
 * faster as it warms up. Same seed, same outcome.
 */
final class ServiceMachine {
    private static final double STEP = 1e-4;
    private static final int NEIGHBOURS = 3;

    /**
     * What is simulated.
     *
     * @param quota cores
     * @param period CFS period, seconds
     * @param workers threads
     * @param mean mean CPU time of a span, seconds; lognormal
     * @param cv its coefficient of variation
     * @param outside CPU time of a request outside its span, seconds
     * @param neighbours cores that other processes use
     * @param seed of everything random
     */
    record Scenario(
            double quota,
            double period,
            int workers,
            double mean,
            double cv,
            double outside,
            double neighbours,
            long seed) {
        /** A service as a demo might run it: 0.3–0.6 cores, 4–16 workers, 2–8 ms, beside busy neighbours. */
        static Scenario random(long seed) {
            var r = new SplittableRandom(seed * 99_991);
            return new Scenario(
                    0.3 + 0.3 * r.nextDouble(),
                    0.1,
                    4 + r.nextInt(13),
                    (2 + 6 * r.nextDouble()) / 1e3,
                    0.3 + 0.7 * r.nextDouble(),
                    (0.1 + 0.2 * r.nextDouble()) / 1e3,
                    0.1 + 0.7 * r.nextDouble(),
                    seed);
        }

        /** Throughput at which requests alone use the quota. */
        double saturation() {
            return quota / (mean + outside);
        }
    }

    private static final class Request {
        final double intended;
        final double burn;
        double spanStart;
        double answered = Double.POSITIVE_INFINITY;

        Request(double intended, double burn) {
            this.intended = intended;
            this.burn = burn;
        }
    }

    private static final class Worker extends Task {
        @Nullable
        Request request;

        boolean inSpan;
        boolean answering;

        Worker() {
            super(true);
        }
    }

    private final Scenario scenario;
    private final Random random;
    private final Bandwidth bandwidth;
    private final RunQueues queues;
    private final List<Worker> workers = new ArrayList<>();
    private final Task housekeeping = new Task(true);
    private final List<Task> neighbours = new ArrayList<>();
    private final double[] neighbourWakes = new double[NEIGHBOURS];
    private final ArrayDeque<Request> waiting = new ArrayDeque<>();
    private final List<Double> spans = new ArrayList<>();
    private double housekeepingAt;
    private double collectAt;
    private double inFlightSeconds;
    private long tick;

    ServiceMachine(Scenario scenario) {
        this.scenario = scenario;
        this.random = new Random(scenario.seed);
        bandwidth =
                new Bandwidth(scenario.quota, scenario.period, RunQueues.CPUS, random.nextDouble() * scenario.period);
        queues = new RunQueues(bandwidth, random);
        for (int i = 0; i < scenario.workers; i++) {
            workers.add(new Worker());
        }
        for (int i = 0; i < NEIGHBOURS; i++) {
            neighbours.add(new Task(false));
            neighbourWakes[i] = scenario.neighbours > 0 ? 0.01 * random.nextDouble() : Double.POSITIVE_INFINITY;
        }
        collectAt = 4 * random.nextDouble();
    }

    /** Poisson arrivals at a rate that goes linearly from one to the other. */
    void ramp(double seconds, double from, double to) {
        double begin = now();
        double top = Math.max(from, to);
        var at = new ArrayList<Request>();
        double next = begin + exponential(1 / top);
        for (; next < begin + seconds; next += exponential(1 / top)) {
            if (random.nextDouble() * top < from + (to - from) * (next - begin) / seconds) {
                at.add(new Request(next, burn(next)));
            }
        }
        run(at, begin + seconds);
    }

    /** So many requests at random times at a rate; their response times from the intended start, seconds, ascending. */
    double[] step(double rate, int requests) {
        double begin = now();
        List<Request> at = random.doubles(requests)
                .map(u -> begin + u * requests / rate)
                .sorted()
                .mapToObj(t -> new Request(t, burn(t)))
                .toList();
        run(at, begin + requests / rate);
        double giveUp = now() + 5;
        while (now() < giveUp && at.get(requests - 1).answered == Double.POSITIVE_INFINITY) {
            run(List.of(), now() + 0.1);
        }
        double[] times = at.stream().mapToDouble(r -> r.answered - r.intended).toArray();
        Arrays.sort(times);
        return times;
    }

    private void run(List<Request> arrivals, double until) {
        int next = 0;
        while (now() < until) {
            while (next < arrivals.size() && arrivals.get(next).intended <= now()) {
                waiting.add(arrivals.get(next++));
            }
            tick();
            tick++;
        }
    }

    private void tick() {
        bandwidth.advanceTo(now());
        wakeOthers();
        wakeWorkers();
        queues.balance();
        for (int cpu = 0; cpu < RunQueues.CPUS; cpu++) {
            Task task = queues.run(cpu, now(), STEP);
            if (task != null && task.left <= 0) {
                finishPart(task);
            }
        }
        for (Worker worker : workers) {
            inFlightSeconds += worker.inSpan ? STEP : 0;
        }
    }

    private void wakeOthers() {
        if (now() >= housekeepingAt && !housekeeping.queued) {
            boolean collects = now() > collectAt;
            housekeeping.left = collects ? 3e-3 + 3e-3 * random.nextDouble() : 2e-4 + exponential(3e-4);
            collectAt = collects ? now() + exponential(4) : collectAt;
            housekeepingAt = now() + exponential(0.1);
            queues.wake(housekeeping, false);
        }
        for (int i = 0; i < NEIGHBOURS; i++) {
            if (!neighbours.get(i).queued && now() >= neighbourWakes[i]) {
                neighbours.get(i).left = exponential(random.nextInt(10) == 0 ? 6e-3 : 5e-4);
                queues.wake(neighbours.get(i), true);
            }
        }
    }

    private void wakeWorkers() {
        for (Worker worker : workers) {
            if (worker.request == null && !waiting.isEmpty()) {
                worker.request = waiting.remove();
                worker.left = scenario.outside / 2;
                queues.wake(worker, false);
            }
        }
    }

    private void finishPart(Task task) {
        if (task instanceof Worker worker && worker.request != null) {
            advance(worker, worker.request, now() + STEP);
            return;
        }
        queues.remove(task);
        int i = neighbours.indexOf(task);
        if (i >= 0) {
            double load = scenario.neighbours / NEIGHBOURS;
            neighbourWakes[i] = now() + exponential(1.05e-3 * (1 - load) / load);
        }
    }

    private void advance(Worker worker, Request request, double now) {
        if (worker.answering) {
            request.answered = now;
            worker.answering = false;
            worker.request = null;
            queues.remove(worker);
        } else if (worker.inSpan) {
            spans.add(now - request.spanStart);
            worker.inSpan = false;
            worker.answering = true;
            worker.left += scenario.outside / 2;
        } else {
            request.spanStart = now;
            worker.inSpan = true;
            worker.left += request.burn;
        }
    }

    private double burn(double at) {
        double s2 = Math.log1p(scenario.cv * scenario.cv);
        double cold = 1 + 2 * Math.exp(-at / 4);
        return cold * scenario.mean * Math.exp(Math.sqrt(s2) * random.nextGaussian() - s2 / 2);
    }

    private double exponential(double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    /** Seconds since the machine started. */
    double now() {
        return tick * STEP;
    }

    /** Durations of the spans that ended so far, seconds, in the order of their ends. */
    List<Double> spans() {
        return spans;
    }

    /** Time that spans were open so far, seconds. */
    double inFlightSeconds() {
        return inFlightSeconds;
    }

    /** CPU time that the service used so far, seconds. */
    double cpuSeconds() {
        return queues.groupSeconds();
    }

    Bandwidth bandwidth() {
        return bandwidth;
    }
}
