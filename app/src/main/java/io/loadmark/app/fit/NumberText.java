package io.loadmark.app.fit;

import io.loadmark.runtime.config.ConfigException;

/** Numbers as people write them in options. */
public final class NumberText {
    private static final double MOST_SHARE = 1.5;

    private NumberText() {}

    /** A share such as 0.9, or a percentage such as 90 or 90%. */
    public static double share(String option, String text) {
        String digits = text.strip();
        boolean percent = digits.endsWith("%");
        double value = NumberColumn.number(
                percent ? digits.substring(0, digits.length() - 1).strip() : digits);
        if (percent || value > MOST_SHARE) value /= 100;
        if (!(value > 0 && value <= MOST_SHARE)) {
            throw new ConfigException(
                    option + " is a share such as 0.9 or a percentage such as 90%, was '" + text + "'");
        }
        return value;
    }

    /** A number above 0. */
    public static double positive(String option, String text) {
        double value = NumberColumn.number(text.strip());
        if (!(value > 0 && Double.isFinite(value))) {
            throw new ConfigException(option + " is a number above 0, was '" + text + "'");
        }
        return value;
    }
}
