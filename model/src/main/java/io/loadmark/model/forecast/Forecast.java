package io.loadmark.model.forecast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When the busiest minute of a day will first reach a capacity. Days count since 1970, UTC.
 *
 * @param season absent when the history shows none
 * @param demand what is to be expected; absent without a season
 * @param exhaustion when the capacity is reached; absent without a season
 * @param occasions what the days of the calendar ask, by day
 * @param reasons what is missing, or what to doubt
 */
public record Forecast(
        Status status,
        @Nullable Season season,
        @Nullable Outlook demand,
        @Nullable Exhaustion exhaustion,
        List<Expected> occasions,
        List<Reason> reasons) {
    public Forecast {
        occasions = List.copyOf(occasions);
        reasons = List.copyOf(reasons);
    }

    /** What it comes to. */
    public enum Status {
        /** More likely than not the capacity is reached within the horizon. */
        EXHAUSTED_WITHIN_HORIZON,
        /** More likely than not it isn't. */
        NOT_WITHIN_HORIZON,
        /** It was reached within the last seven days already. */
        EXHAUSTED_ALREADY,
        /** The history is too short or has too many gaps. */
        INSUFFICIENT_DATA
    }

    /**
     * Peaks of days, requests per second in the busiest minute.
     *
     * @param recentPeak the highest of the last seven days
     * @param trendPerDay change of the deseasonalised level, as a share of it now
     * @param peak the busiest minute within the last seven days of the horizon: median of the futures
     * @param peakLow 5 % of the futures are below
     * @param peakHigh 5 % are above
     */
    public record Outlook(double recentPeak, double trendPerDay, double peak, double peakLow, double peakHigh) {}

    /**
     * The first day on which the capacity is reached, by possible futures; absent: not within the horizon.
     *
     * @param day median
     * @param earliest 5 % of the futures reach it no later
     * @param latest 95 % do
     * @param probability share of the futures that reach it within the horizon
     */
    public record Exhaustion(
            @Nullable Long day,
            @Nullable Long earliest,
            @Nullable Long latest,
            double probability) {}

    /**
     * What a day of the calendar asks: its busiest minute, requests per second.
     *
     * @param peak median of the futures
     * @param peakLow 5 % of the futures are below
     * @param peakHigh 5 % are above
     * @param probability share of the futures in which it reaches the capacity
     */
    public record Expected(Occasion occasion, double peak, double peakLow, double peakHigh, double probability) {}

    /** A kind of doubt, and what it is about. */
    public record Reason(Code code, String detail) {
        /** Kinds. */
        public enum Code {
            /** No forecast without it. */
            INSUFFICIENT_DATA,
            /** Weeks are not known yet: the weekend looks like any day. */
            DAILY_SEASON_ONLY,
            /** The horizon is longer than the history. */
            EXTRAPOLATED,
            /** Hours are missing. */
            GAPS,
            /** Days far off the rest, which the forecast doesn't expect to come again. */
            OUTLIERS,
            /** The capacity is far beyond all demand that was seen. */
            BEYOND_SEEN_DEMAND
        }
    }
}
