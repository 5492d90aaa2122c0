package io.loadmark.model.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.model.curve.CurveStep.Verdict;
import io.loadmark.model.sketch.LatencySketch;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows of 5 s with a cheap route of 2 ms and a dear one of 8 ms, and a base load of 10 millicores. */
class ChangeTest {
    private static final double CHEAP = 0.002;
    private static final double DEAR = 0.008;

    private final Random random = new Random(7);
    private LoadQpsCurve curve = LoadQpsCurve.initial();
    private int changes;
    private String version = "";

    @ParameterizedTest
    @ValueSource(doubles = {0.6, 1.4, 2})
    void aReleaseThatTellsNoVersionIsSeenOnceAndLearnedWithinAMinute(double factor) {
        learn(0, 200, 0.5, 0.5, 1);
        assertThat(changes).isZero();
        learn(200, 60, 0.5, 0.5, factor);
        assertThat(changes).isEqualTo(1);
        double demand = factor * (CHEAP + DEAR) / 2;
        assertThat(curve.utilisation().demandSeconds()).isCloseTo(demand, within(0.06 * demand));
        assertThat(curve.windows()).isBetween(35L, 60L);
        learn(260, 300, 0.5, 0.5, factor);
        assertThat(changes).isEqualTo(1);
    }

    @Test
    void aServiceThatTellsItsVersionIsTakenAtItsWord() {
        version = "1.0";
        learn(0, 200, 0.5, 0.5, 1);
        learn(200, 60, 0.5, 0.5, 2);
        assertThat(changes).isZero();
        assertThat(curve.windows()).isEqualTo(260);
    }

    @Test
    void aDriftOfTheMixIsNoReleaseAndTheLawFollowsIt() {
        learn(0, 150, 0.2, 0.2, 1);
        for (int i = 0; i < 300; i++) {
            double dear = 0.2 + 0.002 * i;
            learn(150 + i, 1, dear, dear, 1);
            double demand = (1 - dear) * CHEAP + dear * DEAR;
            assertThat(curve.utilisation().demandSeconds()).isCloseTo(demand, within(0.12 * demand));
        }
        assertThat(changes).isZero();
        assertThat(curve.mix()).extracting(RouteShare::route).containsExactly("/cheap", "/dear");
        assertThat(curve.mix().get(1).share()).as("30 windows late").isCloseTo(0.74, within(0.03));
        learn(450, 150, 0.8, 0.8, 1);
        assertThat(changes).isZero();
        double demand = 0.2 * CHEAP + 0.8 * DEAR;
        assertThat(curve.utilisation().demandSeconds()).isCloseTo(demand, within(0.08 * demand));
        assertThat(curve.mix().get(1).share()).isCloseTo(0.8, within(0.05));
    }

    @Test
    void windowsOfOneRequestTellTheMixTogether() {
        for (int i = 0; i < 200; i++) step(i, 0.2, Map.of(i % 4 == 3 ? "/dear" : "/cheap", 1.0), 0.01);
        assertThat(curve.mix().get(1).share()).isCloseTo(0.25, within(0.02));
    }

    @Test
    void theCostOfARouteIsTold() {
        learn(0, 400, 0.5, 0.5, 1);
        double between = curve.mix().get(1).excessSeconds() - curve.mix().get(0).excessSeconds();
        assertThat(between).isCloseTo(DEAR - CHEAP, within(0.003));
    }

    @Test
    void namesWithoutEndDontMakeTheStateGrow() {
        for (int i = 0; i < 200; i++) {
            step(i, 20, Map.of("/a", 50.0, "/" + i, 50.0), 0.1);
        }
        assertThat(curve.mix()).hasSizeLessThanOrEqualTo(17);
    }

    /** Windows whose share of dear requests goes from one to the other. */
    private void learn(int first, int count, double from, double to, double factor) {
        for (int i = 0; i < count; i++) {
            double rate = 40 + 20 * Math.sin((first + i) / 20.0);
            double share = from + (to - from) * i / count;
            int dear = 0;
            int requests = (int) (5 * rate);
            double seconds = 0;
            for (int k = 0; k < requests; k++) {
                boolean isDear = random.nextDouble() < share;
                dear += isDear ? 1 : 0;
                seconds += factor * (isDear ? DEAR : CHEAP) * Math.exp(0.5 * random.nextGaussian() - 0.125);
            }
            step(
                    first + i,
                    requests / 5.0,
                    Map.of("/cheap", (double) requests - dear, "/dear", (double) dear),
                    0.01 + seconds / 5);
        }
    }

    private void step(int window, double rate, Map<String, Double> routes, double cores) {
        var step = CurveStep.step(
                curve,
                new LearnedWindow(
                        5_000_000L * window,
                        5,
                        5 * rate,
                        0,
                        0,
                        0,
                        LatencySketch.empty(),
                        cores,
                        Shape.of(2, 2),
                        null,
                        true,
                        version,
                        AxisTotals.none(),
                        routes,
                        Map.of()));
        curve = step.curve();
        changes += step.verdict() == Verdict.CHANGED ? 1 : 0;
    }
}
