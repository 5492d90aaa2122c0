package io.loadmark.sink.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Table {@code schema_migrations}: what has been applied to a database. A migration applied twice is recorded alike. */
final class History {
    private static final String TABLE = """
            CREATE TABLE IF NOT EXISTS schema_migrations
            (
                version UInt32 COMMENT 'Number of the migration.',
                name String COMMENT 'Its file.',
                checksum String COMMENT 'SHA-256 of the file.',
                applied_at DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT 'When it was applied.'
            )
            ENGINE = ReplacingMergeTree ORDER BY version
            COMMENT 'Migrations of this database, applied in order when a sink starts.'""";

    private final Connection connection;

    private History(Connection connection) {
        this.connection = connection;
    }

    static History of(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(TABLE);
        }
        return new History(connection);
    }

    /**
     * Those of {@code known} that are still to be applied.
     *
     * @throws MigrationException if the database has seen one that is not known, or another text of a known one
     */
    List<Migration> pending(List<Migration> known) throws SQLException {
        var applied = applied();
        var pending =
                known.stream().filter(m -> !applied.containsKey(m.version())).toList();
        for (var migration : known) {
            var before = applied.remove(migration.version());
            if (before != null && !before.checksum().equals(migration.checksum())) throw changed(before, migration);
        }
        if (!applied.isEmpty()) throw newer(applied.values().iterator().next());
        return pending;
    }

    void add(Migration migration) throws SQLException {
        try (var insert = connection.prepareStatement(
                "INSERT INTO schema_migrations (version, name, checksum) VALUES (?, ?, ?)")) {
            insert.setInt(1, migration.version());
            insert.setString(2, migration.name());
            insert.setString(3, migration.checksum());
            insert.executeUpdate();
        }
    }

    private Map<Integer, Applied> applied() throws SQLException {
        var applied = new TreeMap<Integer, Applied>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT version, name, checksum FROM schema_migrations FINAL")) {
            while (rows.next()) applied.put(rows.getInt(1), new Applied(rows.getString(2), rows.getString(3)));
        }
        return applied;
    }

    private static MigrationException changed(Applied before, Migration now) {
        return new MigrationException("migration " + now.name() + " has changed since it was applied to this database"
                + " (checksum " + before.checksum() + ", now " + now.checksum()
                + "); run the release that applied it, or use another clickhouse.database");
    }

    private static MigrationException newer(Applied applied) {
        return new MigrationException("this database has been brought to " + applied.name()
                + ", which this release does not know; run the release that did, or a newer one");
    }

    private record Applied(String name, String checksum) {}
}
