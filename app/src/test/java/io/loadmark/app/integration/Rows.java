package io.loadmark.app.integration;

import io.loadmark.runtime.config.ClickHouseConfig;
import io.loadmark.sink.clickhouse.ClickHouse;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What ClickHouse holds. */
record Rows(ClickHouseConfig clickHouse) {
    /** Every value as ClickHouse writes it; {@code null} where there is none. */
    List<List<String>> of(String sql) throws SQLException {
        var rows = new ArrayList<List<String>>();
        try (var connection = ClickHouse.connect(clickHouse);
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                var row = new ArrayList<String>();
                for (int i = 1; i <= columns; i++) row.add(String.valueOf(result.getString(i)));
                rows.add(row);
            }
        }
        return rows;
    }

    /** The only row's values as numbers. */
    List<Long> numbers(String sql) throws SQLException {
        return of(sql).get(0).stream().map(Long::valueOf).toList();
    }

    long number(String sql) throws SQLException {
        return numbers(sql).get(0);
    }
}
