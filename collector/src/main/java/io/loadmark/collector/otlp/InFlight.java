package io.loadmark.collector.otlp;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds what waits for Kafka at one time, in requests and in bytes. Never blocks a request: there is room or not. An
 * HTTP request takes its place before its body is read, so that bodies that are still coming are bounded as well.
 */
final class InFlight {
    private static final long MIN_BYTES = 64 << 20;

    private final int maxRequests;
    private final Semaphore requests;
    private final AtomicLong bytes = new AtomicLong();
    private final long maxBytes;
    private volatile boolean draining;

    InFlight(OtlpConfig config) {
        maxRequests = config.maxInFlight();
        requests = new Semaphore(maxRequests);
        maxBytes = maxBytes(config);
    }

    /** At least two of the largest requests. */
    static long maxBytes(OtlpConfig config) {
        return Math.max(MIN_BYTES, 2 * config.maxRequestSize().bytes());
    }

    /** Whether there is room for one more request; if so, {@link #leave} gives it back. */
    boolean tryEnter() {
        return !draining && requests.tryAcquire();
    }

    void leave() {
        requests.release();
    }

    /** Whether there is room for so many bytes; if so, {@link #release} gives it back. */
    boolean tryReserve(long size) {
        if (bytes.addAndGet(size) <= maxBytes) return true;
        bytes.addAndGet(-size);
        return false;
    }

    void release(long size) {
        bytes.addAndGet(-size);
    }

    /** Lets no more requests in and waits for those inside; false if some are left after {@code patience}. */
    boolean drain(Duration patience) throws InterruptedException {
        draining = true;
        return requests.tryAcquire(maxRequests, patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}
