package io.loadmark.app.terminal;

import java.util.ArrayList;
import java.util.List;

/** Cells in columns of equal width, numbers to the right, two blanks between. */
public final class TextTable {
    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /** A column's title and side. */
    public record Column(String title, boolean number) {}

    public TextTable(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    public void add(List<String> cells) {
        if (cells.size() != columns.size()) throw new IllegalArgumentException(cells + " for " + columns);
        rows.add(List.copyOf(cells));
    }

    /** The titles and the rows. */
    public List<String> lines() {
        int[] widths = new int[columns.size()];
        for (int c = 0; c < widths.length; c++) widths[c] = width(c);
        var lines = new ArrayList<String>();
        lines.add(line(columns.stream().map(Column::title).toList(), widths));
        for (var row : rows) lines.add(line(row, widths));
        return lines;
    }

    private int width(int column) {
        int cells =
                rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
        return Math.max(cells, columns.get(column).title().length());
    }

    private String line(List<String> cells, int... widths) {
        var line = new StringBuilder();
        for (int c = 0; c < widths.length; c++) {
            if (c > 0) line.append("  ");
            String padding = " ".repeat(widths[c] - cells.get(c).length());
            if (columns.get(c).number()) line.append(padding).append(cells.get(c));
            else line.append(cells.get(c)).append(padding);
        }
        return line.toString().stripTrailing();
    }
}
