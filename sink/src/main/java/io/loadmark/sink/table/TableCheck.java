package io.loadmark.sink.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Compares a table's columns as declared with those that ClickHouse has. RowBinary carries no types: rows written into a
 * table that somebody has altered would be misread, so nothing is written before this has passed.
 */
public final class TableCheck {
    private TableCheck() {}

    /** What differs, for a person; empty when rows can be written. */
    public static Optional<String> difference(Connection connection, Table<?> table) throws SQLException {
        var real = columns(connection, table);
        if (real.isEmpty()) return Optional.of("table " + table.name() + " is missing");
        String differing = table.columns().list().stream()
                .filter(column -> !column.type().name().equals(real.get(column.name())))
                .map(column -> column.name() + " should be " + column.type().name() + ", is "
                        + real.getOrDefault(column.name(), "missing"))
                .collect(Collectors.joining("; "));
        return differing.isEmpty() ? Optional.empty() : Optional.of("table " + table.name() + ": " + differing);
    }

    /** Column to type, in the table's order. */
    static Map<String, String> columns(Connection connection, Table<?> table) throws SQLException {
        var columns = new LinkedHashMap<String, String>();
        try (var query = connection.prepareStatement("SELECT name, type FROM system.columns"
                + " WHERE database = currentDatabase() AND table = ? ORDER BY position")) {
            query.setString(1, table.name());
            try (var rows = query.executeQuery()) {
                while (rows.next()) columns.put(rows.getString(1), rows.getString(2));
            }
        }
        return columns;
    }
}
