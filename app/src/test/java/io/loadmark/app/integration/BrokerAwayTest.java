package io.loadmark.app.integration;

import static io.loadmark.app.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.app.embedded.DataDirectory;
import io.loadmark.app.embedded.EmbeddedClickHouse;
import io.loadmark.app.embedded.EmbeddedKafka;
import io.loadmark.app.embedded.RealEngine;
import io.loadmark.runtime.config.ClickHouseConfig;
import io.loadmark.runtime.config.Configuration;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker goes away under processes of their own and comes back: data waits, health says so, few lines are logged. */
class BrokerAwayTest {
    private static final String SETTINGS = """
            streams: {grace: 2s, join-window: 1s, warm-up: 0s, placement-wait: 1s}
            otlp: {http-port: 0, grpc-port: 0, delivery-timeout: 2s}
            sink: {acknowledged-spans: true}
            topics: {partitions: 2}
            telemetry: {port: 0}
            """;
    private static final long SPANS = 1_000;
    private static final int MOST_LINES = 60;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path directory;

    BrokerAwayTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void whileTheBrokerIsAwayEverythingWaitsAndThenGoesOnByItself() throws Exception {
        var faults = new ConcurrentLinkedQueue<String>();
        var library = RealEngine.library();
        try (var data = DataDirectory.open(directory.resolve("stores"));
                var engine = EmbeddedClickHouse.start(data, library, 0, new PrintedLiveness())) {
            var broker = EmbeddedKafka.start(data, 0, faults::add);
            int port = Integer.parseInt(broker.bootstrapServers().replaceAll(".*:", ""));
            var clickHouse = clickHouse(engine);
            try (var sink = process("sink", broker, clickHouse);
                    var streams = process("streams", broker, clickHouse);
                    var collector = process("collector", broker, clickHouse)) {
                var processes = List.of(sink, streams, collector);
                int otlp = Integer.parseInt(collector.logged("OTLP: HTTP on port (\\d+)"));
                var rows = new Rows(clickHouse);
                try (var sender = new SpanSender(otlp, 0)) {
                    await("spans to be acknowledged").until(() -> sender.total() >= SPANS);
                    for (var process : processes) awaitHealth(process, 200);
                    broker.close();
                    for (var process : processes) awaitHealth(process, 503);
                    await("spans not to be taken").until(() -> sender.unanswered() > 0);
                    broker = EmbeddedKafka.start(data, port, faults::add);
                    for (var process : processes) awaitHealth(process, 200);
                    long before = sender.total();
                    await("spans to be acknowledged again").until(() -> sender.total() >= before + SPANS);
                    sender.close();
                    balances(rows, sender);
                }
                for (var process : processes) assertThat(warnings(process)).hasSizeLessThan(MOST_LINES);
            } finally {
                broker.close();
            }
        }
    }

    private static List<String> warnings(Jvm process) throws Exception {
        return process.errors()
                .lines()
                .dropWhile(line -> !line.contains(" runs; its state: "))
                .toList();
    }

    private void awaitHealth(Jvm process, int status) {
        var state = URI.create(process.logged("its state: (\\S+)"));
        await("health " + status + " at " + state).untilAsserted(() -> {
            var answer = http.send(HttpRequest.newBuilder(state).build(), BodyHandlers.ofString());
            if (answer.statusCode() != status) throw new IllegalStateException(answer.body());
        });
    }

    private static void balances(Rows rows, SpanSender sender) {
        await("every acknowledged span in a final window")
                .until(
                        () -> rows.numbers("SELECT sum(missing), sum(duplicated), sum(too_late),"
                                + " toInt64(sum(counted) >= " + sender.total() + ") FROM balance"),
                        List.of(0L, 0L, 0L, 1L)::equals);
    }

    private Jvm process(String command, EmbeddedKafka broker, ClickHouseConfig clickHouse) throws Exception {
        Path own = Files.createTempDirectory(directory, command);
        Path config = Files.writeString(own.resolve("loadmark.yaml"), SETTINGS);
        var environment = Map.of(
                "LOADMARK_KAFKA__BOOTSTRAP_SERVERS", broker.bootstrapServers(),
                "LOADMARK_CLICKHOUSE__URL", clickHouse.url().toString(),
                "LOADMARK_CLICKHOUSE__USER", clickHouse.user(),
                "LOADMARK_CLICKHOUSE__PASSWORD", clickHouse.password());
        return Jvm.loadmark(
                own, environment, List.of(command, "--config", config.toString(), "--data", own.toString()));
    }

    private static ClickHouseConfig clickHouse(EmbeddedClickHouse engine) {
        String database = Configuration.reference()
                .section("clickhouse", ClickHouseConfig.class)
                .database();
        return new ClickHouseConfig(engine.url(), database, engine.user(), engine.password(), Map.of());
    }
}
