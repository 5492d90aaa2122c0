package io.loadmark.model.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpanLossTest {
    @Test
    void spansThatStandForMoreThanSamplingExplainsAreLostOnes() {
        var loss = SpanLoss.first(10, false).then(10.2).then(9.9);
        assertThat(loss.leastFactor()).isEqualTo(9.9);
        assertThat(loss.isSuspectedAt(10.4)).isFalse();
        assertThat(loss.then(13).isSuspectedAt(13)).isTrue();
    }

    @Test
    void spansWhoseSamplingIsKnownMayLoseSomeFromTheStart() {
        assertThat(SpanLoss.first(1.3, true).isSuspectedAt(1.3)).isTrue();
        assertThat(SpanLoss.first(1.3, false).isSuspectedAt(1.3)).isFalse();
    }

    @Test
    void aChangedSamplingIsNoLossForEver() {
        var loss = SpanLoss.first(1, true);
        int intervals = 0;
        while (loss.isSuspectedAt(2) && intervals < 100) {
            loss = loss.then(2);
            intervals++;
        }
        assertThat(intervals).isBetween(5, 35);
        assertThat(loss.then(1).leastFactor()).isEqualTo(1);
    }
}
