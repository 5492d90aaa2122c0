package io.loadmark.app.query;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What a statement answers, as text. */
public record SqlResult(List<String> columns, List<List<String>> rows) {
    private static final int MOST_ROWS = 100_000;

    /** Runs a statement. */
    public static SqlResult of(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setMaxRows(MOST_ROWS);
            if (!statement.execute(sql)) return new SqlResult(List.of(), List.of());
            try (var rows = statement.getResultSet()) {
                return read(rows);
            }
        }
    }

    private static SqlResult read(ResultSet rows) throws SQLException {
        var meta = rows.getMetaData();
        var columns = new ArrayList<String>();
        for (int i = 1; i <= meta.getColumnCount(); i++) columns.add(meta.getColumnLabel(i));
        var found = new ArrayList<List<String>>();
        while (rows.next()) {
            var row = new ArrayList<String>();
            for (int i = 1; i <= columns.size(); i++) {
                String value = rows.getString(i);
                row.add(value == null ? "" : value);
            }
            found.add(row);
        }
        return new SqlResult(columns, found);
    }

    /** Columns one below the other, numbers to the right. */
    public List<String> table() {
        int[] widths = new int[columns.size()];
        for (int c = 0; c < widths.length; c++) {
            int column = c;
            widths[c] = Math.max(
                    columns.get(c).length(),
                    rows.stream()
                            .mapToInt(row -> row.get(column).length())
                            .max()
                            .orElse(0));
        }
        var lines = new ArrayList<String>();
        lines.add(line(columns, widths));
        for (var row : rows) lines.add(line(row, widths));
        return lines;
    }

    private static String line(List<String> cells, int[] widths) {
        var line = new StringBuilder();
        for (int c = 0; c < widths.length; c++) {
            if (c > 0) line.append("  ");
            String cell = cells.get(c);
            String padding = " ".repeat(widths[c] - cell.length());
            boolean number = cell.matches("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");
            line.append(number ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }
}
