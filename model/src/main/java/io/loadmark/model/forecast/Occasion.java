package io.loadmark.model.forecast;

/**
 * A day on which more or less than usual is to be expected: a sale, a holiday.
 *
 * @param day days since 1970, UTC
 * @param factor on what the day would ask otherwise, &gt; 0
 */
public record Occasion(long day, double factor) {
    public Occasion {
        if (!(factor > 0) || factor == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("a factor is more than 0, was " + factor);
        }
    }
}
