package io.loadmark.model.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.model.curve.AxisTotals;
import io.loadmark.model.curve.CurveStep;
import io.loadmark.model.curve.LearnedWindow;
import io.loadmark.model.curve.LoadQpsCurve;
import io.loadmark.model.curve.Shape;
import io.loadmark.model.sketch.LatencySketch;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HardwareThreadsTest {
    private static final double THREADS = 16;
    private static final double CORES = 8;
    private static final double DEMAND = 0.02;

    /** Windows up to a throughput, on a machine whose shared cores gain so much; the thread time is that of tasks that come at random. */
    private static LoadQpsCurve curve(double most, double gain, @Nullable Double threadsPerCore) {
        var machine = new Siblings(THREADS, CORES, gain, 0);
        var latency = LatencySketch.builder();
        for (int i = 0; i < 100; i++) latency.add(20_000_000 + 100_000L * i, 1);
        var curve = LoadQpsCurve.initial();
        for (int i = 0; i < 400; i++) {
            double rate = most * (0.2 + 0.8 * (i % 40) / 39);
            double cores = 0.1 + DEMAND * rate;
            for (int k = 0; k < 50; k++) cores = 0.1 + DEMAND * rate + (1 - gain) * cores * machine.sharedTime(cores);
            var window = new LearnedWindow(
                    5_000_000L * i,
                    5,
                    5 * rate,
                    0,
                    0,
                    5 * cores,
                    latency.build(),
                    cores * (1 + 0.002 * Math.sin(i)),
                    new Shape(THREADS, null, null, THREADS, threadsPerCore, null, null, null),
                    null,
                    true,
                    "1",
                    AxisTotals.none(),
                    Map.of(),
                    Map.of());
            curve = CurveStep.step(curve, window).curve();
        }
        return curve;
    }

    @Test
    void withoutATopologyNothingIsClaimed() {
        var curve = curve(200, 0.25, null);
        var threads = HardwareThreads.of(curve);
        assertThat(threads.siblings()).isEqualTo(Siblings.NONE);
        assertThat(threads.law()).isEqualTo(curve.utilisation());
        assertThat(threads.isShared()).isFalse();
        assertThat(HardwareThreads.of(curve(200, 1, 1.0)).isShared()).isFalse();
    }

    @Test
    void theLawInWorkIsThatOfAThreadAloneOnItsCore() {
        var curve = curve(400, 0.25, 2.0);
        assertThat(curve.utilisation().demandSeconds()).as("of thread time").isGreaterThan(1.05 * DEMAND);
        var threads = HardwareThreads.of(curve);
        assertThat(threads.law().demandSeconds()).isCloseTo(DEMAND, within(0.02 * DEMAND));
        assertThat(threads.work(THREADS))
                .isCloseTo(CORES * (1 + threads.siblings().gain()), within(1e-9));
    }

    @Test
    void aGrowthThatTheBandsShowIsFittedRatherThanAssumed() {
        var seen = HardwareThreads.of(curve(450, 0.5, 2.0));
        assertThat(seen.siblings().gain()).isCloseTo(0.5, within(0.08));
        assertThat(seen.gainError()).isLessThan(0.05);
    }

    @Test
    void whatLowLoadsDontShowIsAssumedWithItsSpread() {
        var unseen = HardwareThreads.of(curve(80, 0.5, 2.0));
        assertThat(unseen.siblings().gain()).isCloseTo(0.25, within(0.1));
        assertThat(unseen.gainError()).isCloseTo(0.1, within(0.03));
        assertThat(unseen.law().demandSeconds()).isCloseTo(DEMAND, within(0.02 * DEMAND));
    }

    @Test
    void aMachineOfSharedCoresCarriesLess() {
        var sla = Sla.parse("p99<=100ms");
        var told = CapacityEstimator.estimate(curve(150, 0.25, 2.0), sla);
        var untold = CapacityEstimator.estimate(curve(150, 0.25, null), sla);
        assertThat(known(told.qps())).isBetween(0.55 * known(untold.qps()), 0.75 * known(untold.qps()));
        assertThat(known(told.qps())).isLessThan(CORES * 1.4 / DEMAND);
    }

    private static double known(@Nullable Double figure) {
        return Objects.requireNonNull(figure);
    }
}
