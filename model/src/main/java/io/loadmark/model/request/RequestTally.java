package io.loadmark.model.request;

import io.loadmark.model.sketch.LatencySketch;

/** Adds up what one window served. Sums commute up to rounding, so the order of spans and parts does not matter. */
public final class RequestTally {
    public long spans;
    public double requests;
    public double errors;
    public double refused;
    public double arrivals;
    public double inFlightSeconds;
    public long withoutThreshold;
    public long longSpans;
    public long duplicates;
    public long late;
    private final LatencySketch.Builder latency = LatencySketch.builder();
    private final RouteClasses routes = new RouteClasses();
    private final CallTally calls = new CallTally();

    /** Counts a request in the window in which it ended. */
    public void ended(ServedSpan span) {
        spans++;
        requests += span.weight();
        if (span.failed()) errors += span.weight();
        if (span.refused()) refused += span.weight();
        if (!span.thresholdKnown()) withoutThreshold++;
        latency.add(Math.max(1, span.endNanos() - span.startNanos()), span.weight());
        routes.add(span.route(), span.weight(), span.failed() ? span.weight() : 0);
    }

    public LatencySketch.Builder latency() {
        return latency;
    }

    public RouteClasses routes() {
        return routes;
    }

    /** Calls to other services that ended in the window. */
    public CallTally calls() {
        return calls;
    }
}
