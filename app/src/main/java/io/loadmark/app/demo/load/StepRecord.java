package io.loadmark.app.demo.load;

import java.util.Arrays;

/**
 * What became of each request of one step. Latency counts from the time a request was due, so that one that had to wait
 * behind a stalled service is as slow as its user would have found it. Thread-safe.
 */
final class StepRecord {
    private static final long UNFINISHED = -1;
    private static final double SLOWEST = 0.1;

    private final StepCommand command;
    private final long startNanos;
    private final long[] dueNanos;
    private final long[] latencyNanos;
    private final long[] lagNanos;
    private final OutcomeCounts outcomes = new OutcomeCounts();
    private int sent;
    private boolean cut;
    private boolean closed;

    /** {@code arrivals}: from the step's start, ascending. */
    StepRecord(StepCommand command, long startNanos, long[] arrivals) {
        this.command = command;
        this.startNanos = startNanos;
        this.dueNanos = Arrays.stream(arrivals).map(due -> startNanos + due).toArray();
        this.latencyNanos = new long[arrivals.length];
        this.lagNanos = new long[arrivals.length];
        Arrays.fill(latencyNanos, UNFINISHED);
    }

    StepCommand command() {
        return command;
    }

    long endNanos() {
        return startNanos + command.lengthNanos();
    }

    long dueNanos(int index) {
        return dueNanos[index];
    }

    /** The request at {@code index}, the next one, is handed to a connection. */
    synchronized void sent(int index, long now) {
        lagNanos[index] = Math.max(0, now - dueNanos[index]);
        sent = index + 1;
    }

    /** What comes after the step was reported is left out of it. */
    synchronized void finished(int index, Outcome outcome, long now) {
        if (closed) return;
        outcomes.add(outcome);
        latencyNanos[index] = outcome == Outcome.SERVED ? Math.max(0, now - dueNanos[index]) : Percentiles.NEVER;
    }

    /** No more will be sent. */
    synchronized void cut() {
        cut = cut || sent < dueNanos.length;
    }

    synchronized boolean isCut() {
        return cut;
    }

    /** Every request was sent and has an outcome. */
    synchronized boolean isComplete() {
        return (cut || sent == dueNanos.length) && outcomes.all() == sent;
    }

    /** Closes the record. Requests without an answer so far are as slow as they are old. */
    synchronized StepResult close(long now, Clocks clocks) {
        closed = true;
        var latency = Arrays.copyOf(latencyNanos, sent);
        int unfinished = 0;
        for (int i = 0; i < sent; i++) {
            if (latency[i] != UNFINISHED) continue;
            latency[i] = now - dueNanos[i];
            unfinished++;
        }
        var served = Percentiles.of(latency);
        long end = cut ? Math.min(now, endNanos()) : endNanos();
        return new StepResult(
                command.id(),
                command.qps(),
                clocks.epochMicros(startNanos),
                clocks.epochMicros(end),
                sent,
                outcomes.of(Outcome.SERVED),
                outcomes.of(Outcome.REFUSED),
                outcomes.of(Outcome.FAILED),
                unfinished,
                cut,
                served.micros(0.50),
                served.micros(0.90),
                served.micros(0.95),
                served.micros(0.99),
                served.micros(1),
                Percentiles.of(Arrays.copyOf(lagNanos, sent)).micros(0.99),
                served.largestMicros(SLOWEST));
    }
}
