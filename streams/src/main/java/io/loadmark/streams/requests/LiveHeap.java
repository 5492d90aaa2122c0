package io.loadmark.streams.requests;

import io.loadmark.otlp.HeapFigure;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The live part of a JVM's heap by its pools. */
final class LiveHeap {
    private LiveHeap() {}

    /**
     * What was used after the last collections, share of the limit, in [0, 1]. Absent without limits, and until the old
     * generation has been collected once: before, nothing is known of what lives in it.
     */
    static @Nullable Double ratio(Map<HeapFigure, Map<String, Double>> heap) {
        var used = heap.getOrDefault(HeapFigure.USED_AFTER_LAST_COLLECTION, Map.of());
        double limit = limit(heap.getOrDefault(HeapFigure.LIMIT, Map.of()));
        boolean unknown = used.entrySet().stream().anyMatch(pool -> isOld(pool.getKey()) && pool.getValue() == 0);
        double live = used.values().stream().mapToDouble(Double::doubleValue).sum();
        return unknown || used.isEmpty() || limit <= 0 || live <= 0 ? null : Double.valueOf(Math.min(1, live / limit));
    }

    /** Pools share the heap out; only ZGC's two generations may each take the whole. */
    private static double limit(Map<String, Double> limits) {
        var bytes = limits.values().stream().mapToDouble(Double::doubleValue);
        boolean shared = limits.keySet().stream().anyMatch(pool -> pool.startsWith("ZGC "));
        return shared ? bytes.max().orElse(0) : bytes.sum();
    }

    /** HotSpot's names: {@code G1 Old Gen}, {@code PS Old Gen}, {@code Tenured Gen}, {@code ZGC Old Generation}. */
    private static boolean isOld(String pool) {
        return pool.contains("Old") || pool.contains("Tenured");
    }
}
