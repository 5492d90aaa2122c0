package io.loadmark.model.curve;

import io.loadmark.model.sketch.LatencySketch;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The bands of a curve. Encoded, a bucket takes 10 bytes and a band 70 beside its buckets, so {@value #MAX_BUCKETS}
 * buckets in 21 bands stay below 32 KiB. One service's durations span some 300 buckets a band, so that the limit is
 * reached by about ten bands; from then on the band with the most buckets is thinned, the accuracy of its quantiles going
 * from 1 % to 3 %.
 */
final class LoadBins {
    static final int LAST_BAND = 20;
    static final int MAX_BUCKETS = 2900;

    private LoadBins() {}

    static List<LoadBin> adding(List<LoadBin> bins, LearnedWindow window) {
        int band = Math.min(LAST_BAND, (int) (window.utilisation() * LAST_BAND));
        return adding(
                bins,
                new LoadBin(
                        band,
                        1,
                        window.servedPerSecond() * window.seconds(),
                        window.seconds(),
                        window.cpuCores() * window.seconds(),
                        window.throttledRatio() == null ? 0 : window.throttledRatio(),
                        window.errors(),
                        window.latency()));
    }

    static List<LoadBin> adding(List<LoadBin> bins, LoadBin bin) {
        var byBand = new TreeMap<Integer, LoadBin>();
        bins.forEach(b -> byBand.put(b.band(), b));
        byBand.merge(bin.band(), bin, LoadBins::merged);
        return bounded(new ArrayList<>(byBand.values()));
    }

    private static LoadBin merged(LoadBin a, LoadBin b) {
        double windows = a.windows() + b.windows();
        return new LoadBin(
                a.band(),
                windows,
                a.requests() + b.requests(),
                a.seconds() + b.seconds(),
                a.coreSeconds() + b.coreSeconds(),
                (a.throttledRatio() * a.windows() + b.throttledRatio() * b.windows()) / windows,
                a.errors() + b.errors(),
                a.latency().plus(b.latency()));
    }

    private static List<LoadBin> bounded(List<LoadBin> bins) {
        int total = bins.stream().mapToInt(b -> b.latency().size()).sum();
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
