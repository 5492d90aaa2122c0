package io.loadmark.model.forecast;

import io.loadmark.model.forecast.Forecast.Expected;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Possible futures: the trend is fitted again to levels whose residuals are drawn anew, and each day to come gets a residual of a
 * day that was (both a week on end at a time, as neighbouring days are alike; a moving-block bootstrap). The capacity is drawn
 * out of its interval. One seed, so that the same history gives the same futures.
 */
final class Futures {
    private static final int COUNT = 600;
    private static final long SEED = 20_240_229L;
    private static final int BLOCK_DAYS = 7;
    /** Share of the futures beyond each end of an interval. */
    static final double ENDS = 0.05;
    /** What lies farther out was an event, not the day's demand. */
    static final double OUTLIER = 5;

    private final double[] reached;
    private final double[] peaks;
    private final List<Expected> occasions;

    private Futures(double[] reached, double[] peaks, List<Expected> occasions) {
        this.reached = reached;
        this.peaks = peaks;
        this.occasions = occasions;
    }

    /**
     * Of each future, ascending, the day on which demand first reaches the capacity: 1 is the first one to come; infinite when it
     * doesn't within the horizon.
     */
    double[] reached() {
        return reached;
    }

    /** Of each future, ascending, the busiest minute within the last seven days of the horizon, requests per second. */
    double[] peaks() {
        return peaks;
    }

    /** What the days of the calendar ask. */
    List<Expected> occasions() {
        return occasions;
    }

    /** The peaks of one day of the calendar, future by future. */
    private static final class Day {
        private final Occasion occasion;
        private final double[] peaks = new double[COUNT];
        private int exhausted;

        Day(Occasion occasion) {
            this.occasion = occasion;
        }

        void add(int future, double peak, double limit) {
            peaks[future] = peak;
            if (peak >= limit) exhausted++;
        }

        Expected expected() {
            Arrays.sort(peaks);
            return new Expected(
                    occasion,
                    Quantiles.ofSorted(peaks, 0.5),
                    Quantiles.ofSorted(peaks, ENDS),
                    Quantiles.ofSorted(peaks, 1 - ENDS),
                    (double) exhausted / COUNT);
        }
    }

    /**
     * Draws them.
     *
     * @param cycles how many values stand behind a factor of the season: residuals of few are too small
     * @param calendar at most one occasion a day
     */
    static Futures of(
            SeasonalTrend past, double cycles, CapacityRange capacity, int horizonDays, List<Occasion> calendar) {
        var days = new TreeMap<Long, Day>();
        for (var occasion : calendar) days.put(occasion.day(), new Day(occasion));
        double tooSmall = Math.sqrt(cycles / (cycles - 1));
        double[] ratios = around(past.peakRatios(), tooSmall);
        double[] residuals = levelResiduals(past, tooSmall);
        double[] reached = new double[COUNT];
        double[] peaks = new double[COUNT];
        var random = new SplittableRandom(SEED);
        for (int future = 0; future < COUNT; future++) {
            var trend = again(past, residuals, random);
            double limit = capacity.at(random.nextGaussian());
            double[] drawn = drawn(ratios, horizonDays, BLOCK_DAYS, random);
            reached[future] = Double.POSITIVE_INFINITY;
            for (int day = 1; day <= horizonDays; day++) {
                double peak = SeasonalTrend.trendAt(trend, day - 0.5) * busiest(past, day) * drawn[day - 1];
                Day special = days.get(day(past, day));
                if (special != null) {
                    peak *= special.occasion.factor();
                    special.add(future, peak, limit);
                }
                if (peak >= limit) reached[future] = Math.min(reached[future], day);
                if (day > horizonDays - BLOCK_DAYS) peaks[future] = Math.max(peaks[future], peak);
            }
        }
        Arrays.sort(reached);
        Arrays.sort(peaks);
        return new Futures(
                reached, peaks, days.values().stream().map(Day::expected).toList());
    }

    /** The busiest hour's factor of a day to come; 1 is the first whole one or the rest of the one that has begun. */
    static double busiest(SeasonalTrend past, int day) {
        return past.busiest(day(past, day));
    }

    /** Days since 1970. */
    static long day(SeasonalTrend past, int day) {
        return Math.floorDiv(past.origin(), HourlyPeak.HOURS_OF_DAY) + day - 1;
    }

    private static double[] levelResiduals(SeasonalTrend past, double tooSmall) {
        var levels = past.levels();
        int n = levels.x().length;
        double[] residuals = new double[n];
        for (int i = 0; i < n; i++) residuals[i] = levels.y()[i] / SeasonalTrend.trendAt(past.trend(), levels.x()[i]);
        return around(residuals, tooSmall * Math.sqrt(n / Math.max(1., n - 2.)));
    }

    /** Spread around their median by a factor, outliers drawn in to the fence. */
    private static double[] around(double[] values, double factor) {
        double median = Quantiles.median(values);
        double[] fence = Quantiles.fence(OUTLIER, values);
        return Arrays.stream(values)
                .map(v -> Math.min(fence[1], Math.max(fence[0], v)))
                .map(v -> Math.max(0, median + factor * (v - median)))
                .toArray();
    }

    private static TheilSenLine again(SeasonalTrend past, double[] residuals, RandomGenerator random) {
        var levels = past.levels();
        int block = BLOCK_DAYS * HourlyPeak.HOURS_OF_DAY / levels.stretchHours();
        double[] drawn = drawn(residuals, residuals.length, block, random);
        double[] y = new double[drawn.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = SeasonalTrend.trendAt(past.trend(), levels.x()[i]) * drawn[i];
        }
        return SeasonalTrend.through(levels.x(), y);
    }

    /** So many, in runs as they followed each other; of few values in shorter runs, so that there are several. */
    private static double[] drawn(double[] values, int count, int block, RandomGenerator random) {
        int run = Math.max(1, Math.min(block, values.length / 4));
        double[] drawn = new double[count];
        for (int i = 0; i < count; i += run) {
            int from = random.nextInt(values.length - run + 1);
            System.arraycopy(values, from, drawn, i, Math.min(run, count - i));
        }
        return drawn;
    }
}
