package io.loadmark.model.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Series are known into the future: how often does the interval hold the day on which the capacity was really reached? */
class ForecastCoverageTest {
    private static final int SERIES = 60;
    private static final int HORIZON = 60;

    @ParameterizedTest
    @CsvSource({"56, 0.05, 0", "56, 0.1, 0", "56, 0.1, 0.6", "28, 0.1, 0", "120, 0.15, 0.3"})
    void theIntervalHoldsTheDayInMostSeries(int days, double noise, double persistence) {
        int held = 0;
        for (long seed = 1; seed <= SERIES; seed++) {
            var all = new Series(0.01, noise, persistence, true, seed).days(days + HORIZON);
            double capacity = 150 * (1 + 0.01 * (days + HORIZON / 2.));
            var past = all.subList(0, days * 24);
            double real = reached(all.subList(days * 24, all.size()), capacity);
            var exhaustion = Objects.requireNonNull(
                    DemandForecaster.forecast(past, CapacityRange.exactly(capacity), HORIZON, List.of())
                            .exhaustion());
            if (orNever(exhaustion.earliest()) <= real && real <= orNever(exhaustion.latest())) held++;
        }
        assertThat(held / (double) SERIES).isBetween(0.8, 1.);
    }

    private static double reached(List<HourlyPeak> future, double capacity) {
        return future.stream()
                .filter(peak -> peak.requestsPerSecond() >= capacity)
                .mapToDouble(HourlyPeak::day)
                .findFirst()
                .orElse(Double.POSITIVE_INFINITY);
    }

    private static double orNever(@Nullable Long day) {
        return day == null ? Double.POSITIVE_INFINITY : day;
    }
}
