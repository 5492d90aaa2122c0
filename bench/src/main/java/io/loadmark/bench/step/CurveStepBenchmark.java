package io.loadmark.bench.step;

import io.loadmark.model.curve.Axis;
import io.loadmark.model.curve.AxisTotals;
import io.loadmark.model.curve.CurveStep;
import io.loadmark.model.curve.LearnedWindow;
import io.loadmark.model.curve.LoadQpsCurve;
import io.loadmark.model.curve.Shape;
import io.loadmark.model.sketch.LatencySketch;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * {@link CurveStep} on a curve that has been learning for half an hour from windows of a second between idle and 80 % of two
 * cores, with lognormal service times.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class CurveStepBenchmark {
    private static final int WINDOWS = 2048;
    private static final double DEMAND_SECONDS = 0.004;
    private static final double ENTITLEMENT_CORES = 2;
    private static final int ROUTES = 6;
    private static final int PEERS = 4;

    /** Throughput of a service at its busiest, requests per second. */
    @Param({"40", "400"})
    private int busiest;

    /** Whether its windows tell six routes, calls of four other services and every load, or requests and CPU time alone. */
    @Param({"false", "true"})
    private boolean detailed;

    private LearnedWindow[] windows = {};
    private LoadQpsCurve learned = LoadQpsCurve.initial();
    private int next;

    @Setup(Level.Trial)
    public void learn() {
        var random = new Random(1);
        windows = new LearnedWindow[WINDOWS];
        learned = LoadQpsCurve.initial();
        for (int i = 0; i < WINDOWS; i++) {
            windows[i] = window(i, random);
            learned = CurveStep.step(learned, windows[i]).curve();
        }
        // The same windows again, later: as many of each band come as came before.
        for (int i = 0; i < WINDOWS; i++) windows[i] = window(WINDOWS + i, random);
    }

    private LearnedWindow window(int second, Random random) {
        int requests = 1 + (int) (busiest * (0.5 - 0.5 * Math.cos(2 * Math.PI * second / WINDOWS)));
        var latency = LatencySketch.builder();
        double inFlight = 0;
        for (int i = 0; i < requests; i++) {
            double seconds = DEMAND_SECONDS * Math.exp(0.5 * random.nextGaussian());
            inFlight += seconds;
            latency.add(Math.round(seconds * 1e9), 1);
        }
        double cores = 0.05 + requests * ENTITLEMENT_CORES * 0.75 / busiest;
        return new LearnedWindow(
                second * 1_000_000L,
                1,
                requests,
                0,
                0,
                inFlight,
                latency.build(),
                cores,
                Shape.of(ENTITLEMENT_CORES, ENTITLEMENT_CORES),
                null,
                true,
                "1.0",
                detailed ? axes(random) : AxisTotals.none(),
                detailed ? routes(requests, random) : Map.of(),
                detailed ? calls(inFlight) : Map.of());
    }

    private static AxisTotals axes(Random random) {
        var means = new EnumMap<Axis, Double>(Axis.class);
        for (Axis axis : Axis.values()) means.put(axis, random.nextDouble());
        return AxisTotals.of(means, 1);
    }

    private static Map<String, Double> routes(int requests, Random random) {
        var routes = new HashMap<String, Double>();
        for (int i = 0; i < requests; i++) {
            int route = Math.min(random.nextInt(ROUTES), random.nextInt(ROUTES));
            routes.merge("GET /route/" + route, 1.0, Double::sum);
        }
        return routes;
    }

    /** Calls take half of the time. */
    private static Map<String, Double> calls(double inFlight) {
        var calls = new HashMap<String, Double>();
        for (int i = 0; i < PEERS; i++) calls.put("peer-" + i + ":8080", inFlight / 2 / PEERS);
        return calls;
    }

    /** One window on a curve that has all its bands. */
    @Benchmark
    public CurveStep.Step step() {
        next = (next + 1) % WINDOWS;
        return CurveStep.step(learned, windows[next]);
    }
}
