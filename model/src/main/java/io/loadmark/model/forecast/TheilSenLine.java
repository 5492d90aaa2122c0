package io.loadmark.model.forecast;

import java.util.Arrays;

/**
 * The line through the medians: its slope is the median of the slopes of all pairs of points, its intercept the median of what
 * is left (Theil 1950, Sen 1968). Up to 29 % of the points may be anything.
 *
 * @param intercept at x = 0
 * @param slope per x
 */
public record TheilSenLine(double intercept, double slope) {
    public double at(double x) {
        return intercept + slope * x;
    }

    /** Through at least one point; level when all have the same x. */
    public static TheilSenLine through(double[] x, double[] y) {
        int n = x.length;
        double[] slopes = new double[n * (n - 1) / 2];
        int pairs = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                if (x[i] != x[j]) slopes[pairs++] = (y[j] - y[i]) / (x[j] - x[i]);
            }
        }
        double slope = pairs == 0 ? 0 : Quantiles.median(Arrays.copyOf(slopes, pairs));
        double[] rest = new double[n];
        for (int i = 0; i < n; i++) rest[i] = y[i] - slope * x[i];
        return new TheilSenLine(Quantiles.median(rest), slope);
    }
}
