package io.loadmark.model.forecast;

import java.util.Arrays;

/** Order statistics. */
public final class Quantiles {
    /** Of a normal distribution the median absolute deviation times this is the standard deviation. */
    private static final double NORMAL = 1.4826;

    private Quantiles() {}

    /** Of at least one value. */
    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The value with index ⌈q·n⌉ − 1 of n sorted ones: infinite ones are no harm. */
    static double ofSorted(double[] sorted, double q) {
        int index = (int) Math.ceil(q * sorted.length) - 1;
        return sorted[Math.max(0, Math.min(sorted.length - 1, index))];
    }

    /** So many robust standard deviations around the median. */
    public static double[] fence(double deviations, double... values) {
        double median = median(values);
        double spread = NORMAL
                * median(Arrays.stream(values).map(v -> Math.abs(v - median)).toArray());
        return new double[] {median - deviations * spread, median + deviations * spread};
    }
}
