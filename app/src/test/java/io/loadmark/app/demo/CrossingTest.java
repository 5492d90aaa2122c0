package io.loadmark.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.app.demo.load.StepResult;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Steps of ten seconds against a bound of 100 ms. */
class CrossingTest {
    private final Crossing crossing = new Crossing(Duration.ofMillis(100));

    @Test
    void oneBrokenStepIsNoise() {
        steps(50, 150, 60);
        assertThat(crossing.isFound()).isFalse();
        assertThat(crossing.requestsPerSecond()).isEmpty();
    }

    @Test
    void theCrossingLiesOnTheLineOfLogLatencyBetweenTheStepsAroundTheBound() {
        // 50 ms at 110/s and 200 ms at 120/s: 100 ms is half way on a logarithmic scale
        steps(25, 50, 200, 400);
        assertThat(crossing.isFound()).isTrue();
        assertThat(crossing.requestsPerSecond().orElseThrow()).isCloseTo(115, within(1e-9));
    }

    @Test
    void aBrokenStepBeforeOneThatHeldIsPooledWithIt() {
        // 200 and 50 ms pool to 100 ms at 115/s, the bound itself
        steps(25, 200, 50, 400, 400);
        assertThat(crossing.requestsPerSecond().orElseThrow()).isCloseTo(115, within(1e-9));
    }

    @Test
    void aBoundThatNoStepHeldHasNoCrossing() {
        steps(200, 300);
        assertThat(crossing.isFound()).isTrue();
        assertThat(crossing.requestsPerSecond()).isEmpty();
    }

    @Test
    void aPercentileBeyondMeasureCountsAsBroken() {
        steps(50, 60);
        crossing.add(step(120, null));
        crossing.add(step(130, null));
        assertThat(crossing.isFound()).isTrue();
        assertThat(crossing.requestsPerSecond().orElseThrow()).isBetween(110.0, 120.0);
    }

    /** At 100, 110, 120, … requests per second. */
    private void steps(long... p99Millis) {
        for (int i = 0; i < p99Millis.length; i++) crossing.add(step(100 + 10 * i, p99Millis[i]));
    }

    private static StepResult step(int qps, @Nullable Long p99Millis) {
        Long p99 = p99Millis == null ? null : Long.valueOf(p99Millis * 1000);
        return new StepResult("s", qps, 0, 10_000_000, qps * 10, qps * 10, 0, 0, 0, false, p99, p99, p99, p99, p99, 0L);
    }
}
