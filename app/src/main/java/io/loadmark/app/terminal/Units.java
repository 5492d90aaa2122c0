package io.loadmark.app.terminal;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Figures as people read them. What is absent is a dash, never 0. */
public final class Units {
    public static final String ABSENT = "-";
    private static final String[] BYTES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    private static final double STEP = 1024;
    private static final double PERCENT = 100;

    private Units() {}

    /** Such as {@code 1.5 GiB}: three digits that mean something. */
    public static String bytes(@Nullable Number bytes) {
        if (bytes == null) return ABSENT;
        double amount = bytes.doubleValue();
        int unit = 0;
        while (Math.abs(amount) >= STEP && unit < BYTES.length - 1) {
            amount /= STEP;
            unit++;
        }
        boolean whole = unit == 0 || Math.abs(amount) >= PERCENT;
        return String.format(Locale.ROOT, whole ? "%.0f %s" : "%.1f %s", amount, BYTES[unit]);
    }

    /** With so many decimals. */
    public static String decimal(@Nullable Number value, int decimals) {
        return value == null ? ABSENT : String.format(Locale.ROOT, "%." + decimals + "f", value.doubleValue());
    }

    /** A ratio of 1 is {@code 100.0 %}. */
    public static String percent(@Nullable Number ratio) {
        return ratio == null ? ABSENT : String.format(Locale.ROOT, "%.1f %%", PERCENT * ratio.doubleValue());
    }

    /** A whole number. */
    public static String count(@Nullable Number value) {
        return value == null ? ABSENT : Long.toString(Math.round(value.doubleValue()));
    }

    /** A text that can't move the cursor or break a line, whoever has written it. */
    public static String plain(@Nullable String text) {
        if (text == null || text.isEmpty()) return ABSENT;
        var plain = new StringBuilder(text.length());
        text.codePoints().forEach(c -> plain.appendCodePoint(isPrintable(c) ? c : '?'));
        return plain.toString();
    }

    private static boolean isPrintable(int c) {
        int type = Character.getType(c);
        return !Character.isISOControl(c)
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}
