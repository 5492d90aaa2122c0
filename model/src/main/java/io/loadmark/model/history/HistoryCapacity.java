package io.loadmark.model.history;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a group of rows can carry: the least of what its resources allow, and of what its latency objective allows.
 *
 * @param throughput capacity, requests per second
 * @param low lower end of its 90 % interval
 * @param high upper end of that interval
 * @param axis resource that is used up first
 * @param latency bound by the latency objective; absent without one
 * @param bottleneck what binds: a resource, {@value #SERVICE_TIME} or {@value #UNKNOWN}
 * @param resourceBounds throughput at which each resource is used up
 */
public record HistoryCapacity(
        double throughput,
        double low,
        double high,
        String axis,
        @Nullable LatencyBound latency,
        String bottleneck,
        SortedMap<String, Prediction> resourceBounds) {
    /** The objective isn't met at the lowest throughput either. */
    public static final String SERVICE_TIME = "service-time";

    /** Latency breaks the objective while no resource is near its limit. */
    public static final String UNKNOWN = "unknown";

    /** A resource used less than this where latency breaks the objective doesn't explain it. */
    private static final double EXPLAINS = 0.5;

    /**
     * The capacity.
     *
     * @param laws law of each resource by its name, at least one
     * @param full share of a limit at which a resource counts as used up
     * @param latencies rows of the latency objective's percentile; empty without an objective
     * @param limit longest latency, in their unit
     */
    public static HistoryCapacity of(
            Map<String, GroupLaw> laws, double full, List<LatencyBound.Point> latencies, double limit) {
        var bounds = new TreeMap<String, Prediction>();
        laws.forEach((name, law) -> bounds.put(name, law.at(full)));
        var least = bounds.entrySet().stream()
                .min(Comparator.comparingDouble(bound -> bound.getValue().throughput()))
                .orElseThrow();
        var bound = least.getValue();
        GroupLaw law = laws.get(least.getKey());
        if (latencies.isEmpty() || law == null) {
            return new HistoryCapacity(
                    bound.throughput(), bound.low(), bound.high(), least.getKey(), null, least.getKey(), bounds);
        }
        var latency = LatencyBound.of(latencies, limit, law.law(), bound.throughput());
        return new HistoryCapacity(
                latency.throughput(),
                Math.min(latency.low(), bound.low()),
                Math.max(latency.throughput(), Math.min(latency.high(), bound.high())),
                least.getKey(),
                latency,
                bottleneck(latency, law.law(), least.getKey()),
                bounds);
    }

    /** Throughput at which the resource that is used up first is. */
    public Prediction resourceBound() {
        return Objects.requireNonNull(resourceBounds.get(axis));
    }

    private static String bottleneck(LatencyBound latency, LoadLaw law, String axis) {
        if (latency.throughput() == 0) {
            return SERVICE_TIME;
        }
        return law.loadAt(latency.throughput()) < EXPLAINS ? UNKNOWN : axis;
    }
}
