package io.loadmark.model.curve;

import io.loadmark.model.sketch.LatencySketch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Windows of one second of a service with a quota of half a core. */
public final class Windows {
    private Windows() {}

    /** A window at a rate that uses so many cores; 4 ms a request. */
    public static LearnedWindow at(long second, double rate, double cores) {
        var latency = rate > 0 ? LatencySketch.builder().add(4_000_000, rate).build() : LatencySketch.empty();
        return of(second, rate, cores, latency, 0.5, "1.0");
    }

    /** A window with its durations, entitlement and version. */
    public static LearnedWindow of(
            long second, double rate, double cores, LatencySketch latency, double entitlement, String version) {
        return new LearnedWindow(
                second * 1_000_000,
                1,
                rate,
                0,
                0,
                rate * 0.004,
                latency,
                cores,
                Shape.underQuota(entitlement, 100_000, 2),
                0.0,
                true,
                version);
    }

    /** A window in which neighbours took so many of the machine's two cores. */
    public static LearnedWindow stolen(LearnedWindow w, double cores) {
        return with(w, Map.of(Axis.STEAL, cores), w.calls());
    }

    /** A window with calls that cover so many seconds, by peer. */
    public static LearnedWindow calling(LearnedWindow w, Map<String, Double> calls) {
        double inFlight =
                calls.values().stream().mapToDouble(seconds -> seconds).sum() / w.seconds();
        return with(w, Map.of(Axis.CALLS_IN_FLIGHT, inFlight), calls);
    }

    /** A window with other loads and calls. */
    public static LearnedWindow with(LearnedWindow w, Map<Axis, Double> axes, Map<String, Double> calls) {
        return copy(w, w.errors(), w.latency(), w.shape(), AxisTotals.of(axes, w.seconds()), calls);
    }

    /** A window on another machine. */
    public static LearnedWindow on(Shape shape, LearnedWindow w) {
        return copy(w, w.errors(), w.latency(), shape, w.axes(), w.calls());
    }

    /** A window whose requests took so many times as long. */
    public static LearnedWindow slowed(LearnedWindow w, int factor) {
        var slowed = LatencySketch.builder();
        int[] buckets = w.latency().buckets();
        double[] counts = w.latency().counts();
        for (int i = 0; i < buckets.length; i++) {
            slowed.add((long) (factor * LatencySketch.middleNanos(buckets[i])), counts[i]);
        }
        return copy(w, w.errors(), slowed.build(), w.shape(), w.axes(), w.calls());
    }

    /** A window of whose requests a share failed. */
    public static LearnedWindow failing(LearnedWindow w, double ratio) {
        return copy(w, ratio * w.requests(), w.latency(), w.shape(), w.axes(), w.calls());
    }

    private static LearnedWindow copy(
            LearnedWindow w,
            double errors,
            LatencySketch latency,
            Shape shape,
            AxisTotals axes,
            Map<String, Double> calls) {
        return new LearnedWindow(
                w.startMicros(),
                w.seconds(),
                w.requests(),
                errors,
                w.refused(),
                w.inFlightSeconds(),
                latency,
                w.cpuCores(),
                shape,
                w.throttledRatio(),
                w.samplingVerified(),
                w.serviceVersion(),
                axes,
                w.routes(),
                calls);
    }

    /** The curve after the windows. */
    public static LoadQpsCurve learned(List<LearnedWindow> windows) {
        LoadQpsCurve curve = LoadQpsCurve.initial();
        for (LearnedWindow window : windows) {
            curve = CurveStep.step(curve, window).curve();
        }
        return curve;
    }

    /** A ramp from 10 to 70 requests per second with random services of 4 ms CPU time, base load 10 millicores. */
    public static List<LearnedWindow> ramp(long seed, int seconds) {
        var random = new Random(seed);
        var windows = new ArrayList<LearnedWindow>();
        for (int i = 0; i < seconds; i++) {
            var latency = LatencySketch.builder();
            int requests = (int) Math.round(10 + 60.0 * i / seconds + 2 * random.nextGaussian());
            double cpu = 0.01;
            for (int k = 0; k < requests; k++) {
                double demand = 0.004 * Math.exp(0.6 * random.nextGaussian() - 0.18);
                cpu += demand;
                latency.add((long) (demand * 1e9), 1);
            }
            windows.add(of(i, requests, cpu, latency.build(), 0.5, "1.0"));
        }
        return windows;
    }
}
