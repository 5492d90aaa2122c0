package io.loadmark.model.capacity;

import io.loadmark.model.curve.Axis;
import io.loadmark.model.curve.LoadBin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Garbage collection that stops all threads. What requests allocate fills what the live objects leave free, so the pauses
 * come at a rate of {@code perRequest · X / (1 − live)}; the live part grows with the throughput, and a pause with the live part.
 *
 * @param perRequest pauses that a request would bring about if nothing were live
 * @param liveAtRest live part of the heap without requests
 * @param livePerRequest what each request per second adds to it
 * @param restSeconds pause without live objects, seconds
 * @param liveSeconds what a heap of live objects adds to it, seconds
 */
record Pauses(double perRequest, double liveAtRest, double livePerRequest, double restSeconds, double liveSeconds) {
    private static final double MOST_LIVE = 0.98;
    private static final double LEAST_PAUSES = 3;

    private static final double MOST_LIVE_ERROR = 0.1;

    /** What the bands of a curve tell; absent when they tell of no pauses. */
    static @Nullable Pauses of(List<LoadBin> bins) {
        return of(bins, 0);
    }

    /** The same where the live part grows as much faster as it may by its standard error at a throughput beyond the bands; 0 for none. */
    static @Nullable Pauses of(List<LoadBin> bins, double steeperAt) {
        var live = new Line();
        var length = new Line();
        double pauses = 0;
        double expected = 0;
        for (LoadBin bin : bins) {
            Double part = bin.axes().mean(Axis.HEAP_LIVE);
            Double rate = bin.axes().mean(Axis.GC_PAUSES);
            Double paused = bin.axes().mean(Axis.GC_PAUSED);
            if (rate == null || paused == null) continue;
            double here = part == null ? 0 : Math.min(MOST_LIVE, part);
            pauses += bin.seconds() * rate;
            if (rate <= 0) continue;
            live.add(bin.seconds() * rate, bin.requestsPerSecond(), here);
            length.add(bin.seconds() * rate, here, paused / rate);
        }
        if (pauses < LEAST_PAUSES) return null;
        double perLive = Math.max(0, Math.min(length.slope(), length.meanY() / Math.max(1e-3, length.meanX())));
        double beyond = steeperAt - live.meanX();
        double steeper = beyond > 0 ? Math.min(MOST_LIVE_ERROR, live.errorAt(steeperAt)) / beyond : 0;
        double perRate = Math.max(0, live.slope() + steeper);
        double atRest = Math.max(0, live.meanY() - perRate * live.meanX());
        for (LoadBin bin : bins) {
            double part = Math.min(MOST_LIVE, atRest + perRate * bin.requestsPerSecond());
            expected += bin.seconds() * bin.requestsPerSecond() / (1 - part);
        }
        return new Pauses(
                pauses / expected, atRest, perRate, Math.max(0, length.meanY() - perLive * length.meanX()), perLive);
    }

    private double live(double requestsPerSecond) {
        return Math.min(MOST_LIVE, liveAtRest + livePerRequest * requestsPerSecond);
    }

    /** Pauses per second. */
    double perSecond(double requestsPerSecond) {
        return perRequest * requestsPerSecond / (1 - live(requestsPerSecond));
    }

    /** Length of a pause, seconds. */
    double seconds(double requestsPerSecond) {
        return restSeconds + liveSeconds * live(requestsPerSecond);
    }

    /** Throughput at which the heap is full of live objects, requests per second. */
    double most() {
        return livePerRequest > 0 ? Math.max(0, 1 - liveAtRest) / livePerRequest : Double.POSITIVE_INFINITY;
    }
}
