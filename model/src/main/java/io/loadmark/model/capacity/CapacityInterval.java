package io.loadmark.model.capacity;

import io.loadmark.model.curve.LoadQpsCurve;
import io.loadmark.model.curve.UtilisationLaw;

/**
 * The interval that holds, in 9 of 10 cases, what steady traffic would show, and a step test, which ends a little higher. Relative errors
 * that don't depend on each other add up as squares: the law of utilisation at the capacity, the spread of the service
 * times, the unknown number of workers, the limits of other places, the heap, what shared cores do, and the model itself. The simulation is wrong
 * about latency: that matters little where the latency turns up steeply, and much where it rises slowly. So its error is carried over to
 * throughput by the simulation itself, upwards and downwards.
 */
record CapacityInterval(double low, double high) {
    /** Half-width of a normal 90 % interval in standard deviations. */
    private static final double NINETY_PERCENT = 1.645;

    /** Standard error of the logarithm of the simulated latency: bench/simulate, chosen with seeds that its table doesn't show. */
    private static final double LATENCY_ERROR = 0.18;

    /** What else the model is wrong about, of the throughput: as above. */
    private static final double MODEL_ERROR = 0.02;

    /**
     * How much higher a step test ends than the long run: slow requests come in clusters, so that most short steps look
     * better than they are, and two in a row have to fail. Steady traffic isn't granted it: the lower end is without.
     */
    private static final double TEST_BIAS = 0.04;

    private static final int FEW_WORKERS = 4;
    private static final int MANY_WORKERS = 16;

    static CapacityInterval of(
            LoadQpsCurve curve, Sla sla, ServiceTimes times, Network network, double qps, double coarse) {
        if (qps == 0) {
            return new CapacityInterval(0, 0);
        }
        double law = lawError(network.threads().law(), qps);
        double threads = threadsError(curve, sla, network, coarse);
        double spread = spreadError(sla, times, network, coarse);
        double workers = workersError(sla, network, coarse);
        double places = placesError(sla, network, coarse);
        double pauses = pausesError(curve, sla, network, coarse);
        double common = law * law
                + spread * spread
                + workers * workers
                + places * places
                + threads * threads
                + pauses * pauses
                + MODEL_ERROR * MODEL_ERROR;
        double down = latencyError(sla, network, coarse, -LATENCY_ERROR);
        double up = latencyError(sla, network, coarse, LATENCY_ERROR);
        double least = qps * Math.exp(-NINETY_PERCENT * Math.sqrt(common + down * down));
        double most = qps * (1 + TEST_BIAS) * Math.exp(NINETY_PERCENT * Math.sqrt(common + up * up));
        return new CapacityInterval(least, Math.max(qps, Math.min(1.05 * network.bound(), most)));
    }

    /** How far off the capacity is when latencies are so much shorter, or longer, than simulated. */
    private static double latencyError(Sla sla, Network network, double coarse, double logarithm) {
        var other = sla.withLimitTimes(Math.exp(logarithm));
        return off(SlaBound.of(network.simulation(), network.service().server(), other, network.bound()), coarse);
    }

    /** Error of the utilisation that the law tells at the capacity. */
    private static double lawError(UtilisationLaw law, double qps) {
        double variance = law.residualVariance() * (law.p00() + 2 * law.p01() * qps + law.p11() * qps * qps);
        return Math.sqrt(Math.max(0, variance)) / law.coresAt(qps);
    }

    /** Of what threads that share a core do together. */
    private static double threadsError(LoadQpsCurve curve, Sla sla, Network network, double coarse) {
        if (!network.threads().isShared()) return 0;
        var lower = network.threads().lower(curve);
        var times = ServiceTimes.of(curve, lower.law().demandSeconds());
        if (times == null) return 0;
        var moved = Network.of(curve, lower, QueueSimulation.of(times, sizeOf(sla), CapacityEstimator.seed()));
        return off(SlaBound.of(moved.simulation(), moved.service().server(), sla, moved.bound()), coarse);
    }

    private static double spreadError(Sla sla, ServiceTimes times, Network network, double coarse) {
        double error = 0.03 + 1.5 / Math.sqrt(times.requests());
        var wider = QueueSimulation.of(times.spread(1 + error), sizeOf(sla), CapacityEstimator.seed())
                .with(network.places(), network.pauses());
        return off(SlaBound.of(wider, network.service().server(), sla, network.bound()), coarse);
    }

    private static double workersError(Sla sla, Network network, double coarse) {
        var service = network.service();
        int least = Math.min(FEW_WORKERS, service.server().workers());
        int most = Math.max(MANY_WORKERS, 2 * service.server().workers());
        double few =
                SlaBound.of(network.simulation(), service.withWorkers(least).server(), sla, network.bound());
        double many =
                SlaBound.of(network.simulation(), service.withWorkers(most).server(), sla, network.bound());
        // Standard deviation of a uniform distribution over the range.
        return Math.abs(few - many) / Math.max(coarse, 1e-9) / Math.sqrt(12);
    }

    /** Of the limits of other places, each moved by its standard error. */
    private static double placesError(Sla sla, Network network, double coarse) {
        double sum = 0;
        for (Waiting place : network.places()) {
            var moved = network.withScaled(place, Math.exp(-place.error()));
            double error = off(SlaBound.of(moved.simulation(), network.service().server(), sla, moved.bound()), coarse);
            sum += error * error;
        }
        double net = netError(sla, network, coarse);
        return Math.sqrt(sum + net * net);
    }

    private static double netError(Sla sla, Network network, double coarse) {
        if (!network.net().isKnown()) return 0;
        double bound = network.with(network.net().lower()).bound();
        return off(SlaBound.of(network.simulation(), network.service().server(), sla, bound), coarse);
    }

    /** Of the growth of the heap's live part. */
    private static double pausesError(LoadQpsCurve curve, Sla sla, Network network, double coarse) {
        if (network.pauses() == null || coarse == 0) return 0;
        var steeper = network.simulation().with(network.places(), Pauses.of(curve.bins(), coarse));
        return off(SlaBound.of(steeper, network.service().server(), sla, network.bound()), coarse);
    }

    private static double off(double bound, double coarse) {
        return coarse > 0 ? Math.abs(bound / coarse - 1) : 0;
    }

    private static int sizeOf(Sla sla) {
        return CapacityEstimator.requests(sla);
    }
}
