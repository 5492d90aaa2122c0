package io.loadmark.sink.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadmark.runtime.config.ClickHouseConfig;
import io.loadmark.sink.delivery.SinkConfig;
import io.loadmark.sink.fixture.Engine;
import io.loadmark.sink.table.Tables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MigrationsTest {
    private static final SinkConfig CONFIG =
            new SinkConfig(1000, Duration.ofSeconds(1), true, Duration.ofDays(7), Duration.ofDays(730));

    private ClickHouseConfig database;

    @BeforeEach
    void start() throws Exception {
        database = Engine.shared().freshDatabase();
    }

    @Test
    void aFreshDatabaseIsMadeAndGetsEveryTableAndView() throws Exception {
        Migrations.apply(database, CONFIG);

        assertThat(Engine.query(database, "SELECT name FROM system.tables WHERE database = currentDatabase()"))
                .containsAll(Tables.ALL.stream().map(t -> t.name()).toList())
                .contains("latest_requests", "latest_load_samples", "latest_curves", "balance")
                .contains("overcommit", "capacity", "headroom", "request_hours", "transactions", "transaction_visits")
                .contains("cpu_claims");
        assertThat(Engine.query(database, "SELECT name FROM schema_migrations FINAL ORDER BY version"))
                .isEqualTo(Migrations.FILES);
    }

    @Test
    void everyShippedScriptIsApplied() throws Exception {
        var directory = Path.of(Objects.requireNonNull(Migrations.class.getResource("V001__samples.sql"))
                        .toURI())
                .getParent();
        try (var files = Files.list(directory)) {
            assertThat(files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".sql")))
                    .containsExactlyInAnyOrderElementsOf(Migrations.FILES);
        }
    }

    @Test
    void applyingAgainChangesNothing() throws Exception {
        Migrations.apply(database, CONFIG);
        var before = definitions();
        Migrations.apply(database, CONFIG);

        assertThat(definitions()).isEqualTo(before);
        assertThat(Engine.query(database, "SELECT count() FROM schema_migrations"))
                .containsExactly(Integer.toString(Migrations.FILES.size()));
    }

    @Test
    void sinksThatStartAtOnceDoNotDisturbEachOther() throws Exception {
        var tasks = new ArrayList<Callable<Void>>();
        for (int i = 0; i < 4; i++) {
            tasks.add(() -> {
                Migrations.apply(database, CONFIG);
                return null;
            });
        }
        var threads = Executors.newFixedThreadPool(tasks.size());
        try {
            for (var done : threads.invokeAll(tasks)) done.get();
        } finally {
            threads.shutdownNow();
        }
        assertThat(Engine.query(database, "SELECT name FROM schema_migrations FINAL ORDER BY version"))
                .isEqualTo(Migrations.FILES);
    }

    @Test
    void aMigrationThatHasChangedSinceIsRefused() throws Exception {
        Migrations.apply(database, CONFIG);
        var changed = new ArrayList<>(shipped());
        changed.set(1, Migration.of(Migrations.FILES.get(1), "SELECT 1"));

        assertThatThrownBy(() -> Migrations.apply(database, CONFIG, changed))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("V002__results.sql has changed since it was applied");
    }

    @Test
    void aDatabaseOfANewerReleaseIsRefused() throws Exception {
        var newer = new ArrayList<>(shipped());
        newer.add(Migration.of("V999__future.sql", "CREATE TABLE IF NOT EXISTS future (x Int8) ENGINE = Memory"));
        Migrations.apply(database, CONFIG, newer);

        assertThatThrownBy(() -> Migrations.apply(database, CONFIG))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("V999__future.sql, which this release does not know");
    }

    @Test
    void aMigrationThatFailedHalfWayIsRunAgain() throws Exception {
        var broken = new ArrayList<>(shipped());
        broken.add(Migration.of(
                "V500__more.sql", "CREATE TABLE IF NOT EXISTS more (x Int8) ENGINE = Memory; SELECT nonsense"));
        assertThatThrownBy(() -> Migrations.apply(database, CONFIG, broken)).hasMessageContaining("V500__more.sql");

        broken.set(
                broken.size() - 1,
                Migration.of("V500__more.sql", "CREATE TABLE IF NOT EXISTS more (x Int8) ENGINE = Memory; SELECT 1"));
        Migrations.apply(database, CONFIG, broken);
        assertThat(Engine.query(database, "SELECT max(version) FROM schema_migrations"))
                .containsExactly("500");
    }

    @Test
    void aTableThatSomebodyHasAlteredIsRefused() throws Exception {
        Migrations.apply(database, CONFIG);
        Engine.execute(database, "ALTER TABLE host_samples MODIFY COLUMN online_cpus Int64");

        assertThatThrownBy(() -> Migrations.apply(database, CONFIG))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("online_cpus should be Int32, is Int64");
    }

    @Test
    void rowsAreKeptForAsLongAsConfigured() throws Exception {
        Migrations.apply(database, CONFIG);
        assertThat(ttlOf("host_samples")).contains("TTL toDateTime(at) + toIntervalSecond(604800)");
        assertThat(ttlOf("requests")).contains("TTL toDateTime(start) + toIntervalSecond(63072000)");

        Migrations.apply(
                database, new SinkConfig(1000, Duration.ofSeconds(1), true, Duration.ofDays(1), Duration.ofDays(730)));
        assertThat(ttlOf("host_samples")).contains("toIntervalSecond(86400)");
    }

    private static List<Migration> shipped() {
        return Migrations.FILES.stream().map(Migration::resource).toList();
    }

    private List<String> definitions() throws Exception {
        return Engine.query(
                database,
                "SELECT create_table_query FROM system.tables WHERE database = currentDatabase() ORDER BY name");
    }

    private String ttlOf(String table) throws Exception {
        return String.join(
                "",
                Engine.query(
                        database,
                        "SELECT engine_full FROM system.tables WHERE database = currentDatabase() AND name = '" + table
                                + "'"));
    }
}
