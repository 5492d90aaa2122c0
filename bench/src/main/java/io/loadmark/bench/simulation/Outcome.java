package io.loadmark.bench.simulation;

import io.loadmark.bench.simulation.Scenario.Kind;
import io.loadmark.model.capacity.Capacity;
import io.loadmark.model.capacity.CapacityEstimator;
import io.loadmark.schema.LoadQpsCurve;
import io.loadmark.streams.curves.Curves;
import io.loadmark.streams.curves.Learning;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What came of one scenario.
 *
 * @param scenario what was simulated
 * @param truth what was to be found
 * @param capacity what was estimated from the loads below 60 %
 * @param untold the same where the machine doesn't tell which of its threads share a core; absent unless some do
 * @param starts how often the curve began anew
 * @param relearnedAfter windows from the release's warm-up on until the law held for the mix of its time; −1 if it never did
 */
record Outcome(
        Scenario scenario,
        Truth truth,
        Capacity capacity,
        @Nullable Capacity untold,
        int starts,
        int relearnedAfter) {
    /** So near must the load predicted be to the true one, relative. */
    private static final double LEARNED = 0.08;

    static Outcome of(Kind kind, long seed) {
        var scenario = Scenario.random(kind, seed);
        var observed = new Observed(scenario);
        var truth = Truth.of(scenario);
        return new Outcome(
                scenario,
                truth,
                estimate(observed.curve(), truth),
                kind == Kind.SMT
                        ? estimate(
                                LoadQpsCurve.newBuilder(observed.curve())
                                        .setThreadsPerCore(null)
                                        .build(),
                                truth)
                        : null,
                observed.starts,
                observed.relearnedAfter());
    }

    private static Capacity estimate(LoadQpsCurve curve, Truth truth) {
        return CapacityEstimator.estimate(Curves.toModel(curve), truth.sla());
    }

    Outcome asUntold() {
        return new Outcome(scenario, truth, Objects.requireNonNull(untold), null, starts, relearnedAfter);
    }

    /** The error of an estimate, relative to the truth. */
    double error(double estimate) {
        return estimate / truth.capacity() - 1;
    }

    boolean isBottleneckRight() {
        String named = capacity.bottleneck().name();
        return switch (scenario.kind()) {
            case DRIFT, DEPLOY, SMT -> named.equals("CPU") || named.equals("QUOTA");
            default -> named.equals(scenario.kind().name());
        };
    }

    /** Learns from an observation, window by window. */
    private static final class Observed {
        private final Scenario scenario;
        private final long warmMicros;
        private final double lengthMicros;
        private @Nullable LoadQpsCurve curve;
        private int starts;
        private int windowsSince;
        private int lastOff;

        Observed(Scenario scenario) {
            this.scenario = scenario;
            var observation = new Observation(scenario);
            lengthMicros = observation.windows() * Observation.WINDOW * 1e6;
            warmMicros = observation.releasedMicros() + Observation.WARM_UP_MICROS;
            observation.forEach(sample -> {
                var before = curve;
                var after = Learning.learn(before, sample, Observation.WARM_UP_MICROS);
                curve = after;
                if (before != null && after.getFirstWindowMicros() > before.getFirstWindowMicros()) {
                    starts += before.getWindows() > 0 ? 1 : 0;
                }
                if (sample.getStartMicros() >= warmMicros) judge(after, sample.getStartMicros());
            });
        }

        private void judge(LoadQpsCurve after, long atMicros) {
            windowsSince++;
            double demand = scenario.demand(atMicros / lengthMicros) * scenario.deploy();
            double error = after.getUtilisation().getDemandSeconds() / demand - 1;
            if (Math.abs(error) > LEARNED) lastOff = windowsSince;
        }

        int relearnedAfter() {
            return lastOff == windowsSince ? -1 : lastOff;
        }

        LoadQpsCurve curve() {
            if (curve == null) throw new IllegalStateException("nothing was observed");
            return curve;
        }
    }
}
