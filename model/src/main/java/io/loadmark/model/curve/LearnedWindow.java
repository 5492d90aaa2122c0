package io.loadmark.model.curve;

import io.loadmark.model.sketch.LatencySketch;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One final window of one instance, fit to learn from: its requests, and the load of the layer whose CPU is the axis.
 *
 * @param startMicros start of the window, microseconds since 1970
 * @param seconds length of the window, seconds, &gt; 0
 * @param requests requests that ended in it, refused ones included
 * @param errors of them failed
 * @param refused of them turned away: demand, not served throughput
 * @param inFlightSeconds time in flight that fell into the window, summed over requests, seconds
 * @param latency durations of the requests
 * @param cpuCores CPU time used per second, cores
 * @param shape the machine that it ran on; its entitlement and its CPUs are above 0
 * @param throttledRatio throttled CFS periods of those in which the layer ran, in [0, 1]; absent when not reported
 * @param samplingVerified whether the span counts were calibrated or configured
 * @param serviceVersion service.version; empty when not told
 * @param axes whatever else was reported of its load
 * @param routes requests by class of routes; empty when not told apart
 * @param calls time that calls to other services cover, by peer, seconds; empty when not told
 */
public record LearnedWindow(
        long startMicros,
        double seconds,
        double requests,
        double errors,
        double refused,
        double inFlightSeconds,
        LatencySketch latency,
        double cpuCores,
        Shape shape,
        @Nullable Double throttledRatio,
        boolean samplingVerified,
        String serviceVersion,
        AxisTotals axes,
        Map<String, Double> routes,
        Map<String, Double> calls) {
    public LearnedWindow {
        routes = Map.copyOf(routes);
        calls = Map.copyOf(calls);
        check(seconds > 0 && Double.isFinite(seconds), "seconds", seconds);
        check(requests >= 0 && Double.isFinite(requests), "requests", requests);
        check(errors >= 0 && Double.isFinite(errors), "errors", errors);
        check(refused >= 0 && Double.isFinite(refused), "refused", refused);
        check(inFlightSeconds >= 0 && Double.isFinite(inFlightSeconds), "inFlightSeconds", inFlightSeconds);
        check(cpuCores >= 0 && Double.isFinite(cpuCores), "cpuCores", cpuCores);
        check(shape.entitlementCores() > 0, "entitlementCores", shape.entitlementCores());
        check(shape.hostCores() > 0, "hostCores", shape.hostCores());
    }

    /** A window of which nothing else was reported. */
    public LearnedWindow(
            long startMicros,
            double seconds,
            double requests,
            double errors,
            double refused,
            double inFlightSeconds,
            LatencySketch latency,
            double cpuCores,
            Shape shape,
            @Nullable Double throttledRatio,
            boolean samplingVerified,
            String serviceVersion) {
        this(
                startMicros,
                seconds,
                requests,
                errors,
                refused,
                inFlightSeconds,
                latency,
                cpuCores,
                shape,
                throttledRatio,
                samplingVerified,
                serviceVersion,
                AxisTotals.none(),
                Map.of(),
                Map.of());
    }

    private static void check(boolean holds, String field, double value) {
        if (!holds) {
            throw new IllegalArgumentException(field + " of a window can't be " + value);
        }
    }

    /** Throughput that was served, requests per second. */
    double servedPerSecond() {
        return Math.max(0, requests - refused) / seconds;
    }

    /** Share of the entitlement that was used; above 1 when the entitlement can be exceeded for a while. */
    double utilisation() {
        return cpuCores / shape.entitlementCores();
    }

    /** What neighbours took of the CPU time that its machine wanted, in [0, 1]; 0 when not reported. */
    double stolenShare() {
        return axes.stolenShare(cpuCores);
    }
}
