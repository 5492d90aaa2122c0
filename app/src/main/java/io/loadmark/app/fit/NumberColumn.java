package io.loadmark.app.fit;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A column of numbers, or a number less a column: {@code cpu_util}, {@code 100-cpu_idle}.
 *
 * @param text as it was asked for
 * @param index of the column
 * @param from what the column is taken from; NaN when it stands by itself
 */
record NumberColumn(String text, int index, double from) {
    private static final Pattern DIFFERENCE = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*-\\s*(.+)");
    private static final Pattern DECIMAL_COMMA = Pattern.compile("-?\\d+,\\d+");
    private static final Set<String> ABSENT = Set.of("", "na", "n/a", "nan", "null", "none", "-");

    /** Finds the column; {@code option} asked for it. */
    static NumberColumn of(CsvTable table, String option, String text) {
        var difference = DIFFERENCE.matcher(text.strip());
        if (!table.columns().contains(text) && difference.matches()) {
            int index = table.column(option, difference.group(2).strip());
            return new NumberColumn(text, index, Double.parseDouble(difference.group(1)));
        }
        return new NumberColumn(text, table.column(option, text), Double.NaN);
    }

    /** The value in a row; NaN when it is absent or no number. */
    double in(List<String> row) {
        double value = number(row.get(index));
        return Double.isNaN(from) ? value : from - value;
    }

    /** Whether a field is filled and yet no number. */
    boolean isMalformed(List<String> row) {
        String field = row.get(index);
        return Double.isNaN(number(field)) && !ABSENT.contains(field.toLowerCase(Locale.ROOT));
    }

    /** A field as a number; NaN when it is none. */
    static double number(String field) {
        if (field.isEmpty() || Character.isLetter(field.charAt(field.length() - 1))) return Double.NaN;
        try {
            return Double.parseDouble(DECIMAL_COMMA.matcher(field).matches() ? field.replace(',', '.') : field);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
