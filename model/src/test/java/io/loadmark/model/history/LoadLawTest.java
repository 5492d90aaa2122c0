package io.loadmark.model.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadLawTest {
    @Test
    void withoutCurvatureItIsThePlainLaw() {
        var law = new LoadLaw(0.1, 0.002, 0);
        assertThat(law.loadAt(200)).isCloseTo(0.5, within(1e-12));
        assertThat(law.throughputAt(0.5)).isCloseTo(200, within(1e-9));
    }

    @Test
    void aCurvatureIsTheChangeOfTheDemandFromIdleToFull() {
        var law = new LoadLaw(0, 0.01, -0.2);
        // At load 1 a request costs 0.01 · 0.8
        assertThat(law.throughputAt(1)).isCloseTo(1 / 0.008, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.8, -0.3, 0, 0.4, 3})
    void loadAndThroughputAreInverseAndRise(double curvature) {
        var law = new LoadLaw(0.05, 0.0004, curvature);
        double before = 0;
        for (double load = 0.06; load <= 1.2; load += 0.01) {
            double throughput = law.throughputAt(load);
            assertThat(throughput).isGreaterThan(before);
            assertThat(law.loadAt(throughput)).isCloseTo(load, within(1e-9));
            before = throughput;
        }
    }

    @Test
    void nothingIsCarriedWhereTheBaseAloneIsTheLoad() {
        assertThat(new LoadLaw(0.3, 0.001, 0.1).throughputAt(0.3)).isZero();
        assertThat(new LoadLaw(0.3, 0.001, 0.1).throughputAt(0.1)).isZero();
        assertThat(new LoadLaw(0.3, 0, 0).throughputAt(0.9)).isInfinite();
    }

    @Test
    void leastSquaresOfExactRowsIsExact() {
        var rows = List.of(new Observation(10, 0.15), new Observation(20, 0.2), new Observation(40, 0.3));
        assertThat(LoadLaw.affine(rows).base()).isCloseTo(0.1, within(1e-12));
        assertThat(LoadLaw.affine(rows).demand()).isCloseTo(0.005, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.5, 0, 0.7})
    void slopesAreThoseOfSmallSteps(double curvature) {
        var law = new LoadLaw(0.05, 0.0004, curvature);
        double h = 1e-6;
        double[] slopes = law.slopesAt(900);
        assertThat(slopes[0])
                .isCloseTo((new LoadLaw(0.05 + h, 0.0004, curvature).loadAt(900) - law.loadAt(900)) / h, within(1e-4));
        assertThat(slopes[1])
                .isCloseTo(
                        (new LoadLaw(0.05, 0.0004 * Math.exp(h), curvature).loadAt(900) - law.loadAt(900)) / h,
                        within(1e-4));
        assertThat(slopes[2])
                .isCloseTo((new LoadLaw(0.05, 0.0004, curvature + h).loadAt(900) - law.loadAt(900)) / h, within(1e-4));
    }
}
