package io.loadmark.collector.publish;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long SECOND = 1_000_000_000L;

    /** Records of ten bytes that go at {@code nowNanos}. */
    private static int go(Pace pace, long nowNanos) {
        int count = 0;
        for (; pace.allows(nowNanos); count++) pace.spend(10);
        return count;
    }

    @Test
    void soManyBytesGoEachSecondAndASecondsWorthAtOnce() {
        var pace = new Pace(100, 0);
        assertThat(go(pace, 0)).isEqualTo(10);
        assertThat(go(pace, SECOND / 2)).isEqualTo(5);
        assertThat(go(pace, SECOND)).isEqualTo(5);
        assertThat(go(pace, 60 * SECOND)).isEqualTo(10);
    }

    @Test
    void whatIsAddedToTheBacklogGoesOnTop() {
        var pace = new Pace(100, 0);
        go(pace, 0);
        pace.added(1000);
        assertThat(go(pace, SECOND)).isEqualTo(110);
    }
}
