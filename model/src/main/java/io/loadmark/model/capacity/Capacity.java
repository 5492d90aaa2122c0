package io.loadmark.model.capacity;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How many requests per second an instance or a service carries inside its SLA. Figures are absent where the curve
 * doesn't yet support them; {@code reasons} then says what is missing.
 *
 * @param sla what it must hold
 * @param qps capacity, requests per second
 * @param low lower end of the interval that holds the capacity in 9 of 10 cases, requests per second
 * @param high upper end of that interval, requests per second
 * @param bottleneck what binds first
 * @param peer which service, where what binds is a dependency and calls to it are told apart
 * @param maxUtilisationSeen highest utilisation of the entitlement behind the curve
 * @param extrapolated whether the capacity lies beyond the throughput that was seen
 * @param reasons what limits the trust in the figures, and what is missing
 * @param resourceBoundQps throughput at which the first of the limits is reached, requests per second
 * @param baselineQps the plain rule: throughput at 85 % of the entitlement divided by the demand, requests per second
 * @param limits throughput at which each resource that is known of is used up, ascending
 * @param points predicted latency over throughput, ascending, for drawing
 */
public record Capacity(
        Sla sla,
        @Nullable Double qps,
        @Nullable Double low,
        @Nullable Double high,
        Bottleneck bottleneck,
        @Nullable String peer,
        double maxUtilisationSeen,
        boolean extrapolated,
        List<Reason> reasons,
        @Nullable Double resourceBoundQps,
        @Nullable Double baselineQps,
        List<Limit> limits,
        List<Point> points) {
    /** What binds first. */
    public enum Bottleneck {
        /** The CPUs that the layer may use. */
        CPU,
        /** The CFS quota: requests stand still while the group is throttled. */
        QUOTA,
        /** The heap: what is live leaves so little free that the collector's pauses break the SLA. */
        MEMORY,
        /** The disk that the machine uses most. */
        DISK,
        /** The machine's network interface that is nearest to its limit. */
        NET,
        /** Something that the service's own requests take turns at: a pool of connections, a lock. */
        POOL,
        /** The services that it calls. */
        DEPENDENCY,
        /** More requests fail than the SLA allows, before it is broken by their latency. */
        ERRORS,
        /** A request at no load already takes longer than the SLA allows. */
        SERVICE_TIME,
        /** No axis explains the latency. */
        UNKNOWN
    }

    /** What the figures lack; {@code detail} is for people. */
    public record Reason(Code code, String detail) {
        /** Kinds, in the wording of configuration and API. */
        public enum Code {
            /** Nothing can be said yet. */
            INSUFFICIENT_DATA,
            /** Span counts may understate the requests. */
            SAMPLING_UNVERIFIED,
            /** The SLA's latency is modelled, not observed. */
            SLA_EXTRAPOLATED,
            /** Observed latencies aren't what the model gives. */
            LATENCY_UNEXPLAINED,
            /** Neighbours decide how much of the entitlement is really there: no quota is in force, or it is more than what is sure. */
            ENTITLEMENT_NOT_GUARANTEED,
            /** Packets are lost on the machine's network interfaces. */
            PACKET_LOSS,
            /** Neighbours on the host took CPU time while the curve was learned. */
            NEIGHBOUR_STEAL,
            /** The load hardly depends on the throughput: CPU is not the axis. */
            DEMAND_UNCERTAIN
        }
    }

    /**
     * Where a resource is used up.
     *
     * @param what resource
     * @param peer which service, of a dependency; absent where that isn't told
     * @param requestsPerSecond throughput, &gt; 0
     */
    public record Limit(Bottleneck what, @Nullable String peer, double requestsPerSecond) {
        /** Of what isn't another service. */
        public Limit(Bottleneck what, double requestsPerSecond) {
            this(what, null, requestsPerSecond);
        }
    }

    /**
     * One point of the predicted curve.
     *
     * @param requestsPerSecond throughput
     * @param latencySeconds the SLA's quantile of the response time
     */
    public record Point(double requestsPerSecond, double latencySeconds) {}

    public Capacity {
        reasons = List.copyOf(reasons);
        limits = limits.stream()
                .sorted(Comparator.comparingDouble(Limit::requestsPerSecond))
                .toList();
        points = List.copyOf(points);
    }

    /** A capacity that no service named binds. */
    public Capacity(
            Sla sla,
            @Nullable Double qps,
            @Nullable Double low,
            @Nullable Double high,
            Bottleneck bottleneck,
            double maxUtilisationSeen,
            boolean extrapolated,
            List<Reason> reasons,
            @Nullable Double resourceBoundQps,
            @Nullable Double baselineQps,
            List<Limit> limits,
            List<Point> points) {
        this(
                sla,
                qps,
                low,
                high,
                bottleneck,
                null,
                maxUtilisationSeen,
                extrapolated,
                reasons,
                resourceBoundQps,
                baselineQps,
                limits,
                points);
    }

    /** Whether there is a figure at all. */
    public boolean isKnown() {
        return qps != null;
    }

    /** The same figures without doubts of a kind. */
    public Capacity without(Reason.Code code) {
        return because(reasons.stream().filter(reason -> reason.code() != code).toList());
    }

    /** The same figures with one doubt more, in the place of those of its kind. */
    public Capacity with(Reason doubt) {
        var others = without(doubt.code()).reasons.stream();
        return because(Stream.concat(others, Stream.of(doubt)).toList());
    }

    /** No figures, and what is missing for them. */
    public Capacity unknown(Reason missing) {
        return new Capacity(
                sla,
                null,
                null,
                null,
                Bottleneck.UNKNOWN,
                null,
                maxUtilisationSeen,
                false,
                List.of(missing),
                null,
                null,
                List.of(),
                List.of());
    }

    private Capacity because(List<Reason> others) {
        return new Capacity(
                sla,
                qps,
                low,
                high,
                bottleneck,
                peer,
                maxUtilisationSeen,
                extrapolated,
                others,
                resourceBoundQps,
                baselineQps,
                limits,
                points);
    }
}
