package io.loadmark.sink.migration;

import io.loadmark.runtime.config.ClickHouseConfig;
import io.loadmark.sink.clickhouse.ClickHouse;
import io.loadmark.sink.delivery.SinkConfig;
import io.loadmark.sink.table.TableCheck;
import io.loadmark.sink.table.Tables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the configured database to this version, making it where that is allowed. ClickHouse has no transactions over
 * statements and no locks between clients, so every statement of a migration can be repeated: a sink that died half way
 * is no harm, and neither are two that start at once.
 */
public final class Migrations {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
    private static final int OLDEST_MAJOR = 25;
    private static final int OLDEST_MINOR = 3;

    /** In order; a file once released is never changed, a new one is added at the end. */
    static final List<String> FILES = List.of(
            "V001__samples.sql",
            "V002__results.sql",
            "V003__views.sql",
            "V004__domains.sql",
            "V005__planning.sql",
            "V006__cgroups.sql",
            "V007__axes.sql",
            "V008__calls.sql",
            "V009__transactions.sql",
            "V010__claims.sql",
            "V011__binds.sql",
            "V012__threads.sql",
            "V013__disturbed.sql",
            "V014__shape.sql");

    private Migrations() {}

    /**
     * Applies what is missing and sets how long rows are kept.
     *
     * @throws MigrationException if this version must not use the database
     * @throws SQLException if ClickHouse is away or refuses for another reason; may be tried again
     */
    public static void apply(ClickHouseConfig clickHouse, SinkConfig sink) throws SQLException {
        apply(clickHouse, sink, FILES.stream().map(Migration::resource).toList());
    }

    static void apply(ClickHouseConfig clickHouse, SinkConfig sink, List<Migration> known) throws SQLException {
        try (var system = ClickHouse.connect(clickHouse, "system")) {
            checkVersion(text(system, "SELECT version()"));
            makeDatabase(system, clickHouse);
        }
        try (var connection = ClickHouse.connect(clickHouse)) {
            var history = History.of(connection);
            for (var migration : history.pending(known)) {
                run(connection, migration);
                history.add(migration);
                LOG.info("Applied {} to database {}", migration.name(), clickHouse.database());
            }
            checkTables(connection);
            new Retention(connection, sink).apply();
        }
    }

    private static void checkVersion(String version) {
        String[] parts = version.split("\\.", -1);
        int major = Integer.parseInt(parts[0]);
        int minor = Integer.parseInt(parts[1]);
        if (major < OLDEST_MAJOR || (major == OLDEST_MAJOR && minor < OLDEST_MINOR)) {
            throw new MigrationException(String.format(
                    Locale.ROOT,
                    "ClickHouse is %s; Loadmark needs %d.%d or newer",
                    version,
                    OLDEST_MAJOR,
                    OLDEST_MINOR));
        }
    }

    private static void makeDatabase(Connection system, ClickHouseConfig config) throws SQLException {
        String database = config.database();
        if (!text(system, "SELECT count() FROM system.databases WHERE name = '" + database + "'")
                .equals("0")) return;
        try (var statement = system.createStatement()) {
            statement.execute("CREATE DATABASE IF NOT EXISTS " + database);
        } catch (SQLException e) {
            if (!String.valueOf(e.getMessage()).contains("ACCESS_DENIED")) throw e;
            throw new MigrationException(
                    "ClickHouse has no database " + database + " that user " + config.user()
                            + " can see, and the user may not make one; make it, or set clickhouse.database",
                    e);
        }
    }

    private static void run(Connection connection, Migration migration) throws SQLException {
        for (String sql : migration.statements()) {
            try (var statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                String head = sql.lines().findFirst().orElse("");
                throw new SQLException(migration.name() + ", " + head + ": " + e.getMessage(), e);
            }
        }
    }

    private static void checkTables(Connection connection) throws SQLException {
        for (var table : Tables.ALL) {
            TableCheck.difference(connection, table).ifPresent(difference -> {
                throw new MigrationException(difference + "; the sink would write rows that are misread");
            });
        }
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            if (!rows.next()) throw new SQLException("no answer to " + query);
            return rows.getString(1);
        }
    }
}
