package io.loadmark.model.capacity;

import io.loadmark.model.capacity.Capacity.Bottleneck;
import io.loadmark.model.capacity.Capacity.Point;
import io.loadmark.model.capacity.Capacity.Reason;
import io.loadmark.model.curve.LoadQpsCurve;
import java.util.ArrayList;
import java.util.List;

/**
 * How many requests per second a curve supports inside an SLA, also far beyond the load that was seen: a latency curve
 * under a CFS quota is flat and then turns up steeply, so that no continuation of what was seen finds the turn. Instead the
 * service is simulated with the demand of its law of utilisation and the service times of its calm windows
 * ({@link QueueSimulation}), with the other places where its requests wait ({@link Network}), and the largest throughput inside the SLA is searched for.
 * How many requests fail is not continued beyond what was seen ({@link ErrorBound}).
 *
 * <p>Deterministic: one seed, and the same random numbers at every throughput. Takes some 0.2 s.
 */
public final class CapacityEstimator {
    /** Of the plain rule that the estimate is compared with. */
    private static final double BASELINE_UTILISATION = 0.85;

    private static final long SEED = 20_240_229L;
    private static final int MANY_REQUESTS = 300_000;
    private static final int POINTS = 16;

    private CapacityEstimator() {}

    /** The capacity, or what is missing to tell it. */
    public static Capacity estimate(LoadQpsCurve curve, Sla sla) {
        List<Reason> missing = Evidence.missing(curve);
        var threads = HardwareThreads.of(curve);
        ServiceTimes times =
                missing.isEmpty() ? ServiceTimes.of(curve, threads.law().demandSeconds()) : null;
        if (times == null) return unknown(curve, sla, missing);
        var network = Network.of(curve, threads, QueueSimulation.of(times, requests(sla), SEED));
        missing = Evidence.missing(curve, network);
        return missing.isEmpty() ? simulated(curve, sla, times, network) : unknown(curve, sla, missing);
    }

    private static Capacity unknown(LoadQpsCurve curve, Sla sla, List<Reason> missing) {
        return new Capacity(
                sla,
                null,
                null,
                null,
                Bottleneck.UNKNOWN,
                curve.maxUtilisation(),
                false,
                missing,
                null,
                null,
                List.of(),
                List.of());
    }

    private static Capacity simulated(LoadQpsCurve curve, Sla sla, ServiceTimes times, Network network) {
        var service = network.service();
        var simulation = network.simulation();
        double bound = network.bound();
        var many = QueueSimulation.of(times, MANY_REQUESTS, SEED).with(network.places(), network.pauses());
        double coarse = SlaBound.of(simulation, service.server(), sla, bound);
        double qps = SlaBound.refined(many, service.server(), sla, coarse, bound);
        boolean extrapolated = qps > curve.maxRequestsPerSecond();
        boolean explained =
                network.accountsFor(times, curve) && Evidence.explains(simulation, service.server(), curve, bound);
        var interval = CapacityInterval.of(curve, sla, times, network, qps, coarse);
        var binding = explained ? network.binding(sla, qps) : Network.Binding.UNKNOWN;
        var byLatency = new Capacity(
                sla,
                qps,
                interval.low(),
                interval.high(),
                binding.what(),
                binding.peer(),
                curve.maxUtilisation(),
                extrapolated,
                Evidence.doubts(curve, service.limitedByQuota(), explained, extrapolated),
                bound,
                curve.utilisation()
                        .requestsPerSecondAt(
                                BASELINE_UTILISATION * curve.shape().entitlementCores()),
                network.limits(),
                points(simulation, service, sla, bound, coarse > 0 ? qps / coarse : 1));
        return ErrorBound.of(curve.bins(), sla)
                .map(errors -> errors.applied(byLatency))
                .orElse(byLatency);
    }

    /** Some 200 requests above the quantile, within what a fraction of a second allows. */
    static int requests(Sla sla) {
        return (int) Math.min(100_000, Math.max(20_000, 200 / (1 - sla.quantile())));
    }

    /** The curve of few requests, stretched so that it passes through the capacity found with many. */
    private static List<Point> points(
            QueueSimulation simulation, SimulatedService service, Sla sla, double bound, double stretch) {
        var points = new ArrayList<Point>();
        for (int i = 1; i <= POINTS; i++) {
            double x = bound * i / POINTS;
            double latency = SlaBound.latency(simulation, service.server(), sla, x);
            if (Double.isFinite(latency)) {
                points.add(new Point(x * stretch, latency));
            }
        }
        return points;
    }

    static long seed() {
        return SEED;
    }
}
