package io.loadmark.app.demo;

import io.loadmark.app.demo.Progress.Phase;
import io.loadmark.app.demo.load.SecondReport;
import io.loadmark.model.capacity.Capacity;
import io.loadmark.model.capacity.CapacityEstimator;
import io.loadmark.model.capacity.Sla;
import io.loadmark.streams.curves.Curves;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Once a second: what is shown, what the processes weigh, and now and then a fresh estimate. */
final class Ticker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
    /** An estimate costs part of a second of CPU time, on the machine that is being measured. */
    private static final int ESTIMATE_EVERY_SECONDS = 8;

    private static final int LEAST_WINDOWS = 15;

    private final DemoView view;
    private final Sla sla;
    private final long beginNanos = System.nanoTime();
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "demo-ticker");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Phase phase = Phase.START;
    private volatile @Nullable DemoParts parts;
    private volatile @Nullable Footprint footprint;
    private volatile @Nullable SecondReport second;
    private volatile @Nullable Capacity estimate;
    private volatile double offeredQps;
    private int ticks;

    Ticker(DemoView view, Sla sla) {
        this.view = view;
        this.sla = sla;
        var unused = clock.scheduleAtFixedRate(this::tick, 0, 1, TimeUnit.SECONDS);
    }

    void phase(Phase now) {
        phase = now;
    }

    /** From now on there is something to watch. */
    void watch(DemoParts running) {
        footprint = new Footprint(running::pids);
        parts = running;
    }

    void second(SecondReport report) {
        second = report;
    }

    void offered(double qps) {
        offeredQps = qps;
    }

    void note(String line) {
        notes.add(line);
        LOG.info("{}", line);
    }

    /** The estimate that is shown from now on; no other is made. */
    void freeze(Capacity prediction) {
        estimate = prediction;
    }

    double seconds() {
        return (System.nanoTime() - beginNanos) / 1e9;
    }

    long peakMiB() {
        var known = footprint;
        return known == null ? 0 : known.peakMiB();
    }

    private void tick() {
        try {
            ticks++;
            var running = parts;
            var memory = footprint;
            if (memory != null) memory.look();
            if (running != null && phase == Phase.RAMP && ticks % ESTIMATE_EVERY_SECONDS == 0) estimate(running);
            view.show(progress(running));
        } catch (RuntimeException e) {
            LOG.warn("the demo's screen", e);
        }
    }

    private void estimate(DemoParts running) {
        running.observed()
                .newestCurve()
                .filter(curve -> curve.getWindows() >= LEAST_WINDOWS)
                .map(curve -> CapacityEstimator.estimate(Curves.toModel(curve), sla))
                .ifPresent(fresh -> estimate = fresh);
    }

    private Progress progress(@Nullable DemoParts running) {
        var last = second;
        var utilisation =
                running == null ? OptionalDouble.empty() : running.observed().utilisation();
        return new Progress(
                phase,
                Duration.ofMillis(Math.round(seconds() * 1000)),
                offeredQps,
                last == null || last.p99Micros() == null ? null : Double.valueOf(last.p99Micros() / 1000.0),
                utilisation.isPresent() ? Double.valueOf(utilisation.getAsDouble()) : null,
                running == null ? 0 : running.observed().samples(),
                estimate,
                notes);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        view.close();
    }
}
