package io.loadmark.model.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.model.capacity.Capacity.Bottleneck;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitingTest {
    private static final int REQUESTS = 400_000;

    /** Exact by Pollaczek and Khinchine for one server, by Erlang's C formula for exponential times at several. */
    @ParameterizedTest
    @CsvSource({"1, 0.5, 0, 0.5", "1, 0.8, 1, 4", "2, 0.8, 1, 1.7778", "4, 0.9, 1, 1.9693"})
    void theMeanWaitIsThatOfTheTheory(int servers, double load, double variation, double exact) {
        assertThat(Waiting.meanWait(servers, load, variation)).isCloseTo(exact, Percentage.withPercentage(4));
    }

    @ParameterizedTest
    @CsvSource({"1, 0.5", "1, 0.8", "4, 0.8", "16, 0.9"})
    void simulatedWaitsHaveThatMean(int servers, double load) {
        double service = 0.01;
        double most = servers / service;
        var place = new Waiting(Bottleneck.POOL, servers, 1, service, 0.5, most, 0, 0);
        double[] waits = new double[REQUESTS];
        place.addTo(poisson(load * most), REQUESTS, 1, waits);
        assertThat(Arrays.stream(waits).min().orElseThrow()).isNotNegative();
        assertThat(Arrays.stream(waits).average().orElseThrow())
                .isCloseTo(place.meanSeconds(load * most), Percentage.withPercentage(12));
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.5, 0.5", "2, 0.5, 0.5", "4, 0.5, 0.5", "4, 0.8, 0.5", "3, 0.7, 0.1", "3, 0.7, 2"})
    void simulatedWaitsOfSeveralVisitsHaveTheMeanOfAQueueWithFeedback(double visits, double load, double variation) {
        double service = 0.01;
        double most = 1 / service / visits;
        var place = new Waiting(Bottleneck.DISK, 1, visits, service, variation, most, 0, 0);
        double[] waits = new double[REQUESTS];
        place.addTo(poisson(load * most), REQUESTS, 1, waits);
        assertThat(Arrays.stream(waits).average().orElseThrow())
                .isCloseTo(place.meanSeconds(load * most), Percentage.withPercentage(8));
    }

    @Test
    void whatTheServiceTimesContainIsNotAddedTwice() {
        var place = new Waiting(Bottleneck.DISK, 1, 1, 0.01, 0.5, 100, 0.002, 0);
        double[] rare = new double[1_000];
        place.addTo(poisson(0.01), 1_000, 1, rare);
        assertThat(rare).contains(-0.002);
    }

    @ParameterizedTest
    @CsvSource({"1, 50", "4, 200", "16, 800"})
    void theLimitIsFoundFromTimesBelowSixtyPercentOfIt(int servers, double most) {
        var fit = new WaitFit();
        double service = servers / most;
        for (double load = 0.1; load <= 0.6; load += 0.05) {
            double wait = service * Waiting.meanWait(servers, load, Waiting.USUAL_VARIATION);
            fit.add(1, load * most, 0.005 + service + wait);
        }
        // A visit takes no longer than the whole request.
        var found = Objects.requireNonNull(fit.find((places, seconds, atRest) -> seconds <= atRest ? 1.0 / places : 0));
        assertThat(found.most()).isCloseTo(most, Percentage.withPercentage(15));
        assertThat(found.atRest()).isCloseTo(0.005 + service, within(0.1 * service));
    }

    @Test
    void timesThatDoNotGrowTellOfNoQueue() {
        var random = new Random(1);
        var fit = new WaitFit();
        for (double x = 10; x <= 60; x += 5) fit.add(1, x, 0.02 * (1 + 0.01 * random.nextGaussian()));
        assertThat(fit.find((places, seconds, atRest) -> 1)).isNull();
    }

    private static double[] poisson(double perSecond) {
        var random = new Random(2);
        double[] arrivals = new double[REQUESTS];
        double now = 0;
        for (int i = 0; i < REQUESTS; i++) {
            now -= Math.log(1 - random.nextDouble()) / perSecond;
            arrivals[i] = now;
        }
        return arrivals;
    }
}
