package io.loadmark.collector.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DampedLoadTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void beforeTheFirstCountThereIsNoneAndItBeginsThere() {
        var load = new DampedLoad();
        assertThat(load.one()).isNull();
        load.step(3, 77 * SECOND);
        assertThat(load.one()).isEqualTo(3);
        assertThat(load.fifteen()).isEqualTo(3);
    }

    @Test
    void afterOneMinuteOfOneMoreThreadTheShareIsThatOfTheKernel() {
        var load = new DampedLoad();
        load.step(0, 0);
        for (int second = 1; second <= 60; second++) load.step(1, second * SECOND);
        // 1 − 1/e, and so on; whatever the distance of the counts.
        assertThat(load.one()).isCloseTo(1 - Math.exp(-1), within(1e-9));
        assertThat(load.five()).isCloseTo(1 - Math.exp(-1 / 5.0), within(1e-9));
        assertThat(load.fifteen()).isCloseTo(1 - Math.exp(-1 / 15.0), within(1e-9));
    }

    @Test
    void aLongGapWeighsAsMuchAsManyShortOnes() {
        var often = new DampedLoad();
        var once = new DampedLoad();
        often.step(4, 0);
        once.step(4, 0);
        for (int second = 1; second <= 90; second++) often.step(2, second * SECOND);
        once.step(2, 90 * SECOND);
        assertThat(once.one()).isCloseTo(often.one(), within(1e-9));
    }
}
