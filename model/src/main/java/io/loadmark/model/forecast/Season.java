package io.loadmark.model.forecast;

import java.util.List;

/** How often demand repeats itself. All of it is UTC, so that no day has 23 or 25 hours. */
public enum Season {
    /** An hour of the week is like the same hour of other weeks. */
    WEEKLY(168, 14),
    /** An hour of the day is like the same hour of other days; for histories that don't show weeks yet. */
    DAILY(24, 2);

    /** So many of a season's hours must have been seen in two cycles at least. */
    private static final double LEAST_CELLS = 0.8;

    private final int hours;
    private final int leastDays;

    Season(int hours, int leastDays) {
        this.hours = hours;
        this.leastDays = leastDays;
    }

    /** Hours of one cycle. */
    public int hours() {
        return hours;
    }

    /** Days that a history must span. */
    public int leastDays() {
        return leastDays;
    }

    int cell(long hour) {
        return Math.floorMod(hour, hours);
    }

    /** Whether a history, ascending, spans two cycles and has seen most hours in both. */
    boolean isIn(List<HourlyPeak> history) {
        return spanHours(history) >= (long) leastDays * HourlyPeak.HOURS_OF_DAY
                && cellsSeenTwice(history) >= LEAST_CELLS * hours;
    }

    int cellsSeenTwice(List<HourlyPeak> history) {
        int[] seen = new int[hours];
        for (var peak : history) seen[cell(peak.hour())]++;
        int twice = 0;
        for (int count : seen) if (count >= 2) twice++;
        return twice;
    }

    static long spanHours(List<HourlyPeak> history) {
        return history.isEmpty()
                ? 0
                : history.get(history.size() - 1).hour() - history.get(0).hour() + 1;
    }
}
