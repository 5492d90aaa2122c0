package io.loadmark.app.demo;

import io.loadmark.app.demo.load.LoadProcess;
import io.loadmark.app.demo.load.StepResult;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Steps of load that follow each other without a gap: each is ordered shortly before the one before it ends. */
final class Steps {
    private static final Duration AHEAD = Duration.ofMillis(300);
    /** A result comes once its last requests are answered or given up. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final LoadProcess load;
    private final Ticker ticker;
    private long endNanos;
    private int count;

    Steps(LoadProcess load, Ticker ticker) {
        this.load = load;
        this.ticker = ticker;
    }

    /** Orders a step and returns when it is time to order the next. */
    CompletableFuture<StepResult> run(String name, double qps, Duration length) throws InterruptedException {
        ticker.offered(qps);
        var result = load.step(name + "-" + count++, qps, length);
        pass(length);
        return result;
    }

    /** The same by a number of requests. */
    CompletableFuture<StepResult> run(String name, double qps, int requests) throws InterruptedException {
        ticker.offered(qps);
        var result = load.step(name + "-" + count++, qps, requests);
        pass(Duration.ofNanos((long) (requests / qps * 1e9)));
        return result;
    }

    private void pass(Duration length) throws InterruptedException {
        endNanos = Math.max(endNanos, System.nanoTime()) + length.toNanos();
        long wait = endNanos - AHEAD.toNanos() - System.nanoTime();
        if (wait > 0) TimeUnit.NANOSECONDS.sleep(wait);
    }

    static StepResult await(CompletableFuture<StepResult> step) throws IOException, InterruptedException {
        try {
            return step.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the load generator gave no result of a step", e);
        }
    }
}
