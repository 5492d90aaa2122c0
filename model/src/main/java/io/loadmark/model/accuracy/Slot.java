package io.loadmark.model.accuracy;

import io.loadmark.model.sketch.LatencySketch;
import org.jspecify.annotations.Nullable;

/**
 * A minute of an instance, as it came.
 *
 * @param startMicros its beginning, microseconds since 1970
 * @param requestsPerSecond mean throughput
 * @param cores mean load of the layer that the curve is of, cores; absent where it was not seen all the time
 * @param latency durations of its requests
 */
public record Slot(
        long startMicros,
        double requestsPerSecond,
        @Nullable Double cores,
        LatencySketch latency) {}
