package io.loadmark.app.demo.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalsTest {
    private static final int N = 10_000;
    private static final long LENGTH = 100_000_000_000L; // 100 s: 100 requests a second, 10 ms apart on average

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void arrivalsAreSpreadEvenlyOverTheStep(long seed) {
        long[] due = Arrivals.draw(new SplittableRandom(seed), N, LENGTH);

        assertThat(due).hasSize(N).isSorted();
        assertThat(due[0]).isNotNegative();
        assertThat(due[N - 1]).isLessThan(LENGTH);
        double worst = 0; // Kolmogorov–Smirnov distance from the uniform distribution
        for (int i = 0; i < N; i++) worst = Math.max(worst, Math.abs((i + 0.5) / N - (double) due[i] / LENGTH));
        // exceeded by one seed in a thousand: 1.95 / √10000
        assertThat(worst).as("seed %d", seed).isLessThan(0.0195);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void gapsAreExponential(long seed) {
        long[] due = Arrivals.draw(new SplittableRandom(seed), N, LENGTH);

        for (double mean : new double[] {0.1, 0.5, 1, 2, 4}) { // in mean gaps
            int longer = 0;
            for (int i = 1; i < N; i++) if (due[i] - due[i - 1] > mean * LENGTH / N) longer++;
            // a share p of 10,000 has a standard error of at most √(0.25 / 10000) = 0.005; four of them
            assertThat(longer / (double) N)
                    .as("seed %d, gaps above %s times the mean", seed, mean)
                    .isCloseTo(Math.exp(-mean), within(0.02));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theSameSeedGivesTheSameArrivals(long seed) {
        assertThat(Arrivals.draw(new SplittableRandom(seed), 100, LENGTH))
                .isEqualTo(Arrivals.draw(new SplittableRandom(seed), 100, LENGTH))
                .isNotEqualTo(Arrivals.draw(new SplittableRandom(seed + 1), 100, LENGTH));
    }
}
