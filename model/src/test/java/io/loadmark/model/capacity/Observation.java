package io.loadmark.model.capacity;

import io.loadmark.model.capacity.ServiceMachine.Scenario;
import io.loadmark.model.curve.CurveStep;
import io.loadmark.model.curve.LearnedWindow;
import io.loadmark.model.curve.LoadQpsCurve;
import io.loadmark.model.curve.Shape;
import io.loadmark.model.sketch.LatencySketch;
import java.util.Random;

/** What Loadmark sees of a {@link ServiceMachine}: one window a second, learned into a curve. */
final class Observation {
    /** The CPU counter is read a few milliseconds off the window's edge. */
    private static final double CPU_ERROR = 0.002;

    private static final int WARM_UP_SECONDS = 15;

    private final ServiceMachine machine;
    private final Scenario scenario;
    private final Random random;
    private LoadQpsCurve curve = LoadQpsCurve.initial();

    private Observation(ServiceMachine machine, Scenario scenario) {
        this.machine = machine;
        this.scenario = scenario;
        random = new Random(scenario.seed() + 1);
    }

    /** Warms up at 30 % of saturation, then learns from a ramp from 10 % to 60 % of it. */
    static LoadQpsCurve ofRamp(ServiceMachine machine, Scenario scenario, int seconds) {
        var observation = new Observation(machine, scenario);
        double saturation = scenario.saturation();
        machine.ramp(WARM_UP_SECONDS, 0.3 * saturation, 0.3 * saturation);
        for (int i = 0; i < seconds; i++) {
            observation.learnSecond(
                    (0.1 + 0.5 * i / seconds) * saturation, (0.1 + 0.5 * (i + 1) / seconds) * saturation);
        }
        return observation.curve;
    }

    private void learnSecond(double from, double to) {
        double start = machine.now();
        double cpu = machine.cpuSeconds();
        double inFlight = machine.inFlightSeconds();
        long periods = machine.bandwidth().periods();
        long throttled = machine.bandwidth().throttledPeriods();
        int spans = machine.spans().size();
        machine.ramp(1, from, to);
        var latency = LatencySketch.builder();
        var ended = machine.spans().subList(spans, machine.spans().size());
        ended.forEach(seconds -> latency.add((long) (seconds * 1e9), 1));
        double seconds = machine.now() - start;
        var window = new LearnedWindow(
                Math.round(start * 1e6),
                seconds,
                ended.size(),
                0,
                0,
                machine.inFlightSeconds() - inFlight,
                latency.build(),
                (machine.cpuSeconds() - cpu) / seconds * (1 + CPU_ERROR * random.nextGaussian()),
                Shape.underQuota(scenario.quota(), Math.round(scenario.period() * 1e6), RunQueues.CPUS),
                (double) (machine.bandwidth().throttledPeriods() - throttled)
                        / Math.max(1, machine.bandwidth().periods() - periods),
                true,
                "1");
        curve = CurveStep.step(curve, window).curve();
    }
}
