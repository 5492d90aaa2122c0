package io.loadmark.app.demo;

import io.loadmark.app.demo.Progress.Phase;
import io.loadmark.app.demo.load.MachineUse;
import io.loadmark.app.demo.load.StepResult;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/**
 * Raises the load from the ramp's end in equal ratios, knowing nothing of the prediction, until the generator's own p99
 * breaks the bound twice in a row, and then runs the steps around the crossing once more. A step during which the rest of
 * the machine was used up is run again.
 */
final class CheckPhase {
    private static final double RATIO = 1.05;
    /** Of a step: enough for a p99, and long enough for throttled periods to be no accident. */
    private static final int LEAST_REQUESTS = 1000;

    private static final double LEAST_SECONDS = 9;
    private static final Duration SETTLE = Duration.ofSeconds(1);
    private static final int MOST_REPEATS = 8;
    private static final int STEPS_AROUND = 5;

    private final DemoParts parts;
    private final Steps steps;
    private final Ticker ticker;
    private final Duration bound;
    private final Crossing crossing;
    private final double deadlineSeconds;
    private int repeats;

    CheckPhase(DemoParts parts, Steps steps, Ticker ticker, Duration bound, double deadlineSeconds) {
        this.parts = parts;
        this.steps = steps;
        this.ticker = ticker;
        this.bound = bound;
        this.deadlineSeconds = deadlineSeconds;
        crossing = new Crossing(bound);
    }

    Crossing crossing() {
        return crossing;
    }

    /** Runs it; returns what kept it from a conclusion, or nothing. */
    String run(double rampEndQps) throws IOException, InterruptedException {
        ticker.phase(Phase.CHECK);
        double qps = rampEndQps * RATIO;
        while (!crossing.isFound()) {
            if (!isTimeFor(qps)) return "the time was up before the bound broke; give it more with --duration";
            if (repeats > MOST_REPEATS) return "the rest of the machine was too busy to measure beside it";
            if (measured(qps)) qps *= RATIO;
        }
        for (double again :
                crossing.loadsAroundIt().stream().limit(STEPS_AROUND).toList()) {
            if (isTimeFor(again)) measured(again);
        }
        return crossing.requestsPerSecond().isPresent() ? "" : "the bound broke already where the ramp had ended";
    }

    private boolean isTimeFor(double qps) {
        return ticker.seconds() + requests(qps) / qps + 2 * SETTLE.toSeconds() <= deadlineSeconds;
    }

    /** Runs a step; false if it doesn't count. */
    private boolean measured(double qps) throws IOException, InterruptedException {
        var result = step(qps);
        boolean disturbed =
                parts.machine().during(result).map(MachineUse::disturbed).orElse(false);
        report(result, disturbed);
        if (disturbed) repeats++;
        else crossing.add(result);
        return !disturbed;
    }

    /** A step with the load standing before it, so that it does not begin with an empty queue. */
    private StepResult step(double qps) throws IOException, InterruptedException {
        var settled = steps.run("settle", qps, SETTLE);
        var measured = steps.run("check", qps, requests(qps));
        var unused = steps.run("settle", qps, SETTLE);
        Steps.await(settled);
        return Steps.await(measured);
    }

    private static int requests(double qps) {
        return (int) Math.ceil(Math.max(LEAST_REQUESTS, qps * LEAST_SECONDS));
    }

    private void report(StepResult step, boolean disturbed) {
        Long p99 = step.p99Micros();
        ticker.note(String.format(
                Locale.ROOT,
                "  check %6.1f requests/s: p99 %s%s",
                step.intendedQps(),
                p99 == null ? "beyond measure" : String.format(Locale.ROOT, "%.1f ms", p99 / 1000.0),
                disturbed ? ", but the machine was busy otherwise; again" : step.meets(bound) ? "" : "  broken"));
    }
}
