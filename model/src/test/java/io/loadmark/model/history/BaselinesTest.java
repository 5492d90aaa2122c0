package io.loadmark.model.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BaselinesTest {
    @Test
    void allAgreeOnAPlainLawWithoutBase() {
        var rows = Histories.exact(new LoadLaw(0, 0.01, 0), 20, 0.05, 0.6);
        var at = Baselines.at(0.9, rows);
        assertThat(at.affine()).isCloseTo(90, within(1e-9));
        assertThat(at.online()).isCloseTo(90, within(0.01));
        assertThat(at.ratio()).isCloseTo(90, within(1e-9));
        assertThat(at.persistence()).isCloseTo(60, within(1e-9));
    }

    @Test
    void implausibleValuesAreToldByWhatIsUsualInTheirColumn() {
        double[] usual = {1_000, 2_000, 1_500, Double.NaN, 1.2e20};
        var counter = Plausibility.of("ctxsw_s", usual);
        assertThat(counter.refusal(1.2e20)).contains("ctxsw_s is 1.200e+20").contains("wrapped");
        assertThat(counter.refusal(2_000)).isNull();
        assertThat(counter.refusal(Double.NaN)).isNull();
        assertThat(counter.refusal(Double.POSITIVE_INFINITY)).contains("infinite");
        assertThat(Plausibility.of("disk_util", new double[] {0.2}).refusal(2.7e9))
                .contains("percentage");
        assertThat(Plausibility.of("disk_util", new double[] {0.2}).refusal(100))
                .isNull();
        assertThat(Plausibility.of("timestamp", new double[] {1.7e12, 1.71e12}).refusal(1.72e12))
                .isNull();
    }
}
