package io.loadmark.streams.requests;

import io.loadmark.schema.RuntimeInterval;
import io.loadmark.schema.RuntimeLoad;
import java.util.List;

/** Arithmetic of what managed runtimes tell. */
final class RuntimeLoads {
    private RuntimeLoads() {}

    /** Mean over a time, of intervals each of which reaches into it: pauses are taken as spread evenly over each. */
    static RuntimeLoad mean(List<RuntimeInterval> intervals, long startMicros, long endMicros) {
        double micros = 0;
        double paused = 0;
        double pauses = 0;
        double heap = 0;
        double heapMicros = 0;
        for (var interval : intervals) {
            double length = interval.getToMicros() - interval.getFromMicros();
            double within =
                    Math.min(endMicros, interval.getToMicros()) - Math.max(startMicros, interval.getFromMicros());
            micros += within;
            paused += within * interval.getPausedSeconds() / (length / 1e6);
            pauses += within * interval.getPauses() / (length / 1e6);
            if (interval.getHeapLiveRatio() == null) continue;
            heap += within * interval.getHeapLiveRatio();
            heapMicros += within;
        }
        return new RuntimeLoad(
                Math.min(1, paused / micros),
                pauses / micros,
                heapMicros > 0 ? Double.valueOf(heap / heapMicros) : null);
    }
}
