package io.loadmark.streams.flow;

import java.util.ArrayList;
import java.util.List;

/** Latency sketches between their wire form and the model. */
public final class Sketches {
    private Sketches() {}

    public static io.loadmark.model.sketch.LatencySketch toModel(io.loadmark.schema.LatencySketch wire) {
        return io.loadmark.model.sketch.LatencySketch.of(
                wire.getBuckets().stream().mapToInt(Integer::intValue).toArray(),
                wire.getCounts().stream().mapToDouble(Double::doubleValue).toArray());
    }

    public static io.loadmark.schema.LatencySketch toWire(io.loadmark.model.sketch.LatencySketch sketch) {
        List<Integer> buckets = new ArrayList<>(sketch.size());
        List<Double> counts = new ArrayList<>(sketch.size());
        for (int bucket : sketch.buckets()) buckets.add(bucket);
        for (double count : sketch.counts()) counts.add(count);
        return new io.loadmark.schema.LatencySketch(buckets, counts);
    }
}
