package io.loadmark.model.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.model.forecast.Forecast.Exhaustion;
import io.loadmark.model.forecast.Forecast.Outlook;
import io.loadmark.model.forecast.Forecast.Reason;
import io.loadmark.model.forecast.Forecast.Reason.Code;
import io.loadmark.model.forecast.Forecast.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemandForecasterTest {
    private static final long FIRST_DAY = Series.FIRST / 24;

    @Test
    void aCalmSeriesReachesTheCapacityOnTheDayThatArithmeticSays() {
        // At noon of working day d the series is 150 · (1 + d / 100): 240 on day 60, a Monday.
        var forecast = forecast(Series.calm(0.01).days(42), 240, 30);

        assertThat(forecast.status()).isEqualTo(Status.EXHAUSTED_WITHIN_HORIZON);
        assertThat(forecast.season()).isEqualTo(Season.WEEKLY);
        assertThat(exhaustion(forecast).day()).isBetween(FIRST_DAY + 59, FIRST_DAY + 61);
        assertThat(exhaustion(forecast).probability()).isEqualTo(1);
        assertThat(outlook(forecast).trendPerDay()).isCloseTo(0.01 / 1.42, within(2e-4));
        assertThat(outlook(forecast).recentPeak()).isCloseTo(150 * 1.41, within(1.));
        assertThat(forecast.reasons()).isEmpty();
    }

    @Test
    void theWeekendIsNotTheDayOfExhaustion() {
        // Day 58 is a Saturday: 236 would be reached on it, were it a working day.
        var forecast = forecast(Series.calm(0.01).days(42), 150 * 1.583, 30);
        assertThat(exhaustion(forecast).day()).isEqualTo(FIRST_DAY + 60);
    }

    @Test
    void aDayOfTheCalendarAsksItsMultipleAndMayBeTheDayOfExhaustion() {
        // Day 44 is a Saturday, which asks less; 47 is a Tuesday.
        var calendar = List.of(new Occasion(FIRST_DAY + 47, 2));
        var history = Series.calm(0.01).days(42);
        var usual = forecast(history, 300, 10);
        var special = DemandForecaster.forecast(history, CapacityRange.exactly(300), 10, calendar);

        assertThat(usual.status()).isEqualTo(Status.NOT_WITHIN_HORIZON);
        assertThat(exhaustion(special).day()).isEqualTo(FIRST_DAY + 47);
        assertThat(special.occasions()).singleElement().satisfies(day -> {
            assertThat(day.peak()).isCloseTo(2 * 150 * 1.475, within(5.));
            assertThat(day.probability()).isEqualTo(1);
        });
    }

    @Test
    void aDayOfTheCalendarLiesWithinTheHorizon() {
        var calendar = List.of(new Occasion(FIRST_DAY + 400, 2));
        assertThatThrownBy(() ->
                        DemandForecaster.forecast(Series.calm(0).days(42), CapacityRange.exactly(300), 10, calendar))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not within the horizon");
    }

    @Test
    void withoutGrowthItIsNotWithinTheHorizon() {
        var forecast = forecast(Series.calm(0).days(42), 160, 30);

        assertThat(forecast.status()).isEqualTo(Status.NOT_WITHIN_HORIZON);
        assertThat(exhaustion(forecast)).isEqualTo(new Exhaustion(null, null, null, 0));
        assertThat(outlook(forecast).trendPerDay()).isCloseTo(0, within(1e-9));
        assertThat(outlook(forecast).peak()).isCloseTo(150, within(0.1));
    }

    @Test
    void demandThatFallsDoesNotFallBelowNothing() {
        var forecast = forecast(Series.calm(-0.01).days(42), 160, 365);
        assertThat(forecast.status()).isEqualTo(Status.NOT_WITHIN_HORIZON);
        assertThat(outlook(forecast).peakLow()).isNotNegative();
    }

    @Test
    void whatWasReachedLatelyIsExhaustedAlready() {
        var forecast = forecast(Series.calm(0.01).days(42), 200, 30);
        assertThat(forecast.status()).isEqualTo(Status.EXHAUSTED_ALREADY);
        assertThat(exhaustion(forecast).day()).isNotNull();
    }

    @Test
    void anUnsureCapacityWidensTheIntervalToBothSides() {
        var history = Series.calm(0.01).days(42);
        var sure = exhaustion(forecast(history, 240, 60));
        var unsure = exhaustion(DemandForecaster.forecast(history, new CapacityRange(240, 225, 255), 60, List.of()));

        assertThat(unsure.earliest()).isLessThan(Objects.requireNonNull(sure.earliest()) - 5);
        assertThat(unsure.latest()).isGreaterThan(Objects.requireNonNull(sure.latest()) + 5);
        assertThat(unsure.day()).isCloseTo(Objects.requireNonNull(sure.day()), within(2L));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void oneDayOfTestsAndOneOfOutageChangeLittle(long seed) {
        var plain = new Series(0.01, 0.05, 0, true, seed).days(42);
        var disturbed = new ArrayList<>(plain);
        for (int hour = 0; hour < 24; hour++) {
            disturbed.set(20 * 24 + hour, new HourlyPeak(Series.FIRST + 20 * 24 + hour, 5_000));
            disturbed.set(30 * 24 + hour, new HourlyPeak(Series.FIRST + 30 * 24 + hour, 0));
        }
        var expected = outlook(forecast(plain, 1_000, 30));
        var forecast = forecast(disturbed, 1_000, 30);

        assertThat(outlook(forecast).trendPerDay())
                .as("seed %d", seed)
                .isCloseTo(expected.trendPerDay(), within(0.1 * expected.trendPerDay()));
        assertThat(outlook(forecast).peak()).isCloseTo(expected.peak(), within(0.05 * expected.peak()));
        assertThat(codes(forecast)).contains(Code.OUTLIERS);
    }

    @Test
    void missingHoursAreLeftOutAndTold() {
        var whole = Series.calm(0.01).days(42);
        var random = new Random(7);
        var holes = new ArrayList<>(whole.subList(0, 10 * 24));
        holes.addAll(whole.subList(16 * 24, whole.size()));
        holes.removeIf(peak -> random.nextDouble() < 0.2);
        var forecast = forecast(holes, 240, 30);

        assertThat(exhaustion(forecast).day()).isBetween(FIRST_DAY + 59, FIRST_DAY + 61);
        assertThat(codes(forecast)).contains(Code.GAPS);
    }

    @Test
    void twoDaysGiveADailySeasonAndSayWhatThatLeavesOut() {
        var forecast = forecast(Series.calm(0).days(2), 200, 7);

        assertThat(forecast.season()).isEqualTo(Season.DAILY);
        assertThat(forecast.status()).isEqualTo(Status.NOT_WITHIN_HORIZON);
        assertThat(codes(forecast)).containsExactly(Code.DAILY_SEASON_ONLY, Code.EXTRAPOLATED);
    }

    @Test
    void twoWeeksGiveAWeeklySeason() {
        assertThat(forecast(Series.calm(0).days(14), 200, 7).season()).isEqualTo(Season.WEEKLY);
        var short13 = Series.calm(0).days(14).subList(1, 14 * 24);
        assertThat(forecast(short13, 200, 7).season()).isEqualTo(Season.DAILY);
    }

    @Test
    void lessIsInsufficientAndSaysWhatIsMissing() {
        var forecast = forecast(Series.calm(0).days(2).subList(0, 47), 200, 7);

        assertThat(forecast.status()).isEqualTo(Status.INSUFFICIENT_DATA);
        assertThat(forecast.exhaustion()).isNull();
        assertThat(forecast.reasons())
                .singleElement()
                .extracting(Reason::detail)
                .asString()
                .contains("47 of at least 48 whole hours", "23 of 24 hours of the day");
        assertThat(forecast(List.of(), 200, 7).status()).isEqualTo(Status.INSUFFICIENT_DATA);
        var silent = Series.calm(0).days(20).stream()
                .map(peak -> new HourlyPeak(peak.hour(), 0))
                .toList();
        assertThat(forecast(silent, 200, 7).reasons())
                .containsExactly(new Reason(Code.INSUFFICIENT_DATA, "no requests were seen"));
    }

    @Test
    void aServiceThatSleepsAtNightIsNoHarm() {
        var office = Series.calm(0.01).days(42).stream()
                .map(peak -> peak.hour() % 24 < 14 ? new HourlyPeak(peak.hour(), 0) : peak)
                .toList();
        // Its busiest hour is 14:00, at 1.433 of the mean hour: 225 on day 57, a Friday.
        assertThat(exhaustion(forecast(office, 225, 30)).day()).isBetween(FIRST_DAY + 56, FIRST_DAY + 60);
    }

    @Test
    void thereIsNoSummerTime() {
        // 2026-03-29 has 23 hours in Berlin: a season in local time would move by an hour, one in UTC doesn't.
        var history = Series.calm(0).days(120);
        var trend = SeasonalTrend.of(history, Season.WEEKLY);
        for (int hour = 0; hour < 168; hour++) {
            double factor = trend.factors()[Season.WEEKLY.cell(Series.FIRST + hour)];
            assertThat(factor * trend.trend().intercept())
                    .isCloseTo(Series.calm(0).said(hour), within(1e-6));
        }
    }

    @Test
    void onlyTheRecentPastCounts() {
        // Flat for half a year, growing for the last 90 days.
        var history = new ArrayList<>(Series.calm(0).days(180));
        for (var peak : Series.calm(0.01).days(90)) {
            history.add(new HourlyPeak(peak.hour() + 182 * 24, peak.requestsPerSecond()));
        }
        assertThat(outlook(forecast(history, 1_000, 30)).trendPerDay()).isCloseTo(0.01 / 1.9, within(2e-4));
    }

    @Test
    void theOrderOfTheHoursIsOfNoConsequenceAndTheAnswerIsAlwaysTheSame() {
        var history = new Series(0.01, 0.1, 0.5, true, 3).days(42);
        var expected = forecast(history, 240, 30);
        var shuffled = new ArrayList<>(history);
        Collections.shuffle(shuffled, new Random(1));

        assertThat(forecast(history, 240, 30)).isEqualTo(expected);
        assertThat(forecast(shuffled, 240, 30)).isEqualTo(expected);
    }

    @Test
    void aCapacityFarBeyondAllDemandAsksForALoadTest() {
        assertThat(codes(forecast(Series.calm(0).days(42), 226, 30))).containsExactly(Code.BEYOND_SEEN_DEMAND);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> forecast(Series.calm(0).days(42), 200, 0)).hasMessage("horizon of 0 days");
        assertThatThrownBy(() -> new HourlyPeak(1, -1)).hasMessageContaining("hour 1");
        assertThatThrownBy(() -> new CapacityRange(10, 11, 12)).hasMessageContaining("10.0");
    }

    private static Forecast forecast(List<HourlyPeak> history, double capacity, int horizon) {
        return DemandForecaster.forecast(history, CapacityRange.exactly(capacity), horizon, List.of());
    }

    private static Exhaustion exhaustion(Forecast forecast) {
        return Objects.requireNonNull(forecast.exhaustion());
    }

    private static Outlook outlook(Forecast forecast) {
        return Objects.requireNonNull(forecast.demand());
    }

    private static List<Code> codes(Forecast forecast) {
        return forecast.reasons().stream().map(Reason::code).toList();
    }
}
