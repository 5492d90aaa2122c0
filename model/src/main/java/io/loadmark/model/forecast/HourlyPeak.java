package io.loadmark.model.forecast;

/**
 * What a service was asked for in its busiest minute of an hour.
 *
 * @param hour whole hours since 1970, UTC
 * @param requestsPerSecond mean over that minute, ≥ 0
 */
public record HourlyPeak(long hour, double requestsPerSecond) {
    static final int HOURS_OF_DAY = 24;

    public HourlyPeak {
        if (!(requestsPerSecond >= 0) || Double.isInfinite(requestsPerSecond)) {
            throw new IllegalArgumentException("requests per second of hour " + hour + ": " + requestsPerSecond);
        }
    }

    /** Whole days since 1970, UTC. */
    long day() {
        return Math.floorDiv(hour, HOURS_OF_DAY);
    }
}
