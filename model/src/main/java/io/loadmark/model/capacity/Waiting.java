package io.loadmark.model.capacity;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A place besides the CPU where requests wait for one another: {@code servers} places, each taken for {@code serviceSeconds} on
 * average, {@code visits} times by each request, in the order of arrival.
 *
 * @param what what it is
 * @param peer which service, of a dependency; absent where that isn't told
 * @param servers places
 * @param visits mean number of visits of a request
 * @param serviceSeconds mean time of a visit, seconds
 * @param variation squared coefficient of variation of that time
 * @param most throughput at which all places are always taken, requests per second
 * @param calmSeconds mean wait of a request that the service times already contain, seconds
 * @param error standard error of the logarithm of {@code most}
 */
record Waiting(
        Capacity.Bottleneck what,
        @Nullable String peer,
        int servers,
        double visits,
        double serviceSeconds,
        double variation,
        double most,
        double calmSeconds,
        double error) {
    /** A place that isn't another service. */
    Waiting(
            Capacity.Bottleneck what,
            int servers,
            double visits,
            double serviceSeconds,
            double variation,
            double most,
            double calmSeconds,
            double error) {
        this(what, null, servers, visits, serviceSeconds, variation, most, calmSeconds, error);
    }

    private static final int TABLE = 1024;

    /** Where nothing is known of the spread: between a constant and an exponential time. */
    static final double USUAL_VARIATION = 0.5;

    /**
     * Mean wait of a visit as a share of the mean service time, all servers together: Sakasegawa's approximation for M/G/c.
     *
     * @param load share of the places that is taken, in [0, 1)
     */
    static double meanWait(int servers, double load, double variation) {
        return (1 + variation) / 2 * Math.pow(load, Math.sqrt(2.0 * (servers + 1)) - 1) / (servers * (1 - load));
    }

    /**
     * Mean wait of a request in all its visits at a throughput below {@link #most}, seconds. Who comes again queues again: of one
     * place that is the queue with feedback (L. Takács, A Single-Server Queue with Feedback, Bell System Technical Journal 42,
     * 1963), in which the spread of the service time counts the less the more visits there are, as under processor sharing.
     */
    double meanSeconds(double requestsPerSecond) {
        double load = requestsPerSecond / most;
        return visits * serviceSeconds * (servers == 1 ? inTurns(load) : meanWait(servers, load, variation));
    }

    private double inTurns(double load) {
        return load / (1 - load) * (1 + (variation - 1) / (2 * Math.max(1, visits)));
    }

    /** The same with its limit moved by a factor. */
    Waiting scaled(double factor) {
        return new Waiting(
                what, peer, servers, visits, serviceSeconds / factor, variation, most * factor, calmSeconds, error);
    }

    /** The same whose wait at a throughput is contained in the service times. */
    Waiting calmAt(double requestsPerSecond) {
        return new Waiting(
                what, peer, servers, visits, serviceSeconds, variation, most, meanSeconds(requestsPerSecond), error);
    }

    /** Adds to each of the first {@code count} requests, by the time of its arrival, what it waits beyond the usual, seconds. */
    void addTo(double[] arrivals, int count, long seed, double[]... times) {
        double[] waits = servers == 1 ? inTurns(arrivals, count, seed) : atPlaces(arrivals, count, seed);
        for (double[] time : times) {
            for (int i = 0; i < count; i++) time[i] += waits[i] - calmSeconds;
        }
    }

    private double[] atPlaces(double[] arrivals, int count, long seed) {
        var random = new SplittableRandom(seed);
        double[] services = services();
        double[] free = new double[servers];
        double[] waits = new double[count];
        for (int i = 0; i < count; i++) {
            int first = 0;
            for (int k = 1; k < servers; k++) first = free[k] < free[first] ? k : first;
            double start = Math.max(arrivals[i], free[first]);
            waits[i] = start - arrivals[i];
            free[first] = start + services[random.nextInt(TABLE)];
        }
        return waits;
    }

    /** One place; who visits it again queues again. */
    private double[] inTurns(double[] arrivals, int count, long seed) {
        var random = new SplittableRandom(seed);
        double[] services = services();
        double[] waits = new double[count];
        double[] ready = arrivals.clone();
        int[] left = new int[count];
        for (int i = 0; i < count; i++) {
            left[i] = (int) visits + (random.nextDouble() < visits - (int) visits ? 1 : 0);
        }
        var queue = new ArrayDeque<Integer>();
        double now = 0;
        int next = 0;
        while (next < count || !queue.isEmpty()) {
            if (queue.isEmpty()) now = Math.max(now, arrivals[next]);
            while (next < count && arrivals[next] <= now) next = enter(queue, left, next);
            Integer visitor = queue.poll();
            if (visitor == null) continue;
            waits[visitor] += now - ready[visitor];
            now += services[random.nextInt(TABLE)];
            while (next < count && arrivals[next] <= now) next = enter(queue, left, next);
            if (--left[visitor] > 0) {
                ready[visitor] = now;
                queue.add(visitor);
            }
        }
        return waits;
    }

    private static int enter(ArrayDeque<Integer> queue, int[] left, int next) {
        if (left[next] > 0) queue.add(next);
        return next + 1;
    }

    /** Lognormal, the mean exact. */
    private double[] services() {
        double sigma = Math.sqrt(Math.log1p(variation));
        double[] table = new double[TABLE];
        for (int i = 0; i < TABLE; i++) table[i] = Math.exp(sigma * Lognormal.normalQuantile((i + 0.5) / TABLE));
        double mean = Arrays.stream(table).average().orElseThrow();
        for (int i = 0; i < TABLE; i++) table[i] *= serviceSeconds / mean;
        return table;
    }
}
