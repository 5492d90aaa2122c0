package io.loadmark.model.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Demand of known season and trend: 100 requests per second at the first hour, more by {@code growth} of that a day, times a
 * season of the day (0.5 at night to 1.5 at noon) and of the week (half at the weekend), times noise.
 */
record Series(double growth, double noise, double persistence, boolean weekends, long seed) {
    /** Thursday 2026-01-01, 00:00 UTC. */
    static final long FIRST = 20_454L * 24;

    static Series calm(double growth) {
        return new Series(growth, 0, 0, true, 1);
    }

    /** Of so many days from the first hour on. */
    List<HourlyPeak> days(int days) {
        var random = new SplittableRandom(seed);
        var peaks = new ArrayList<HourlyPeak>();
        double day = random.nextGaussian();
        for (int hour = 0; hour < days * 24; hour++) {
            if (hour % 24 == 0) day = next(day, random);
            double log = noise * (day + 0.5 * random.nextGaussian());
            peaks.add(new HourlyPeak(FIRST + hour, said(hour) * Math.exp(log)));
        }
        return peaks;
    }

    private double next(double day, RandomGenerator random) {
        return persistence * day + Math.sqrt(1 - persistence * persistence) * random.nextGaussian();
    }

    double said(int hour) {
        double ofDay = 1 - 0.5 * Math.cos(2 * Math.PI * (hour % 24) / 24);
        boolean weekend = weekends && (hour / 24 + 3) % 7 >= 5;
        return 100 * (1 + growth * hour / 24.) * ofDay * (weekend ? 0.5 : 1);
    }
}
