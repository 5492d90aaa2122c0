package io.loadmark.collector.sampling;

import io.loadmark.collector.identity.HostClock;
import io.loadmark.runtime.health.Health;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ticks every source, on whole multiples of the interval. */
public final class Sampler implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Sampler.class);

    private final Ticker ticker;
    private final List<SourceLoop> loops;
    private final Thread thread = SourceLoop.daemon(this::run, "collector-ticker");

    /**
     * How often and how long.
     *
     * @param interval distance of ticks
     * @param deadline a round that takes longer is unhealthy
     */
    public record Pace(Duration interval, Duration deadline) {}

    public Sampler(
            List<Source> sources,
            SampleSink sink,
            Pace pace,
            HostClock clock,
            CollectorMetrics metrics,
            Health health) {
        ticker = new Ticker(clock, pace.interval());
        loops = sources.stream()
                .map(source -> new SourceLoop(source, sink, pace.deadline(), clock, metrics, health))
                .toList();
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                long missed = ticker.awaitTick();
                for (var loop : loops) loop.tick(missed);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RejectedExecutionException e) {
            log.debug("a tick came while closing", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        loops.forEach(SourceLoop::close);
    }
}
