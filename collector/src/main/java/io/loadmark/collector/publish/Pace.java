package io.loadmark.collector.publish;

import java.util.concurrent.TimeUnit;

/**
 * Limits a replay to so many bytes a second, and one second's worth at once. What is added to the backlog meanwhile goes on
 * top, so that any rate catches up. For one thread.
 */
final class Pace {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final double perSecond;
    private double tokens;
    private double extra;
    private long since;

    Pace(long bytesPerSecond, long nowNanos) {
        perSecond = bytesPerSecond;
        tokens = bytesPerSecond;
        since = nowNanos;
    }

    /** So many bytes were added to the backlog while it is being replayed. */
    void added(long bytes) {
        extra += bytes;
    }

    /** Whether something may be replayed now; {@link #spend} then says how much it was. */
    boolean allows(long nowNanos) {
        tokens = Math.min(perSecond, tokens + (nowNanos - since) / NANOS * perSecond);
        since = nowNanos;
        return tokens + extra > 0;
    }

    void spend(long bytes) {
        double onTop = Math.min(extra, (double) bytes);
        extra -= onTop;
        tokens -= bytes - onTop;
    }
}
