package io.loadmark.app.demo.load;

import org.jspecify.annotations.Nullable;

/**
 * One second of load, for a screen; {@link StepResult} is what to reckon with.
 *
 * @param atMicros end of the second, since the epoch
 * @param step that was running at its end
 * @param sent requests handed to connections
 * @param completed answered with 2xx
 * @param inFlight sent and without an outcome at its end
 * @param p50Micros of the latencies completed in this second; null without any
 */
public record SecondReport(
        long atMicros,
        String step,
        double intendedQps,
        int sent,
        int completed,
        int refused,
        int failed,
        int inFlight,
        @Nullable Long p50Micros,
        @Nullable Long p99Micros) {}
