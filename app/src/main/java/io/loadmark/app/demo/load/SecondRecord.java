package io.loadmark.app.demo.load;

import java.util.Arrays;

/** Counts what happens until the next look. Thread-safe. */
final class SecondRecord {
    private static final int MAX_LATENCIES = 1 << 16;

    private final OutcomeCounts outcomes = new OutcomeCounts();
    private long[] latencyNanos = new long[256];
    private int latencies;
    private int sent;
    private int inFlight;

    synchronized void sent() {
        sent++;
        inFlight++;
    }

    synchronized void finished(Outcome outcome, long nanos) {
        inFlight--;
        outcomes.add(outcome);
        if (outcome != Outcome.SERVED || latencies == MAX_LATENCIES) return;
        if (latencies == latencyNanos.length) latencyNanos = Arrays.copyOf(latencyNanos, 2 * latencies);
        latencyNanos[latencies++] = nanos;
    }

    /** Reports and starts over; what is in flight stays so. */
    synchronized SecondReport next(StepCommand running, long atMicros) {
        var latency = Percentiles.of(Arrays.copyOf(latencyNanos, latencies));
        var report = new SecondReport(
                atMicros,
                running.id(),
                running.qps(),
                sent,
                outcomes.of(Outcome.SERVED),
                outcomes.of(Outcome.REFUSED),
                outcomes.of(Outcome.FAILED),
                inFlight,
                latency.micros(0.50),
                latency.micros(0.99));
        outcomes.clear();
        latencies = 0;
        sent = 0;
        return report;
    }
}
