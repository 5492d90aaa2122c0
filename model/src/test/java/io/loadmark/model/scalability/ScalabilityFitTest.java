package io.loadmark.model.scalability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.model.scalability.ScalabilityFit.Knee;
import io.loadmark.model.scalability.ScalabilityFit.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScalabilityFitTest {
    /** SPEC SDM 91, from R's package usl (BSD-2-Clause). */
    private static final List<Point> SPEC_SDM_91 =
            points(1, 64.9, 18, 995.9, 36, 1652.4, 72, 1853.2, 108, 1828.9, 144, 1775.0, 216, 1702.2);

    /** A ray tracer on 1 to 64 processors, from R's package usl (BSD-2-Clause). */
    private static final List<Point> RAY_TRACER =
            points(1, 20, 4, 78, 8, 130, 12, 170, 16, 190, 20, 200, 24, 210, 28, 230, 32, 260, 48, 280, 64, 310);

    private static List<Point> points(double... pairs) {
        var points = new ArrayList<Point>();
        for (int i = 0; i < pairs.length; i += 2) points.add(new Point(pairs[i], pairs[i + 1]));
        return points;
    }

    private static List<Point> exact(ScalabilityLaw law, int... sizes) {
        var points = new ArrayList<Point>();
        for (int n : sizes) points.add(new Point(n, law.throughputAt(n)));
        return points;
    }

    @Test
    void specSdm91GivesThePublishedParameters() {
        var fit = ScalabilityFit.of(SPEC_SDM_91);
        assertThat(fit.law().gamma()).isCloseTo(89.995, within(0.0005));
        assertThat(fit.law().alpha()).isCloseTo(0.027728, within(5e-7));
        assertThat(fit.law().beta()).isCloseTo(1.0437e-4, within(5e-9));
        assertThat(fit.law().peakThroughput()).isCloseTo(1884, within(0.5));
        assertThat(fit.law().peakConcurrency()).isCloseTo(96.52, within(0.005));
        assertThat(fit.gammaError()).isCloseTo(14.21, within(0.01));
        assertThat(fit.alphaError()).isCloseTo(0.00912, within(1e-5));
        assertThat(fit.betaError()).isCloseTo(1.988e-5, within(1e-8));
        assertThat(fit.knee()).isEqualTo(Knee.OBSERVED);
    }

    @Test
    void theRayTracerShowsNoKnee() {
        var fit = ScalabilityFit.of(RAY_TRACER);
        assertThat(fit.law().beta()).isZero();
        assertThat(fit.law().alpha()).isCloseTo(0.05777, within(1e-5));
        assertThat(fit.knee()).isEqualTo(Knee.NONE);
        assertThat(fit.law().peakConcurrency()).isNull();
        assertThat(fit.betaError()).isNull();
    }

    @Test
    void exactPointsGiveTheirLawBack() {
        for (var law : List.of(
                new ScalabilityLaw(40, 0.1, 0.001),
                new ScalabilityLaw(0.002, 0.5, 1e-6),
                new ScalabilityLaw(1e6, 0.01, 0.02),
                new ScalabilityLaw(7, 0, 0.003))) {
            var fit = ScalabilityFit.of(exact(law, 1, 2, 4, 8, 16, 32));
            assertThat(fit.law().gamma()).isCloseTo(law.gamma(), within(1e-6 * law.gamma()));
            assertThat(fit.law().alpha()).isCloseTo(law.alpha(), within(1e-6));
            assertThat(fit.law().beta()).isCloseTo(law.beta(), within(1e-7));
            assertThat(fit.rSquared()).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void linearScalingHasNeitherContentionNorKnee() {
        var fit = ScalabilityFit.of(exact(new ScalabilityLaw(12, 0, 0), 1, 2, 4, 8));
        assertThat(fit.law().alpha()).isCloseTo(0, within(1e-9));
        assertThat(fit.knee()).isEqualTo(Knee.NONE);
    }

    @Test
    void betterThanLinearIsNeverToldAsANegativeCost() {
        var fit = ScalabilityFit.of(points(1, 10, 2, 22, 4, 48, 8, 110));
        assertThat(fit.law().alpha()).isNotNegative();
        assertThat(fit.law().beta()).isNotNegative();
        assertThat(fit.knee()).isEqualTo(Knee.NONE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noiseOfTwoPercentLeavesTheStandardErrorsHonest(long seed) {
        var random = new Random(seed);
        var law = new ScalabilityLaw(100, 0.03, 2e-4);
        int held = 0;
        for (int run = 0; run < 100; run++) {
            var noisy = new ArrayList<Point>();
            for (int n = 1; n <= 128; n += 6) {
                noisy.add(new Point(n, law.throughputAt(n) + 15 * random.nextGaussian()));
            }
            var fit = ScalabilityFit.of(noisy);
            Double error = fit.betaError();
            held += error != null && Math.abs(fit.law().beta() - law.beta()) < 1.645 * error ? 1 : 0;
        }
        assertThat(held).as("of 100 intervals of 90 %, seed %d", seed).isBetween(80, 98);
    }

    @Test
    void pinningTheGuestsOfAHostLowersBothContentionAndCoherency() {
        // Relative performance of each of 16, 24 and 64 guests on 64 cores
        var unpinned = ScalabilityFit.ofEach(points(16, 0.902, 24, 0.782, 64, 0.547));
        var pinned = ScalabilityFit.ofEach(points(16, 0.961, 24, 0.926, 64, 0.804));
        assertThat(pinned.law().alpha()).isLessThan(unpinned.law().alpha());
        assertThat(pinned.law().beta()).isLessThan(unpinned.law().beta()).isPositive();
        // No law of this form passes through the unpinned three: they bend where 16 guests of 4 vCPUs fill the cores.
        assertThat(unpinned.law().efficiencyAt(16)).isCloseTo(0.902, within(0.03));
        assertThat(unpinned.law().efficiencyAt(24)).isCloseTo(0.782, within(0.03));
        assertThat(unpinned.law().efficiencyAt(64)).isCloseTo(0.547, within(0.005));
        assertThat(pinned.law().efficiencyAt(16)).isCloseTo(0.961, within(0.006));
        assertThat(pinned.law().efficiencyAt(24)).isCloseTo(0.926, within(0.006));
        assertThat(pinned.law().efficiencyAt(64)).isCloseTo(0.804, within(0.001));
        assertThat(pinned.throughputAt(64)).isNotNull();
        assertThat(pinned.throughputAt(65)).as("beyond what was measured").isNull();
    }

    @Test
    void tooFewConcurrenciesAreRefusedWithTheirNumber() {
        assertThatThrownBy(() -> ScalabilityFit.of(points(4, 10, 4, 11, 8, 20)))
                .hasMessageContaining("at least 3 different concurrencies, got 2");
        assertThatThrownBy(() -> ScalabilityFit.of(List.of())).hasMessageContaining("got 0");
        assertThatThrownBy(() -> new Point(0, 5)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> new Point(3, Double.NaN)).hasMessageContaining("above 0");
    }
}
