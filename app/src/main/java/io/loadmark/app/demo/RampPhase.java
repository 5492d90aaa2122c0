package io.loadmark.app.demo;

import io.loadmark.app.demo.Progress.Phase;
import java.time.Duration;

/** Warm-up and ramp, steered by Loadmark's own reading of the service's load. */
final class RampPhase {
    private static final int WARM_UP_STEPS = 20;
    private static final Duration WARM_UP_STEP = Duration.ofSeconds(1);
    /** High enough for several hundred requests: each of the code paths of one is compiled after some 200. */
    private static final double WARM_UP_LOAD = 0.50;

    private static final int STEPS = 21;
    private static final Duration STEP = Duration.ofSeconds(2);
    /** The ramp goes on in steps of this much while the reading has not come to its end. */
    private static final double BEYOND = 1.04;

    private static final int MOST_EXTRA_STEPS = 4;

    private final DemoParts parts;
    private final Steps steps;
    private final Ticker ticker;
    private final Ramp ramp = new Ramp();

    RampPhase(DemoParts parts, Steps steps, Ticker ticker) {
        this.parts = parts;
        this.steps = steps;
        this.ticker = ticker;
    }

    /** Runs both; returns the load that the ramp ended with, requests per second. */
    double run() throws InterruptedException {
        ticker.phase(Phase.WARM_UP);
        for (int i = 0; i < WARM_UP_STEPS; i++) {
            var unused = steps.run("warm-up", ramp.offered(), WARM_UP_STEP);
            ramp.read(parts.observed().utilisation());
            ramp.towards(WARM_UP_LOAD);
        }
        ticker.phase(Phase.RAMP);
        for (int i = 0; i < STEPS; i++) {
            var unused = steps.run("ramp", ramp.towards(Ramp.target(i, STEPS)), STEP);
            ramp.read(parts.observed().utilisation());
        }
        return goOnUntilTheEnd();
    }

    private double goOnUntilTheEnd() throws InterruptedException {
        double qps = ramp.offered();
        for (int i = 0; i < MOST_EXTRA_STEPS; i++) {
            if (parts.observed().utilisation().orElse(1) >= Ramp.END) return qps;
            qps *= BEYOND;
            var unused = steps.run("ramp", qps, STEP);
        }
        return qps;
    }
}
