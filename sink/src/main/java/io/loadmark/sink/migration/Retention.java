package io.loadmark.sink.migration;

import io.loadmark.sink.delivery.SinkConfig;
import io.loadmark.sink.table.Table;
import io.loadmark.sink.table.Tables;
import java.sql.Connection;
import java.sql.SQLException;

/** Sets how long ClickHouse keeps rows, where that has changed: a table that keeps what it kept is left alone. */
final class Retention {
    private final Connection connection;
    private final SinkConfig config;

    Retention(Connection connection, SinkConfig config) {
        this.connection = connection;
        this.config = config;
    }

    void apply() throws SQLException {
        for (var table : Tables.ALL) {
            String ttl = ttl(table);
            if (!definition(table).contains("TTL " + ttl)) alter(table, ttl);
        }
    }

    private String ttl(Table<?> table) {
        var kept = table.keep() == Table.Keep.RAW ? config.rawTtl() : config.derivedTtl();
        return "toDateTime(" + table.timeColumn() + ") + toIntervalSecond(" + kept.toSeconds() + ")";
    }

    private String definition(Table<?> table) throws SQLException {
        try (var query = connection.prepareStatement(
                "SELECT engine_full FROM system.tables WHERE database = currentDatabase() AND name = ?")) {
            query.setString(1, table.name());
            try (var rows = query.executeQuery()) {
                return rows.next() ? rows.getString(1) : "";
            }
        }
    }

    private void alter(Table<?> table, String ttl) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("ALTER TABLE " + table.name() + " MODIFY TTL " + ttl);
        }
    }
}
