package io.loadmark.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.app.demo.load.StepResult;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Steps of 2,000 requests at 100, 110, 120, … requests per second against a bound of 100 ms: 20 slow ones are at it. */
class CrossingTest {
    private static final int SENT = 2_000;

    private final Crossing crossing = new Crossing(Duration.ofMillis(100));

    @Test
    void oneBrokenStepIsNoise() {
        steps(5, 40, 10);
        assertThat(crossing.isFound()).isFalse();
        assertThat(crossing.requestsPerSecond()).isEmpty();
        assertThat(crossing.loadsAroundIt()).isEmpty();
    }

    @Test
    void theCrossingLiesWhereTheLogarithmOfTheShareOfSlowRequestsIsThatOfOnePercent() {
        // 0.5 % at 110/s and 2 % at 120/s: 1 % is half way on a logarithmic scale
        steps(2, 10, 40, 80);
        assertThat(crossing.isFound()).isTrue();
        assertThat(crossing.requestsPerSecond().orElseThrow()).isCloseTo(115, within(1e-3));
    }

    @Test
    void aBrokenStepBeforeOneThatHeldIsPooledWithIt() {
        // 30 and 10 of 2,000 each pool to 1 % at 115/s, the bound itself
        steps(2, 30, 10, 80, 80);
        assertThat(crossing.requestsPerSecond().orElseThrow()).isCloseTo(115, within(1e-3));
    }

    @Test
    void stepsThatAreRunAgainCountLikeTheFirst() {
        steps(2, 10, 40, 80);
        assertThat(crossing.loadsAroundIt()).containsExactly(120.0, 110.0, 130.0, 100.0);
        crossing.add(step(110, 30L)); // together 1 % at 110/s
        assertThat(crossing.requestsPerSecond().orElseThrow()).isCloseTo(110, within(1e-3));
        assertThat(crossing.steps()).hasSize(5);
    }

    @Test
    void aBoundThatNoStepHeldHasNoCrossing() {
        steps(40, 60);
        assertThat(crossing.isFound()).isTrue();
        assertThat(crossing.requestsPerSecond()).isEmpty();
    }

    @Test
    void stepsWithoutAnySlowRequestAreBelowIt() {
        steps(0, 0, 40, 80);
        assertThat(crossing.requestsPerSecond().orElseThrow()).isBetween(110.0, 120.0);
    }

    @Test
    void requestsThatWereRefusedAreSlow() {
        steps(2, 10);
        crossing.add(step(120, null));
        crossing.add(step(130, null));
        assertThat(crossing.isFound()).isTrue();
        assertThat(crossing.requestsPerSecond().orElseThrow()).isBetween(110.0, 120.0);
    }

    private void steps(long... slow) {
        for (int i = 0; i < slow.length; i++) crossing.add(step(100 + 10 * i, slow[i]));
    }

    /** With so many requests of 200 ms, the others of 20 ms; null: all of the slowest tenth were refused. */
    private static StepResult step(int qps, @Nullable Long slow) {
        long limit = slow == null ? SENT / 10 : slow;
        Long p99 = slow == null ? null : Long.valueOf(slow > SENT / 100 ? 200_000 : 20_000);
        List<Long> slowest = LongStream.range(0, SENT / 10)
                .mapToObj(i -> i < SENT / 10 - limit ? 20_000L : slow == null ? Long.MAX_VALUE : 200_000L)
                .toList();
        long micros = SENT * 1_000_000L / qps;
        return new StepResult("s", qps, 0, micros, SENT, SENT, 0, 0, 0, false, p99, p99, p99, p99, p99, 0L, slowest);
    }
}
