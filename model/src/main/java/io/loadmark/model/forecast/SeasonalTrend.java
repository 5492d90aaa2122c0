package io.loadmark.model.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * Demand = trend · factor of the hour in its season · a residual around 1. The factors are medians over cycles of what the trend
 * leaves, the trend is a {@link TheilSenLine} through the levels of days (of quarters of days in a short history), a level being
 * the median of what the factors leave; each is fitted to the other in turn.
 */
final class SeasonalTrend {
    private static final int ROUNDS = 12;
    private static final double SETTLED = 1e-6;
    /** An hour that is so quiet tells nothing of the level. */
    private static final double QUIET = 0.1;
    /** Of a stretch of time so many hours must be there for a level. */
    private static final double LEAST_SHARE = 0.5;

    private static final int SHORT_HISTORY_DAYS = 14;
    private static final int SHORT_STRETCH = 6;
    private static final double LEAST_TREND = 1e-9;

    /** By {@link Season#cell}, mean 1. */
    private final double[] factors;

    private final Season season;
    private final TheilSenLine trend;
    private final long origin;
    private final Levels levels;
    private final double[] peakRatios;

    private SeasonalTrend(
            Season season, double[] factors, TheilSenLine trend, long origin, Levels levels, double[] peakRatios) {
        this.season = season;
        this.factors = factors;
        this.trend = trend;
        this.origin = origin;
        this.levels = levels;
        this.peakRatios = peakRatios;
    }

    /** Levels over days since the origin, each of a stretch of so many hours. */
    static final class Levels {
        private final double[] x;
        private final double[] y;
        private final int stretchHours;

        Levels(double[] x, double[] y, int stretchHours) {
            this.x = x;
            this.y = y;
            this.stretchHours = stretchHours;
        }

        double[] x() {
            return x;
        }

        double[] y() {
            return y;
        }

        int stretchHours() {
            return stretchHours;
        }
    }

    /** Of a history that shows the season and some demand. */
    static SeasonalTrend of(List<HourlyPeak> history, Season season) {
        long origin = history.get(history.size() - 1).hour() + 1;
        double mean = history.stream()
                .mapToDouble(HourlyPeak::requestsPerSecond)
                .average()
                .orElse(0);
        var trend = new TheilSenLine(mean, 0);
        double[] factors = {};
        var levels = new Levels(factors, factors, 0);
        for (int round = 0; round < ROUNDS; round++) {
            factors = factors(history, season, trend, origin);
            levels = levels(history, season, factors, origin);
            var next = through(levels.x(), levels.y());
            boolean settled = Math.abs(next.slope() - trend.slope()) <= SETTLED * mean;
            trend = next;
            if (settled) break;
        }
        return new SeasonalTrend(
                season, factors, trend, origin, levels, peakRatios(history, season, trend, factors, origin));
    }

    /** With many points, through medians of neighbours: all pairs of many are many. */
    static TheilSenLine through(double[] x, double[] y) {
        int most = 64;
        if (x.length <= most) return TheilSenLine.through(x, y);
        double[] middleX = new double[most];
        double[] middleY = new double[most];
        for (int bin = 0; bin < most; bin++) {
            int from = bin * x.length / most;
            int to = (bin + 1) * x.length / most;
            middleX[bin] = Quantiles.median(Arrays.copyOfRange(x, from, to));
            middleY[bin] = Quantiles.median(Arrays.copyOfRange(y, from, to));
        }
        return TheilSenLine.through(middleX, middleY);
    }

    static double trendAt(TheilSenLine trend, double day) {
        return Math.max(LEAST_TREND, trend.at(day));
    }

    /** In days from the origin to the middle of an hour. */
    static double days(long hour, long origin) {
        return (hour + 0.5 - origin) / HourlyPeak.HOURS_OF_DAY;
    }

    private static double[] factors(List<HourlyPeak> history, Season season, TheilSenLine trend, long origin) {
        var cells = new ArrayList<List<Double>>();
        for (int cell = 0; cell < season.hours(); cell++) cells.add(new ArrayList<>());
        for (var peak : history) {
            cells.get(season.cell(peak.hour()))
                    .add(peak.requestsPerSecond() / trendAt(trend, days(peak.hour(), origin)));
        }
        double[] factors = cells.stream()
                .mapToDouble(cell -> cell.isEmpty() ? Double.NaN : Quantiles.median(array(cell)))
                .toArray();
        fillIn(factors);
        double mean = Arrays.stream(factors).average().orElse(1);
        return mean > 0 ? Arrays.stream(factors).map(f -> f / mean).toArray() : factors;
    }

    /** An hour of the week that was never seen is like that hour of other days, else like the average. */
    private static void fillIn(double... factors) {
        double[] seen = Arrays.stream(factors).filter(f -> !Double.isNaN(f)).toArray();
        double average = Arrays.stream(seen).average().orElse(1);
        double[] filled = factors.clone();
        for (int cell = 0; cell < factors.length; cell++) {
            if (!Double.isNaN(factors[cell])) continue;
            double[] others = new double[factors.length];
            int n = 0;
            for (int other = cell % HourlyPeak.HOURS_OF_DAY; other < factors.length; other += HourlyPeak.HOURS_OF_DAY) {
                if (!Double.isNaN(factors[other])) others[n++] = factors[other];
            }
            filled[cell] = n == 0 ? average : Quantiles.median(Arrays.copyOf(others, n));
        }
        System.arraycopy(filled, 0, factors, 0, factors.length);
    }

    private static Levels levels(List<HourlyPeak> history, Season season, double[] factors, long origin) {
        boolean isShort = Season.spanHours(history) < (long) SHORT_HISTORY_DAYS * HourlyPeak.HOURS_OF_DAY;
        int stretch = isShort ? SHORT_STRETCH : HourlyPeak.HOURS_OF_DAY;
        var stretches = new TreeMap<Long, List<HourlyPeak>>();
        for (var peak : history) {
            if (factors[season.cell(peak.hour())] < QUIET) continue;
            stretches
                    .computeIfAbsent(Math.floorDiv(peak.hour(), stretch), s -> new ArrayList<>())
                    .add(peak);
        }
        boolean strict = stretches.values().stream().anyMatch(s -> s.size() >= LEAST_SHARE * stretch);
        if (strict) stretches.values().removeIf(s -> s.size() < LEAST_SHARE * stretch);
        var x = new ArrayList<Double>();
        var y = new ArrayList<Double>();
        for (var peaks : stretches.values()) {
            x.add(peaks.stream()
                    .mapToDouble(peak -> days(peak.hour(), origin))
                    .average()
                    .orElse(0));
            y.add(Quantiles.median(peaks.stream()
                    .mapToDouble(peak -> peak.requestsPerSecond() / factors[season.cell(peak.hour())])
                    .toArray()));
        }
        return new Levels(array(x), array(y), stretch);
    }

    private static double[] peakRatios(
            List<HourlyPeak> history, Season season, TheilSenLine trend, double[] factors, long origin) {
        var days = new TreeMap<Long, double[]>();
        for (var peak : history) {
            double said = trendAt(trend, days(peak.hour(), origin)) * factors[season.cell(peak.hour())];
            double[] day = days.computeIfAbsent(peak.day(), d -> new double[3]);
            day[0] = Math.max(day[0], peak.requestsPerSecond());
            day[1] = Math.max(day[1], said);
            day[2]++;
        }
        boolean strict = days.values().stream().anyMatch(day -> day[2] >= LEAST_SHARE * HourlyPeak.HOURS_OF_DAY);
        return days.values().stream()
                .filter(day -> !strict || day[2] >= LEAST_SHARE * HourlyPeak.HOURS_OF_DAY)
                .filter(day -> day[1] > 0)
                .mapToDouble(day -> day[0] / day[1])
                .toArray();
    }

    /** By the season's cell, mean 1. */
    double[] factors() {
        return factors;
    }

    /** Over days since the {@link #origin}. */
    TheilSenLine trend() {
        return trend;
    }

    /** The hour after the newest one, since 1970. */
    long origin() {
        return origin;
    }

    /** What the trend was fitted to. */
    Levels levels() {
        return levels;
    }

    /** Of each day, oldest first: its busiest hour over what trend and factors say of the same hours. */
    double[] peakRatios() {
        return peakRatios;
    }

    /** Cycles of the season that the history spans. */
    double cycles(List<HourlyPeak> history) {
        return Math.max(2, (double) Season.spanHours(history) / season.hours());
    }

    /** The largest factor of the hours of a day since 1970. */
    double busiest(long day) {
        double most = 0;
        for (int hour = 0; hour < HourlyPeak.HOURS_OF_DAY; hour++) {
            most = Math.max(most, factors[season.cell(day * HourlyPeak.HOURS_OF_DAY + hour)]);
        }
        return most;
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
