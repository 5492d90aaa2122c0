package io.loadmark.model.usage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RatesTest {
    private final Rates twoSeconds = Rates.between(5_000_000_000L, 7_000_000_000L);

    @Test
    void aRateIsTheIncreasePerMeasuredSecond() {
        assertThat(twoSeconds.perSecond(10L, 30L)).isEqualTo(10.0);
        assertThat(twoSeconds.cores(0L, 3_000_000L)).isEqualTo(1.5);
    }

    @Test
    void aShareIsAtMostOne() {
        assertThat(twoSeconds.share(0L, 2_100_000L)).isEqualTo(1.0);
    }

    @Test
    void whatIsAbsentOrWentBackwardsGivesNoRate() {
        assertThat(twoSeconds.perSecond(null, 30L)).isNull();
        assertThat(twoSeconds.perSecond(10L, null)).isNull();
        assertThat(twoSeconds.perSecond(30L, 10L)).isNull();
    }

    @Test
    void aRatioNeedsAWholeThatIsLargeEnough() {
        assertThat(Rates.ratio(1L, 200L, 100)).isEqualTo(0.005);
        assertThat(Rates.ratio(1L, 99L, 100)).isNull();
        assertThat(Rates.ratio(0L, 0L, 0)).isNull();
        assertThat(Rates.ratio(null, 200L, 100)).isNull();
    }
}
