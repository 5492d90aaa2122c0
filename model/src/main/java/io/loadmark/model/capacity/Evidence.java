package io.loadmark.model.capacity;

import io.loadmark.model.capacity.Capacity.Reason;
import io.loadmark.model.capacity.Capacity.Reason.Code;
import io.loadmark.model.capacity.QueueSimulation.Server;
import io.loadmark.model.curve.Axis;
import io.loadmark.model.curve.AxisTotals;
import io.loadmark.model.curve.LoadBin;
import io.loadmark.model.curve.LoadQpsCurve;
import io.loadmark.model.sketch.LatencySketch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a curve supports: what is missing for an estimate, and what to doubt in one. */
final class Evidence {
    static final int LEAST_WINDOWS = 15;
    static final double LEAST_UTILISATION = 0.15;
    static final double LARGEST_DEMAND_ERROR = 0.25;
    private static final double DOUBTFUL_DEMAND_ERROR = 0.1;
    private static final double NOTABLE_STEAL = 0.02;
    private static final double NOTABLE_LOSS = 0.01;

    /** Observed durations up to twice the simulated ones count as explained. */
    private static final double EXPLAINED = 2;

    private static final double EXPLAINED_TAIL = 2;

    /** Share of a limit up to which queues are as long as their load makes them. */
    private static final double STEADY = 0.8;

    private static final double ENOUGH_FOR_TAIL = 2_000;
    private static final double ENOUGH_TO_JUDGE = 200;

    private Evidence() {}

    /** Nothing when the curve is enough for an estimate. */
    static List<Reason> missing(LoadQpsCurve curve) {
        var missing = new ArrayList<Reason>();
        if (curve.windows() < LEAST_WINDOWS) {
            missing.add(insufficient("%d of %d windows", curve.windows(), LEAST_WINDOWS));
        }
        double requests =
                curve.bins().stream().mapToDouble(b -> b.latency().count()).sum();
        if (requests < ServiceTimes.leastRequests()) {
            boolean tailSampled =
                    requests == 0 && curve.bins().stream().anyMatch(b -> b.requests() >= ServiceTimes.leastRequests());
            missing.add(
                    tailSampled
                            ? insufficient("no latency is known: streams.tail-sampled is set")
                            : insufficient("%.0f of %.0f requests", requests, ServiceTimes.leastRequests()));
        }
        return missing;
    }

    /** The same of what the curve tells of the CPU, unless another resource will be used up long before. */
    static List<Reason> missing(LoadQpsCurve curve, Network network) {
        var missing = new ArrayList<Reason>();
        if (curve.maxRequestsPerSecond() < LEAST_UTILISATION * network.bound()
                && curve.maxUtilisation() < LEAST_UTILISATION) {
            missing.add(insufficient(
                    "utilisation seen up to %.0f %%, needed %.0f %%",
                    100 * curve.maxUtilisation(), 100 * LEAST_UTILISATION));
        }
        if (missing.isEmpty() && !network.isBoundElsewhere() && demandError(curve) > LARGEST_DEMAND_ERROR) {
            missing.add(insufficient(
                    "the load hardly follows the throughput: demand of a request known to ±%.0f %%",
                    100 * demandError(curve)));
        }
        return missing;
    }

    private static Reason insufficient(String format, Object... values) {
        return new Reason(Code.INSUFFICIENT_DATA, String.format(Locale.ROOT, format, values));
    }

    /** Relative standard error of the demand; infinite when it is 0. */
    private static double demandError(LoadQpsCurve curve) {
        var law = curve.utilisation();
        return law.demandSeconds() > 0
                ? Math.sqrt(law.p11() * law.residualVariance()) / law.demandSeconds()
                : Double.POSITIVE_INFINITY;
    }

    /** What neighbours took of the CPU time that the machine wanted, over all that was learned. */
    private static double stolenShare(LoadQpsCurve curve) {
        var axes = AxisTotals.none();
        double coreSeconds = 0;
        double seconds = 0;
        for (LoadBin bin : curve.bins()) {
            axes = axes.plus(bin.axes());
            coreSeconds += bin.coreSeconds();
            seconds += bin.seconds();
        }
        return seconds > 0 ? axes.stolenShare(coreSeconds / seconds) : 0;
    }

    /** Packets lost of all, in the upper half of the throughput; 0 when not reported. */
    private static double lostShare(LoadQpsCurve curve) {
        var axes = AxisTotals.none();
        for (LoadBin bin : curve.bins()) {
            if (bin.requestsPerSecond() > curve.maxRequestsPerSecond() / 2) axes = axes.plus(bin.axes());
        }
        Double lost = axes.mean(Axis.PACKET_LOSS);
        return lost == null ? 0 : lost;
    }

    static List<Reason> doubts(LoadQpsCurve curve, boolean quota, boolean explained, boolean extrapolated) {
        var doubts = new ArrayList<Reason>();
        if (!curve.samplingVerified()) {
            doubts.add(new Reason(Code.SAMPLING_UNVERIFIED, "span counts were neither calibrated nor configured"));
        }
        if (extrapolated) {
            doubts.add(new Reason(
                    Code.SLA_EXTRAPOLATED,
                    String.format(
                            Locale.ROOT,
                            "seen up to %.0f %% utilisation, beyond it simulated",
                            100 * curve.maxUtilisation())));
        }
        if (!explained) {
            doubts.add(new Reason(
                    Code.LATENCY_UNEXPLAINED,
                    "neither the CPU nor any other load gives the latency seen" + Pressure.risen(curve)));
        }
        if (!quota) {
            doubts.add(new Reason(Code.ENTITLEMENT_NOT_GUARANTEED, "no quota: neighbours may take part of the CPUs"));
        }
        double lost = lostShare(curve);
        if (lost > NOTABLE_LOSS) {
            doubts.add(new Reason(
                    Code.PACKET_LOSS,
                    String.format(
                            Locale.ROOT,
                            "%.1f %% of the machine's packets are lost in the upper half of the throughput seen",
                            100 * lost)));
        }
        double stolen = stolenShare(curve);
        if (stolen > NOTABLE_STEAL) {
            doubts.add(new Reason(
                    Code.NEIGHBOUR_STEAL,
                    String.format(
                            Locale.ROOT,
                            "neighbours took %.0f %% of the CPU time wanted; a request's demand is that of windows with little of it,"
                                    + " the latency is as they left it",
                            100 * stolen)));
        }
        if (demandError(curve) > DOUBTFUL_DEMAND_ERROR) {
            doubts.add(new Reason(
                    Code.DEMAND_UNCERTAIN,
                    String.format(Locale.ROOT, "demand of a request known to ±%.0f %%", 100 * demandError(curve))));
        }
        return doubts;
    }

    /**
     * Whether the simulation gives the durations that were seen in the upper half of the throughput. Near its limit a queue is as long
     * as the overload before has made it: what is seen there isn't compared.
     *
     * @param bound throughput at which the first of all is used up, requests per second
     */
    static boolean explains(QueueSimulation simulation, Server server, LoadQpsCurve curve, double bound) {
        double most = Math.min(curve.maxRequestsPerSecond(), STEADY * bound);
        var seen = LatencySketch.empty();
        double requests = 0;
        double seconds = 0;
        for (LoadBin bin : curve.bins()) {
            if (bin.requestsPerSecond() > most / 2 && bin.requestsPerSecond() <= most) {
                seen = seen.plus(bin.latency());
                requests += bin.requests();
                seconds += bin.seconds();
            }
        }
        if (seen.count() < ENOUGH_TO_JUDGE) {
            return true;
        }
        double[] simulated = simulation.spanTimes(requests / seconds, server);
        // An endless queue in the simulation explains any duration.
        return simulated.length == 0
                || (isExplained(seen, simulated, 0.9, EXPLAINED)
                        && (seen.count() < ENOUGH_FOR_TAIL || isExplained(seen, simulated, 0.99, EXPLAINED_TAIL)));
    }

    private static boolean isExplained(LatencySketch seen, double[] simulated, double quantile, double factor) {
        return seen.quantileNanos(quantile) / 1e9 < factor * simulated[(int) (quantile * simulated.length)];
    }
}
