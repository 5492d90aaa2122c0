package io.loadmark.app.demo.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StepRecordTest {
    private static final long MS = 1_000_000;
    private static final long START = 5_000 * MS;
    private static final Clocks CLOCKS = new Clocks(START, 1_700_000_000_000_000L);

    @Test
    void latencyCountsFromWhenARequestWasDueNotFromWhenItWasSent() {
        var step = step(0, 100);
        step.sent(0, START);
        step.finished(0, Outcome.SERVED, START + 10 * MS);
        step.sent(1, START + 400 * MS); // 300 ms late
        step.finished(1, Outcome.SERVED, START + 410 * MS);

        var result = step.close(START + 1000 * MS, CLOCKS);

        assertThat(result.p50Micros()).isEqualTo(10_000);
        assertThat(result.maxMicros()).isEqualTo(310_000);
        assertThat(result.lagP99Micros()).isEqualTo(300_000);
        assertThat(result.startMicros()).isEqualTo(1_700_000_000_000_000L);
        assertThat(result.length()).isEqualTo(Duration.ofSeconds(1));
        assertThat(result.cut()).isFalse();
    }

    @Test
    void requestsWithoutAnAnswerAreAsSlowAsTheyAreOld() {
        var step = step(0, 100, 200);
        for (int i = 0; i < 3; i++) step.sent(i, START + 100L * i * MS);
        step.finished(0, Outcome.SERVED, START + 5 * MS);

        var result = step.close(START + 2100 * MS, CLOCKS);

        assertThat(result.unfinished()).isEqualTo(2);
        assertThat(result.p50Micros()).isEqualTo(1_900_000);
        assertThat(result.maxMicros()).isEqualTo(2_000_000);
        assertThat(result.sent())
                .isEqualTo(result.completed() + result.refused() + result.failed() + result.unfinished());
    }

    @Test
    void refusedAndFailedRequestsRankAboveEveryAnswer() {
        var step = step(0, 100, 200, 300);
        for (int i = 0; i < 4; i++) step.sent(i, START + 100L * i * MS);
        step.finished(0, Outcome.SERVED, START + 5 * MS);
        step.finished(1, Outcome.REFUSED, START + 101 * MS);
        step.finished(2, Outcome.SERVED, START + 207 * MS);
        step.finished(3, Outcome.FAILED, START + 301 * MS);

        var result = step.close(START + 1000 * MS, CLOCKS);

        assertThat(result.p50Micros()).isEqualTo(7_000);
        assertThat(result.p99Micros()).isNull();
        assertThat(result.meets(Duration.ofDays(1))).isFalse();
        assertThat(result.refused()).isEqualTo(1);
        assertThat(result.failed()).isEqualTo(1);
    }

    @Test
    void aCutStepCountsOnlyWhatWasSent() {
        var step = step(0, 100, 900);
        step.sent(0, START);
        step.finished(0, Outcome.SERVED, START + 5 * MS);
        step.sent(1, START + 100 * MS);
        step.cut();

        var result = step.close(START + 150 * MS, CLOCKS);

        assertThat(result.cut()).isTrue();
        assertThat(result.sent()).isEqualTo(2);
        assertThat(result.maxMicros()).isEqualTo(50_000);
        assertThat(result.length()).isEqualTo(Duration.ofMillis(150));
    }

    @Test
    void theSlaIsMetUpToTheLastMicrosecond() {
        var step = step(0);
        step.sent(0, START);
        step.finished(0, Outcome.SERVED, START + 100 * MS);
        var result = step.close(START + 1000 * MS, CLOCKS);

        assertThat(result.meets(Duration.ofMillis(100))).isTrue();
        assertThat(result.meets(Duration.ofMillis(100).minusNanos(1000))).isFalse();
    }

    @Test
    void percentilesAreExactByNearestRank() {
        var hundred =
                Percentiles.of(LongStream.rangeClosed(1, 100).map(i -> i * 1000).toArray());
        assertThat(hundred.micros(0.50)).isEqualTo(50);
        assertThat(hundred.micros(0.99)).isEqualTo(99);
        assertThat(hundred.micros(1)).isEqualTo(100);
        assertThat(Percentiles.of(new long[0]).micros(0.5)).isNull();
    }

    /** One second long; requests are due so many milliseconds after its start. */
    private static StepRecord step(long... dueMillis) {
        var command = new StepCommand("s", dueMillis.length, dueMillis.length);
        return new StepRecord(
                command, START, LongStream.of(dueMillis).map(due -> due * MS).toArray());
    }
}
