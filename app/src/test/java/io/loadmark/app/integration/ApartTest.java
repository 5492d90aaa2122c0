package io.loadmark.app.integration;

import static io.loadmark.app.Waiting.await;
import static io.loadmark.app.Waiting.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.runtime.config.ClickHouseConfig;
import io.loadmark.runtime.health.Health;
import io.loadmark.sink.Sink;
import io.loadmark.sink.delivery.SinkConfig;
import io.loadmark.streams.StreamsProcess;
import io.loadmark.streams.flow.StreamsSettings;
import io.loadmark.streams.flow.TopologyName;
import io.opentelemetry.api.OpenTelemetry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams and sinks as processes of their own, some of them killed, against all in one process undisturbed. */
class ApartTest {
    private static final int PARTITIONS = 3;
    private static final int SECONDS = 36;
    private static final int JOIN_WINDOW = 2;
    private static final int INSTANCES = 4;
    private static final int WINDOWS = INSTANCES * SECONDS / JOIN_WINDOW;

    private final Recording recording = new Recording(Recording.ahead(), SECONDS);
    private final Path directory;

    ApartTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void processesApartOfWhichSomeAreKilledWriteWhatOneProcessWrites() throws Exception {
        var together = together();
        var apart = apart();
        assertThat(apart.requests()).isEqualTo(together.requests());
        Cells.assertClose(apart.samples(), together.samples());
        Cells.assertClose(apart.curves(), together.curves());
    }

    private Tables together() throws Exception {
        try (var stores = new Stores(directory.resolve("together"), PARTITIONS);
                var database = Infra.clickHouse(stores.directory())) {
            var clickHouse = config(stores, database);
            recording.feed(stores, 0, recording.end());
            try (var sink = sink(stores, clickHouse);
                    var streams = streams(stores)) {
                sink.start();
                streams.start();
                return Tables.complete(new Rows(clickHouse), WINDOWS, recording.spans());
            }
        }
    }

    private static Sink sink(Stores stores, ClickHouseConfig clickHouse) {
        var config = stores.configuration().section("sink", SinkConfig.class);
        return new Sink("default", config, stores.kafka(), clickHouse, new Health(), OpenTelemetry.noop());
    }

    private static StreamsProcess streams(Stores stores) {
        var settings = stores.configuration().section("streams", StreamsSettings.class);
        Path state = stores.directory().streams();
        return new StreamsProcess(
                settings, "default", stores.kafka(), stores.topics(), state, new Health(), OpenTelemetry.noop());
    }

    private static ClickHouseConfig config(Stores stores, Infra.Database database) {
        return database.config(stores.configuration()
                .section("clickhouse", ClickHouseConfig.class)
                .database());
    }

    private Tables apart() throws Exception {
        try (var stores = new Stores(directory.resolve("apart"), PARTITIONS);
                var database = Infra.clickHouse(stores.directory())) {
            var clickHouse = config(stores, database);
            var rows = new Rows(clickHouse);
            try (var killedStreams = process("streams", stores, clickHouse);
                    var killedSink = process("sink", stores, clickHouse);
                    var streams = process("streams", stores, clickHouse);
                    var sink = process("sink", stores, clickHouse)) {
                awaitMembers(stores, killedStreams, killedSink, streams, sink);
                recording.feed(stores, 0, SECONDS / 3);
                await("rows of the first third").until(() -> rows.number("SELECT count() FROM curves") > 0);
                recording.feed(stores, SECONDS / 3, 2 * SECONDS / 3);
                killedStreams.kill();
                killedSink.kill();
                recording.feed(stores, 2 * SECONDS / 3, recording.end());
                var tables = Tables.complete(rows, WINDOWS, recording.spans());
                assertThat(streams.isAlive() && sink.isAlive()).isTrue();
                return tables;
            }
        }
    }

    private Jvm process(String command, Stores stores, ClickHouseConfig clickHouse) throws Exception {
        Path own = Files.createTempDirectory(directory, command);
        Path config = Files.writeString(
                own.resolve("loadmark.yaml"),
                Recording.SETTINGS + "\ntopics: {manage: trust, partitions: " + PARTITIONS
                        + "}\ntelemetry: {port: -1}\n");
        var environment = Map.of(
                "LOADMARK_KAFKA__BOOTSTRAP_SERVERS", stores.kafka().bootstrapServers(),
                "LOADMARK_CLICKHOUSE__URL", clickHouse.url().toString(),
                "LOADMARK_CLICKHOUSE__USER", clickHouse.user(),
                "LOADMARK_CLICKHOUSE__PASSWORD", clickHouse.password());
        return Jvm.loadmark(
                own, environment, List.of(command, "--config", config.toString(), "--data", own.toString()));
    }

    /**
     * Until both processes of a kind have work, so that a kill takes some away; at the latest after two minutes, since
     * who works on what is Kafka's choice.
     */
    private static void awaitMembers(Stores stores, Jvm... processes) throws Exception {
        try (var admin = Admin.create(stores.kafka().client(Map.of()))) {
            await("two members with work in every group")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> shared(admin));
        } catch (ConditionTimeoutException e) {
            System.err.println("not every group has two members with work: " + e.getMessage());
        }
        for (var process : processes) {
            assertThat(process.isAlive()).as(process.errors()).isTrue();
        }
    }

    private static boolean shared(Admin admin) throws Exception {
        var groups = List.of(
                TopologyName.applicationId(TopologyName.USAGE),
                TopologyName.applicationId(TopologyName.REQUESTS),
                TopologyName.applicationId(TopologyName.ALIGN),
                TopologyName.applicationId(TopologyName.CURVES),
                "loadmark-sink");
        return result(admin.describeConsumerGroups(groups).all()).values().stream()
                .allMatch(group -> group.members().stream()
                                .filter(member ->
                                        !member.assignment().topicPartitions().isEmpty())
                                .count()
                        == 2);
    }
}
