package io.loadmark.bench.simulation;

import io.loadmark.model.sketch.LatencySketch;
import io.loadmark.schema.InstanceId;
import io.loadmark.schema.LayerLoad;
import io.loadmark.schema.LoadSample;
import io.loadmark.schema.Origin;
import io.loadmark.schema.PeerCalls;
import io.loadmark.schema.Placement;
import io.loadmark.schema.PlacementLink;
import io.loadmark.schema.RequestCounts;
import io.loadmark.schema.RouteCount;
import io.loadmark.schema.RuntimeLoad;
import io.loadmark.schema.Sampling;
import io.loadmark.schema.SamplingSource;
import io.loadmark.streams.flow.Sketches;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What Loadmark sees of a {@link Service} that never has more than 60 % of its load: the load samples that align makes, a window of
 * 5 s each, over two waves of traffic.
 */
final class Observation {
    static final long WARM_UP_MICROS = 60_000_000;
    static final double WINDOW = 5;
    /** Whom it calls. */
    static final String PEER = "stock.shop";

    private static final double LEAST_LOAD = 0.15;
    private static final double MOST_LOAD = 0.6;
    private static final double REQUESTS = 120_000;
    private static final InstanceId INSTANCE = new InstanceId("default", "shop", "checkout", "a");

    private final Scenario scenario;
    private final Service service;
    private final int windows;
    private final double mostRate;
    private final double[] jitter;
    private Sums last;
    private Window window = new Window();

    /** What ended in the current window. */
    private static final class Window {
        final LatencySketch.Builder latency = LatencySketch.builder();
        final double[] byRoute = new double[3];
        int requests;
        double seconds;
        double callSeconds;
        int calls;
    }

    /** Counters as a collector would read them. */
    private record Sums(
            double at,
            double used,
            double othersUsed,
            double waited,
            double throttled,
            double stolen,
            double pressure,
            double runnable,
            double periods,
            double throttledPeriods,
            double diskBusy,
            double diskPresent,
            double diskReads,
            double gcSeconds,
            double gcPauses) {}

    Observation(Scenario scenario) {
        this(scenario, Service.Spans.NOBODYS);
    }

    /** Shows what ends and what is called also to somebody else. */
    Observation(Scenario scenario, Service.Spans also) {
        this.scenario = scenario;
        double demand = Math.max(scenario.demand(0), scenario.demand(1) * scenario.deploy());
        mostRate = MOST_LOAD * scenario.saturation() * scenario.demand(0) / demand;
        double mean = mostRate * (1 + LEAST_LOAD / MOST_LOAD) / 2;
        windows = (int) Math.max(300, Math.min(1_200, REQUESTS / mean / WINDOW));
        jitter = new SplittableRandom(scenario.seed())
                .doubles(windows + 2)
                .map(u -> 1 - 0.1 * u)
                .toArray();
        service = new Service(scenario, scenario.seed(), this::rate, mostRate, windows * WINDOW, new Service.Spans() {
            @Override
            public void ended(Request request, double at) {
                window.latency.add((long) (1e9 * (at - request.arrived)), 1);
                window.byRoute[request.route]++;
                window.requests++;
                window.seconds += at - request.arrived;
                also.ended(request, at);
            }

            @Override
            public void called(Request request, double at) {
                window.callSeconds += at - request.callFrom;
                window.calls++;
                also.called(request, at);
            }
        });
        last = sums(0);
    }

    private double rate(double time) {
        double wave = (1 - Math.cos(4 * Math.PI * time / (windows * WINDOW))) / 2;
        return mostRate
                * (LEAST_LOAD + (MOST_LOAD - LEAST_LOAD) * wave)
                / MOST_LOAD
                * jitter[(int) Math.max(0, time / WINDOW)];
    }

    Heap heap() {
        return service.heap();
    }

    /** Number of windows. */
    int windows() {
        return windows;
    }

    /** When the release comes, microseconds. */
    long releasedMicros() {
        return Math.round(windows * WINDOW / 2 * 1e6);
    }

    /** Runs, and hands the windows out in order. */
    void forEach(Consumer<LoadSample> consumer) {
        Long previous = null;
        for (int i = 0; i < windows; i++) {
            window = new Window();
            double end = (i + 1) * WINDOW;
            if (!service.runUntil(end)) throw new IllegalStateException("endless queue below 60 %: " + scenario);
            Sums sums = sums(end);
            consumer.accept(sample(Math.round(i * WINDOW * 1e6), previous, last, sums));
            previous = Math.round(i * WINDOW * 1e6);
            last = sums;
        }
    }

    private Sums sums(double at) {
        var cpu = service.cpu().totals();
        var disk = service.disk();
        return new Sums(
                at,
                cpu.used + at * Service.HOUSEKEEPING,
                cpu.othersUsed,
                cpu.waited,
                cpu.throttled,
                cpu.stolen,
                cpu.pressure,
                cpu.runnable,
                cpu.periods,
                cpu.throttledPeriods,
                disk.busySeconds(),
                disk.presentSeconds(),
                disk.served(),
                service.heap().pausedSeconds(),
                service.heap().pauses());
    }

    private LoadSample sample(long startMicros, @Nullable Long previous, Sums from, Sums to) {
        double requests = window.requests;
        return LoadSample.newBuilder()
                .setInstance(INSTANCE)
                .setOrigin(new Origin("", "host-1", "", "", 42L))
                .setStartMicros(startMicros)
                .setPreviousMicros(previous)
                .setLengthMicros(Math.round(WINDOW * 1e6))
                .setRevision(0)
                .setPlacement(Placement.newBuilder()
                        .setLink(PlacementLink.PROCESS)
                        .setConfidence(0.98)
                        .setPhysicalHostId("host-1")
                        .setCgroupPath("/shop/checkout")
                        .setProcessId("42@1")
                        .setThreadsPerCore(scenario.cpu().threadsPerCore())
                        .build())
                .setCounts(new RequestCounts(
                        (long) window.requests, requests, 0.0, 0.0, requests, window.seconds, 0L, 0L, 0L, 0L))
                .setRequestWindows((int) WINDOW)
                .setLatency(Sketches.toWire(window.latency.build()))
                .setRoutes(routes())
                .setSampling(
                        Sampling.newBuilder().setSource(SamplingSource.METRICS).build())
                .setCallSeconds(scenario.callSeconds() > 0 ? window.callSeconds : null)
                .setPeers(peers())
                .setRuntime(new RuntimeLoad(
                        per(from.gcSeconds, to.gcSeconds),
                        per(from.gcPauses, to.gcPauses),
                        service.heap().liveAfterLast()))
                .setProcess(layer().setCpuCores(per(from.used, to.used))
                        .setRunDelayCores(per(from.waited, to.waited))
                        .build())
                .setCgroup(cgroup(from, to))
                .setHost(host(from, to))
                .setReceivedMicros(startMicros + Math.round(WINDOW * 1e6))
                .build();
    }

    private List<PeerCalls> peers() {
        return window.calls == 0
                ? List.of()
                : List.of(new PeerCalls(PEER, (double) window.calls, 0.0, window.callSeconds));
    }

    private List<RouteCount> routes() {
        var routes = new ArrayList<RouteCount>();
        for (int i = 0; i < window.byRoute.length; i++) {
            if (window.byRoute[i] > 0) routes.add(new RouteCount("/" + i, window.byRoute[i], 0.0));
        }
        return routes;
    }

    private LayerLoad cgroup(Sums from, Sums to) {
        var shape = scenario.cpu();
        boolean quota = shape.quota() < Double.POSITIVE_INFINITY;
        double periods = to.periods - from.periods;
        return layer().setCpuCores(per(from.used, to.used))
                .setEntitlementCores(Math.min(shape.quota(), shape.threads()))
                .setQuotaCores(quota ? shape.quota() : null)
                .setQuotaPeriodMicros(quota ? Math.round(shape.period() * 1e6) : null)
                .setThrottledPeriodRatio(
                        quota && periods > 0 ? (to.throttledPeriods - from.throttledPeriods) / periods : null)
                .setThrottledCores(quota ? per(from.throttled, to.throttled) : null)
                .setCpuPressureRatio(per(from.pressure, to.pressure))
                .setIoPerSecond(per(from.diskReads, to.diskReads))
                .build();
    }

    private LayerLoad host(Sums from, Sums to) {
        double reads = to.diskReads - from.diskReads;
        return layer().setCpuCores(per(from.used + from.othersUsed, to.used + to.othersUsed))
                .setEntitlementCores((double) scenario.cpu().threads())
                .setStealCores(per(from.stolen, to.stolen))
                .setRunnableTasks(per(from.runnable, to.runnable))
                .setIoPerSecond(per(from.diskReads, to.diskReads))
                .setDiskBusyRatio(per(from.diskBusy, to.diskBusy))
                .setIoAwaitMillis(reads > 0 ? 1e3 * (to.diskPresent - from.diskPresent) / reads : null)
                .build();
    }

    private static LayerLoad.Builder layer() {
        return LayerLoad.newBuilder().setSeconds(WINDOW).setSamples((int) WINDOW);
    }

    private static double per(double from, double to) {
        return (to - from) / WINDOW;
    }
}
