package io.loadmark.model.curve;

import io.loadmark.model.sketch.LatencySketch;
import java.util.ArrayList;
import java.util.List;

/**
 * The bands of a curve, of equal ratio in throughput, so that every service has some dozen between its night and its day, and
 * those of several instances fit. Encoded, a bucket takes 10 bytes and a band 460 beside its buckets, so {@value #MAX_BUCKETS}
 * buckets in {@value #MOST_BANDS} bands leave 2 KiB of 32 for the rest. One service's durations span some 200 buckets a band, so that the limit
 * is reached by about ten bands; from then on the band with the most buckets is thinned, the accuracy of its quantiles
 * going from 1 % to 3 %.
 */
final class LoadBins {
    /** A band's upper end is 12 % above its lower one. */
    private static final double BANDS_PER_DOUBLING = 6;

    static final int MOST_BANDS = 24;
    static final int MAX_BUCKETS = 1900;

    private static final int BY_CHANCE = 32;
    private static final double LOG_2 = StrictMath.log(2);

    private LoadBins() {}

    static List<LoadBin> adding(List<LoadBin> bins, LearnedWindow window, PeerSeconds calls) {
        return adding(
                bins,
                new LoadBin(
                        bandOf(window.servedPerSecond()),
                        1,
                        window.servedPerSecond() * window.seconds(),
                        window.seconds(),
                        window.cpuCores() * window.seconds(),
                        window.throttledRatio() == null ? 0 : window.throttledRatio(),
                        window.errors(),
                        window.latency(),
                        window.axes(),
                        calls));
    }

    /** {@code bins} ascend by band, and so does what comes of it. */
    static List<LoadBin> adding(List<LoadBin> bins, LoadBin bin) {
        var after = new ArrayList<>(bins);
        int at = 0;
        while (at < bins.size() && bins.get(at).band() < bin.band()) at++;
        // Once there are all bands that there may be, what lies below the lowest belongs to it.
        boolean seen = at < bins.size() && bins.get(at).band() == bin.band();
        boolean joins = seen || (at == 0 && bins.size() == MOST_BANDS);
        if (joins) {
            LoadBin before = after.set(at, merged(after.get(at), bin));
            // As it mostly is: what was bounded still is.
            if (after.get(at).latency().size() == before.latency().size()) return List.copyOf(after);
        } else {
            after.add(at, bin);
        }
        if (after.size() > MOST_BANDS) {
            LoadBin lowest = after.remove(0);
            after.set(0, merged(after.get(0), lowest));
        }
        return bounded(after);
    }

    /** Below one request in a thousand seconds there is no telling bands apart. */
    private static int bandOf(double requestsPerSecond) {
        return (int) Math.floor(BANDS_PER_DOUBLING * StrictMath.log(Math.max(1e-3, requestsPerSecond)) / LOG_2);
    }

    private static LoadBin merged(LoadBin a, LoadBin b) {
        double windows = a.windows() + b.windows();
        return new LoadBin(
                Math.max(a.band(), b.band()),
                windows,
                a.requests() + b.requests(),
                a.seconds() + b.seconds(),
                a.coreSeconds() + b.coreSeconds(),
                (a.throttledRatio() * a.windows() + b.throttledRatio() * b.windows()) / windows,
                a.errors() + b.errors(),
                joined(a.latency(), b.latency()),
                a.axes().plus(b.axes()),
                a.calls().plus(b.calls()));
    }

    /** What was thinned would be thinned again: what comes is thinned alike instead. Few buckets may lie on a grid by chance. */
    private static LatencySketch joined(LatencySketch a, LatencySketch b) {
        int grid = a.size() < BY_CHANCE ? 1 : a.grid();
        return a.plus(b, grid);
    }

    private static List<LoadBin> bounded(List<LoadBin> bins) {
        int total = 0;
        for (LoadBin bin : bins) total += bin.latency().size();
        while (total > MAX_BUCKETS) {
            int widest = widest(bins);
            LatencySketch before = bins.get(widest).latency();
            LatencySketch thin = before.thinned(Math.max(1, before.size() - 1));
            bins.set(widest, bins.get(widest).withLatency(thin));
            total += thin.size() - before.size();
        }
        return List.copyOf(bins);
    }

    private static int widest(List<LoadBin> bins) {
        int widest = 0;
        for (int i = 1; i < bins.size(); i++) {
            widest = bins.get(i).latency().size() > bins.get(widest).latency().size() ? i : widest;
        }
        return widest;
    }
}
