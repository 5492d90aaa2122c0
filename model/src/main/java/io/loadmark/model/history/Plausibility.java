package io.loadmark.model.history;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells values of a column that can't be: not finite, negative, a share above all, or a counter that wrapped. A counter
 * that was reset or read across its width appears once as a rate of 2³¹ or more, a hundred thousand times what is usual
 * in its column.
 *
 * @param column its name, for the reason
 * @param share whether it holds percentages of a whole
 * @param usual median of its positive values; 0 without any
 */
public record Plausibility(String column, boolean share, double usual) {
    private static final double WRAPPED = 0x1p31;
    private static final double TIMES_THE_USUAL = 1e5;

    /** Percentages come with rounding. */
    private static final double MOST_PERCENT = 100.5;

    /** Of all values of a column; absent ones are NaN. */
    public static Plausibility of(String column, double[] values) {
        double[] positive = Arrays.stream(values).filter(v -> v > 0).sorted().toArray();
        return new Plausibility(column, isShare(column), positive.length == 0 ? 0 : positive[positive.length / 2]);
    }

    /** Whether a column's name says that it holds percentages of a whole. */
    public static boolean isShare(String column) {
        String name = column.toLowerCase(Locale.ROOT);
        return name.endsWith("_pct") || name.endsWith("_percent") || name.endsWith("_util") || name.endsWith("_idle");
    }

    /** Why a value can't be; absent when it can, or is NaN. */
    public @Nullable String refusal(double value) {
        if (Double.isInfinite(value)) {
            return column + " is infinite";
        }
        if (share && (value > MOST_PERCENT || value < 0)) {
            return String.format(Locale.ROOT, "%s is %.4g %%: impossible for a percentage", column, value);
        }
        if (Math.abs(value) >= WRAPPED && Math.abs(value) > TIMES_THE_USUAL * usual) {
            return String.format(
                    Locale.ROOT,
                    "%s is %.4g, usual in its column is %.4g: a counter that wrapped or was reset",
                    column,
                    value,
                    usual);
        }
        return null;
    }
}
