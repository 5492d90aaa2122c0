package io.loadmark.model.curve;

import io.loadmark.model.sketch.LatencySketch;

/**
 * What was seen in one band of utilisation.
 *
 * @param band band i holds windows with utilisation of the entitlement in [i/20, (i+1)/20); the last, 20, all above
 * @param windows windows
 * @param requests requests served
 * @param seconds time, seconds; requests/seconds is the mean throughput
 * @param coreSeconds CPU time, seconds; divided by seconds it is the mean load
 * @param throttledRatio mean ratio of throttled periods, in [0, 1]
 * @param errors failed requests
 * @param latency durations
 */
public record LoadBin(
        int band,
        double windows,
        double requests,
        double seconds,
        double coreSeconds,
        double throttledRatio,
        double errors,
        LatencySketch latency) {
    /** Mean throughput, requests per second. */
    public double requestsPerSecond() {
        return requests / seconds;
    }

    /** Mean load, cores. */
    public double cores() {
        return coreSeconds / seconds;
    }

    LoadBin withLatency(LatencySketch other) {
        return new LoadBin(band, windows, requests, seconds, coreSeconds, throttledRatio, errors, other);
    }
}
