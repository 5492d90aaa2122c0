package io.loadmark.app.fit;

import io.loadmark.runtime.config.ConfigException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A load that may bind a service: a column, and the value at which its resource is used up.
 *
 * @param name such as cpu
 * @param column where it is
 * @param limit value at which the resource is used up
 */
record LoadAxis(String name, NumberColumn column, double limit) {
    private static final Pattern NAMED = Pattern.compile("([A-Za-z][A-Za-z0-9_:-]*)=(.+)");
    private static final double PERCENT = 100;

    /** Values up to it may be shares that overshoot; beyond, they are percentages. */
    private static final double MOST_SHARE = 1.5;

    /**
     * The axis that {@code --load [NAME=]COLUMN} asks for. Its limit is the one given, else 1 when all values are shares,
     * else 100 when they may be percentages.
     */
    static LoadAxis of(CsvTable table, String text, Map<String, Double> limits) {
        var named = NAMED.matcher(text);
        boolean hasName = !table.columns().contains(text) && named.matches();
        var column = NumberColumn.of(table, "--load", hasName ? named.group(2).strip() : text);
        String name = hasName ? named.group(1) : nameOf(text);
        var given = limits.get(name);
        return new LoadAxis(name, column, given != null ? given : limit(table, column, text));
    }

    /** By what the column's name speaks of, in the words of a capacity's bottleneck. */
    private static String nameOf(String column) {
        String name = column.toLowerCase(Locale.ROOT);
        for (String known : List.of("cpu", "mem", "disk", "net", "gc")) {
            if (name.contains(known)) return known.equals("mem") ? "memory" : known;
        }
        return name.contains("util") || name.contains("idle") ? "cpu" : column;
    }

    private static double limit(CsvTable table, NumberColumn column, String text) {
        double[] values = table.rows().stream()
                .mapToDouble(column::in)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        // A single value that can't be must not decide what the others are.
        double high = values.length == 0 ? 1 : values[(int) (0.98 * (values.length - 1))];
        if (high > PERCENT * MOST_SHARE) {
            throw new ConfigException("--load: values of '" + text + "' go up to " + high
                    + ": no share and no percentage; say by --limit at which value the resource is used up");
        }
        return high > MOST_SHARE ? PERCENT : 1;
    }

    /** The load of a row as a share of the limit; NaN when absent. */
    double share(List<String> row) {
        return column.in(row) / limit;
    }
}
