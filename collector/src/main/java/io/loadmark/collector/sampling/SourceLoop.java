package io.loadmark.collector.sampling;

import io.loadmark.collector.identity.HostClock;
import io.loadmark.runtime.health.Health;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one source on a thread of its own. A tick that finds the source still busy is left out, so a source that hangs
 * (a FIFO, a dead network file system) hurts only itself: it is logged once, unhealthy, and back when it returns.
 */
final class SourceLoop implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SourceLoop.class);

    private final Source source;
    private final SampleSink sink;
    private final Duration deadline;
    private final HostClock clock;
    private final CollectorMetrics metrics;
    private final Health health;
    private final ExecutorService thread;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile boolean complained;

    SourceLoop(
            Source source,
            SampleSink sink,
            Duration deadline,
            HostClock clock,
            CollectorMetrics metrics,
            Health health) {
        this.source = source;
        this.sink = sink;
        this.deadline = deadline;
        this.clock = clock;
        this.metrics = metrics;
        this.health = health;
        thread = Executors.newSingleThreadExecutor(task -> daemon(task, "collector-" + source.name()));
    }

    static Thread daemon(Runnable task, String name) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Lets the source run a round, unless it is still busy with one. */
    void tick(long missedBefore) {
        metrics.skipped(source.name(), missedBefore);
        if (busy.compareAndSet(false, true)) {
            thread.execute(this::run);
        } else {
            metrics.skipped(source.name(), 1);
            complain("still reading since an earlier tick", null);
        }
    }

    private void run() {
        long start = clock.monotonicNanos();
        try {
            var round = source.read(sink);
            var took = Duration.ofNanos(clock.monotonicNanos() - start);
            metrics.round(source.name(), round, took);
            if (took.compareTo(deadline) <= 0) recovered();
            else
                complain("reading took " + took.toMillis() + " ms, collector.deadline is " + deadline.toMillis(), null);
        } catch (IOException | RuntimeException e) {
            // The edge of the loop: whatever went wrong in this round, the next one is tried.
            metrics.failed(source.name());
            complain("can't be read: " + e, e);
        } finally {
            busy.set(false);
        }
    }

    private void complain(String reason, @Nullable Exception cause) {
        health.down(component(), reason);
        if (!complained) log.warn("collector source {}: {}", source.name(), reason, cause);
        complained = true;
    }

    private void recovered() {
        health.up(component());
        if (complained) log.info("collector source {} is read again", source.name());
        complained = false;
    }

    private String component() {
        return "collector-" + source.name();
    }

    /** Lets a running round end if it does so within the deadline; one that hangs is left to its daemon thread. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            boolean ended = thread.awaitTermination(deadline.toNanos(), TimeUnit.NANOSECONDS);
            if (ended) source.close();
            else thread.shutdownNow();
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
