package io.loadmark.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.collector.fixture.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TickerTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final FakeClock clock = new FakeClock(10_300_000);
    private final Ticker ticker = new Ticker(clock, SECOND);

    @Test
    void ticksAreWholeMultiplesHoweverLongTheWorkBetweenThemTakes() throws InterruptedException {
        for (long second = 11; second < 20; second++) {
            assertThat(ticker.awaitTick()).isZero();
            assertThat(clock.wallMicros()).isEqualTo(second * 1_000_000);
            clock.advance(Duration.ofMillis(77 * (second - 10)));
        }
    }

    @Test
    void missedTicksAreCountedAndNotMadeUpFor() throws InterruptedException {
        ticker.awaitTick();
        clock.advance(Duration.ofMillis(3400));
        assertThat(ticker.awaitTick()).isEqualTo(3);
        assertThat(clock.wallMicros()).isEqualTo(15_000_000);
        assertThat(ticker.awaitTick()).isZero();
    }

    @Test
    void aClockThatIsSetForthOrBackMissesNothing() throws InterruptedException {
        ticker.awaitTick();
        clock.step(Duration.ofHours(1));
        assertThat(ticker.awaitTick()).isZero();
        clock.step(Duration.ofHours(-2));
        assertThat(ticker.awaitTick()).isZero();
        assertThat(clock.wallMicros()).isEqualTo(13_000_000L - 3_600_000_000L);
    }

    @Test
    void aClockThatIsSetBackDuringAWaitStillTicksOnAWholeMultiple() throws InterruptedException {
        var setBack = new FakeClock(10_300_000) {
            private boolean done;

            @Override
            public void sleep(Duration time) {
                super.sleep(time);
                if (!done) step(Duration.ofMillis(-5_350));
                done = true;
            }
        };
        assertThat(new Ticker(setBack, SECOND).awaitTick()).isZero();
        assertThat(setBack.wallMicros()).isEqualTo(6_000_000);
    }
}
