package io.loadmark.model.forecast;

import io.loadmark.model.forecast.Forecast.Exhaustion;
import io.loadmark.model.forecast.Forecast.Outlook;
import io.loadmark.model.forecast.Forecast.Reason;
import io.loadmark.model.forecast.Forecast.Reason.Code;
import io.loadmark.model.forecast.Forecast.Status;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Sets the demand of the days to come against a capacity: a weekly season and a trend where two weeks are known, a daily season
 * where two days are ({@link SeasonalTrend}), and the spread of possible {@link Futures}. Of holidays and launches it knows what the
 * calendar says; it knows no years, and takes the last months' trend as lasting. Deterministic; takes some 0.1 s.
 */
public final class DemandForecaster {
    /** Of the past as much counts as three horizons, and eight weeks at least: older trends are other trends. */
    private static final int HORIZONS = 3;

    private static final int LEAST_PAST_DAYS = 56;
    private static final int RECENT_DAYS = 7;
    private static final double GAPS = 0.05;
    /** Beyond so many times what was seen a model is no substitute for a test. */
    private static final double FAR = 1.5;

    private DemandForecaster() {}

    /** Days of the past that are worth being read for such a horizon. */
    public static int pastDays(int horizonDays) {
        return Math.max(LEAST_PAST_DAYS, HORIZONS * horizonDays);
    }

    /**
     * The forecast.
     *
     * @param history whole hours in any order, each once at most; hours without traffic may be left out
     * @param horizonDays days after the newest hour, ≥ 1
     * @param calendar days that are not like others, each once at most
     * @throws IllegalArgumentException when a day of the calendar isn't among those to come
     */
    public static Forecast forecast(
            List<HourlyPeak> history, CapacityRange capacity, int horizonDays, List<Occasion> calendar) {
        if (horizonDays < 1) throw new IllegalArgumentException("horizon of " + horizonDays + " days");
        var past = recent(history, pastDays(horizonDays));
        var season = season(past);
        if (season == null) return insufficient(past);
        var trend = SeasonalTrend.of(past, season);
        check(calendar, Futures.day(trend, 1), Futures.day(trend, horizonDays));
        var futures = Futures.of(trend, trend.cycles(past), capacity, horizonDays, calendar);
        double recentPeak = recent(past, RECENT_DAYS).stream()
                .mapToDouble(HourlyPeak::requestsPerSecond)
                .max()
                .orElse(0);
        var exhaustion = exhaustion(trend, futures);
        return new Forecast(
                status(recentPeak, capacity, exhaustion),
                season,
                new Outlook(
                        recentPeak,
                        trend.trend().slope() / SeasonalTrend.trendAt(trend.trend(), 0),
                        Quantiles.ofSorted(futures.peaks(), 0.5),
                        Quantiles.ofSorted(futures.peaks(), Futures.ENDS),
                        Quantiles.ofSorted(futures.peaks(), 1 - Futures.ENDS)),
                exhaustion,
                futures.occasions(),
                doubts(past, season, trend, capacity, horizonDays));
    }

    private static void check(List<Occasion> calendar, long first, long last) {
        for (var occasion : calendar) {
            if (occasion.day() >= first && occasion.day() <= last) continue;
            throw new IllegalArgumentException(
                    LocalDate.ofEpochDay(occasion.day()) + " is not within the horizon, which goes from "
                            + LocalDate.ofEpochDay(first) + " to " + LocalDate.ofEpochDay(last));
        }
    }

    private static List<HourlyPeak> recent(List<HourlyPeak> history, int days) {
        var ascending = history.stream()
                .sorted(Comparator.comparingLong(HourlyPeak::hour))
                .toList();
        if (ascending.isEmpty()) return ascending;
        long from = ascending.get(ascending.size() - 1).hour() - (long) days * HourlyPeak.HOURS_OF_DAY;
        return ascending.stream().filter(peak -> peak.hour() > from).toList();
    }

    private static @Nullable Season season(List<HourlyPeak> past) {
        if (past.stream().noneMatch(peak -> peak.requestsPerSecond() > 0)) return null;
        return Arrays.stream(Season.values())
                .filter(season -> season.isIn(past))
                .findFirst()
                .orElse(null);
    }

    private static Forecast insufficient(List<HourlyPeak> past) {
        var missing = new ArrayList<Reason>();
        if (past.stream().noneMatch(peak -> peak.requestsPerSecond() > 0)) {
            missing.add(reason(Code.INSUFFICIENT_DATA, "no requests were seen"));
        } else {
            long span = Season.spanHours(past);
            long least = (long) Season.DAILY.leastDays() * HourlyPeak.HOURS_OF_DAY;
            missing.add(reason(
                    Code.INSUFFICIENT_DATA,
                    "%d of at least %d whole hours of history (two days show a daily season, two weeks a weekly one);"
                            + " %d of 24 hours of the day were seen twice",
                    Math.min(span, least),
                    least,
                    Season.DAILY.cellsSeenTwice(past)));
        }
        return new Forecast(Status.INSUFFICIENT_DATA, null, null, null, List.of(), missing);
    }

    private static Exhaustion exhaustion(SeasonalTrend trend, Futures futures) {
        double[] reached = futures.reached();
        return new Exhaustion(
                day(trend, Quantiles.ofSorted(reached, 0.5)),
                day(trend, Quantiles.ofSorted(reached, Futures.ENDS)),
                day(trend, Quantiles.ofSorted(reached, 1 - Futures.ENDS)),
                (double) Arrays.stream(reached).filter(Double::isFinite).count() / reached.length);
    }

    private static @Nullable Long day(SeasonalTrend trend, double day) {
        return Double.isFinite(day) ? Long.valueOf(Futures.day(trend, (int) day)) : null;
    }

    private static Status status(double recentPeak, CapacityRange capacity, Exhaustion exhaustion) {
        if (recentPeak >= capacity.qps()) return Status.EXHAUSTED_ALREADY;
        return exhaustion.day() == null ? Status.NOT_WITHIN_HORIZON : Status.EXHAUSTED_WITHIN_HORIZON;
    }

    private static List<Reason> doubts(
            List<HourlyPeak> past, Season season, SeasonalTrend trend, CapacityRange capacity, int horizonDays) {
        var doubts = new ArrayList<Reason>();
        long span = Season.spanHours(past);
        if (season == Season.DAILY) {
            doubts.add(reason(
                    Code.DAILY_SEASON_ONLY,
                    "%.1f of 14 days of history: working days and weekends are not told apart",
                    (double) span / HourlyPeak.HOURS_OF_DAY));
        }
        if (span < (long) horizonDays * HourlyPeak.HOURS_OF_DAY) {
            doubts.add(reason(
                    Code.EXTRAPOLATED,
                    "%d days ahead from %.1f days of history",
                    horizonDays,
                    (double) span / HourlyPeak.HOURS_OF_DAY));
        }
        if (span - past.size() > GAPS * span) {
            doubts.add(reason(Code.GAPS, "%d of %d hours are missing or had no requests", span - past.size(), span));
        }
        double[] fence = Quantiles.fence(Futures.OUTLIER, trend.peakRatios());
        long outliers = Arrays.stream(trend.peakRatios())
                .filter(ratio -> Math.abs(ratio - 1) > 1e-6)
                .filter(ratio -> ratio < fence[0] || ratio > fence[1])
                .count();
        if (outliers > 0) {
            doubts.add(
                    reason(Code.OUTLIERS, "%d days are far off the others and not expected to come again", outliers));
        }
        double most =
                past.stream().mapToDouble(HourlyPeak::requestsPerSecond).max().orElse(0);
        if (capacity.qps() > FAR * most) {
            doubts.add(reason(
                    Code.BEYOND_SEEN_DEMAND,
                    "the capacity of %.1f is more than 1.5 times the highest demand seen, %.1f: confirm it by a load test",
                    capacity.qps(),
                    most));
        }
        return doubts;
    }

    private static Reason reason(Code code, String format, Object... values) {
        return new Reason(code, String.format(Locale.ROOT, format, values));
    }
}
