package io.loadmark.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loadmark.app.embedded.DataDirectory;
import io.loadmark.app.embedded.EmbeddedClickHouse;
import io.loadmark.app.embedded.Liveness;
import io.loadmark.app.embedded.RealEngine;
import io.loadmark.runtime.config.ClickHouseConfig;
import io.loadmark.sink.clickhouse.ClickHouse;
import io.loadmark.sink.delivery.SinkConfig;
import io.loadmark.sink.migration.Migrations;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A ClickHouse with Loadmark's tables, and the commands that ask it for tenant {@code t}. */
final class AskedDatabase implements AutoCloseable {
    private final Path directory;
    private final DataDirectory data;
    private final EmbeddedClickHouse server;
    private final ClickHouseConfig database;

    AskedDatabase(Path directory) {
        this.directory = directory;
        var library = RealEngine.library();
        data = DataDirectory.open(directory.resolve("data"));
        server = EmbeddedClickHouse.start(data, library, 0, new Undisturbed());
        database = new ClickHouseConfig(server.url(), "planning", server.user(), server.password(), Map.of());
    }

    private static final class Undisturbed implements Liveness {
        @Override
        public void down(String reason) {
            throw new AssertionError(reason);
        }

        @Override
        public void up() {}
    }

    void migrate() throws Exception {
        Migrations.apply(
                database,
                new SinkConfig(1, Duration.ofSeconds(1), true, Duration.ofDays(3_650), Duration.ofDays(3_650)));
    }

    @Override
    public void close() {
        server.close();
        data.close();
    }

    List<JsonNode> json(String... arguments) throws Exception {
        var objects = new ArrayList<JsonNode>();
        for (String line : loadmark(arguments)) objects.add(new ObjectMapper().readTree(line));
        return objects;
    }

    List<String> loadmark(String... arguments) throws Exception {
        var out = new StringWriter();
        var err = new StringWriter();
        assertThat(run(out, err, arguments)).as(err.toString()).isZero();
        return out.toString().lines().toList();
    }

    String failed(String... arguments) throws Exception {
        var err = new StringWriter();
        assertThat(run(new StringWriter(), err, arguments)).isNotZero();
        assertThat(err.toString().lines()).hasSize(1);
        return err.toString();
    }

    private int run(StringWriter out, StringWriter err, String... arguments) throws Exception {
        var config = Files.writeString(
                directory.resolve("loadmark.yaml"),
                "tenant: t\nclickhouse: {url: '" + database.url() + "', database: planning, user: '" + database.user()
                        + "', password: '" + database.password() + "'}\n");
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", config.toString()));
        return LoadmarkCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    void execute(String sql) throws Exception {
        try (var connection = ClickHouse.connect(database);
                var statement = connection.createStatement()) {
            var unused = statement.execute(sql);
        }
    }
}
