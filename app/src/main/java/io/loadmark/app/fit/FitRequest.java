package io.loadmark.app.fit;

import io.loadmark.model.capacity.Sla;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a table.
 *
 * @param qps column of the throughput
 * @param loads columns of loads, {@code NAME=COLUMN} or {@code COLUMN}, at least one
 * @param limits value at which a resource is used up, by the load's name
 * @param p99 column of the latency objective's percentile, milliseconds; absent without one
 * @param errors column of failed requests, a share or percentage; absent without one
 * @param groupBy columns whose values tell groups apart
 * @param sla latency objective; absent without one
 * @param predictAt loads to predict the throughput at, shares of the limit
 * @param full share of a limit at which a resource counts as used up
 * @param closedLoop whether the load generator waits for answers; absent when not known
 */
public record FitRequest(
        String qps,
        List<String> loads,
        Map<String, Double> limits,
        @Nullable String p99,
        @Nullable String errors,
        List<String> groupBy,
        @Nullable Sla sla,
        List<Double> predictAt,
        double full,
        @Nullable Boolean closedLoop) {
    /** Measured machines are full a little below 100 %: closed-loop tests end at 94 to 98 %. */
    public static final double FULL = 0.95;

    public FitRequest {
        loads = List.copyOf(loads);
        limits = Map.copyOf(limits);
        groupBy = List.copyOf(groupBy);
        predictAt = List.copyOf(predictAt);
    }

    /** Throughput against one load, whole table or grouped, and nothing else. */
    public static FitRequest of(String qps, String load, List<String> groupBy) {
        return new FitRequest(qps, List.of(load), Map.of(), null, null, groupBy, null, List.of(), FULL, null);
    }
}
