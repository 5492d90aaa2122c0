package io.loadmark.model.curve;

import io.loadmark.model.sketch.LatencySketch;

/**
 * What was seen in one band of throughput.
 *
 * @param band band i holds windows with throughput in [2^(i/6), 2^((i+1)/6)) requests per second; the lowest also all below
 * @param windows windows
 * @param requests requests served
 * @param seconds time, seconds; requests/seconds is the mean throughput
 * @param coreSeconds CPU time, seconds; divided by seconds it is the mean load
 * @param throttledRatio mean ratio of throttled periods, in [0, 1]
 * @param errors failed requests
 * @param latency durations
 * @param axes other loads
 * @param calls time that calls to other services cover, in the order of the curve's peers
 */
public record LoadBin(
        int band,
        double windows,
        double requests,
        double seconds,
        double coreSeconds,
        double throttledRatio,
        double errors,
        LatencySketch latency,
        AxisTotals axes,
        PeerSeconds calls) {
    /** A band in which nothing was called. */
    public LoadBin(
            int band,
            double windows,
            double requests,
            double seconds,
            double coreSeconds,
            double throttledRatio,
            double errors,
            LatencySketch latency,
            AxisTotals axes) {
        this(band, windows, requests, seconds, coreSeconds, throttledRatio, errors, latency, axes, PeerSeconds.none());
    }

    /** Mean throughput, requests per second. */
    public double requestsPerSecond() {
        return requests / seconds;
    }

    /** Mean load, cores. */
    public double cores() {
        return coreSeconds / seconds;
    }

    LoadBin withLatency(LatencySketch other) {
        return new LoadBin(band, windows, requests, seconds, coreSeconds, throttledRatio, errors, other, axes, calls);
    }

    LoadBin withCalls(PeerSeconds other) {
        return new LoadBin(band, windows, requests, seconds, coreSeconds, throttledRatio, errors, latency, axes, other);
    }
}
