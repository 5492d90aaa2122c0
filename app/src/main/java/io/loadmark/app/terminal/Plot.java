package io.loadmark.app.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Points over two axes as lines of text. */
public final class Plot {
    private static final int LABEL = 9;

    private final int columns;
    private final int rows;
    private final double maxX;
    private final double maxY;
    private final char[][] cells;

    /**
     * An empty plot from (0, 0) to (maxX, maxY).
     *
     * @param columns width of the drawing without its axis
     * @param rows height of the drawing without its axis
     */
    public Plot(int columns, int rows, double maxX, double maxY) {
        this.columns = columns;
        this.rows = rows;
        this.maxX = maxX;
        this.maxY = maxY;
        cells = new char[rows][columns];
        for (char[] row : cells) Arrays.fill(row, ' ');
    }

    /** Draws a point; what lies outside is drawn on the edge. */
    public Plot point(double x, double y, char mark) {
        cells[row(y)][column(x)] = mark;
        return this;
    }

    /** Draws a vertical line, behind what is already there. */
    public Plot vertical(double x, char mark) {
        int column = column(x);
        for (char[] row : cells) if (row[column] == ' ') row[column] = mark;
        return this;
    }

    /** Draws a horizontal line, behind what is already there. */
    public Plot horizontal(double y, char mark) {
        char[] row = cells[row(y)];
        for (int c = 0; c < columns; c++) if (row[c] == ' ') row[c] = mark;
        return this;
    }

    private int column(double x) {
        return Math.max(0, Math.min(columns - 1, (int) Math.round(x / maxX * (columns - 1))));
    }

    private int row(double y) {
        return Math.max(0, Math.min(rows - 1, rows - 1 - (int) Math.round(y / maxY * (rows - 1))));
    }

    /** The drawing with its axes, top first. */
    public List<String> lines(String xTitle, String yTitle) {
        var lines = new ArrayList<String>();
        lines.add(" ".repeat(LABEL) + " " + yTitle);
        for (int r = 0; r < rows; r++) {
            boolean labelled = r == 0 || r == rows - 1 || r == rows / 2;
            double y = maxY * (rows - 1 - r) / (rows - 1);
            String label = labelled ? String.format(Locale.ROOT, "%" + (LABEL - 1) + ".0f ", y) : " ".repeat(LABEL);
            lines.add(label + "│" + new String(cells[r]).stripTrailing());
        }
        lines.add(" ".repeat(LABEL) + "└" + "─".repeat(columns));
        String middle = String.format(Locale.ROOT, "%.0f", maxX / 2);
        String end = String.format(Locale.ROOT, "%.0f", maxX) + " " + xTitle;
        lines.add(" ".repeat(LABEL) + "0" + padded(middle, columns / 2) + padded(end, columns / 2 + xTitle.length()));
        return lines;
    }

    private static String padded(String text, int width) {
        return " ".repeat(Math.max(1, width - text.length())) + text;
    }
}
