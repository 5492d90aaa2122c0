package io.loadmark.app.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.loadmark.app.embedded.Machine;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever gives wrong input is told in one line what is wrong and what to do; scripts are told by the status. */
class WrongInputTest {
    private static final int USAGE = 2;
    private static final int BAD_CONFIG = 64;
    private static final int NOTHING_YET = 66;
    private static final int NO_ENGINE = 69;
    private static final int NO_DIRECTORY = 73;

    private final Path directory;

    WrongInputTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private void refused(int status, String words, Map<String, String> environment, String... arguments)
            throws Exception {
        var all = new ArrayList<>(List.of(arguments));
        if (!all.contains("--data"))
            all.addAll(List.of("--data", directory.resolve("data").toString()));
        try (var loadmark = Jvm.loadmark(directory, environment, all)) {
            assertThat(loadmark.end()).as(loadmark.errors()).isEqualTo(status);
            assertThat(loadmark.errors().lines())
                    .singleElement()
                    .asString()
                    .startsWith("loadmark: ")
                    .contains(words);
        }
    }

    private String config(String yaml) throws Exception {
        return Files.writeString(directory.resolve("loadmark.yaml"), yaml).toString();
    }

    @ParameterizedTest
    @CsvSource({
        "LOADMARK_OTLP__HTTP_PORT, 64, otlp.http-port",
        "LOADMARK_OTLP__GRPC_PORT, 64, otlp.grpc-port",
        "LOADMARK_TELEMETRY__PORT, 64, telemetry.port",
        "LOADMARK_EMBEDDED__KAFKA_PORT, 70, embedded.kafka-port",
        "LOADMARK_EMBEDDED__CLICKHOUSE_PORT, 70, embedded.clickhouse-port"
    })
    void aTakenPortIsNamedByItsSetting(String variable, int status, String setting) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var environment = Map.of(variable, Integer.toString(taken.getLocalPort()));
            refused(status, setting, environment, "up", "--config", config(ShortSettings.yaml()));
        }
    }

    @Test
    void anUnknownKeyIsNamedWithTheFile() throws Exception {
        String file = config("sink: {max-row: 5}\n");
        refused(BAD_CONFIG, "max-row", Map.of(), "up", "--config", file);
        refused(BAD_CONFIG, "LOADMARK_SINK__MAX_ROW", Map.of("LOADMARK_SINK__MAX_ROW", "5"), "up");
    }

    @Test
    void aValueOutOfRangeIsNamedWithItsRange() throws Exception {
        var environment = Map.of("LOADMARK_STREAMS__GRACE", "1ms", "LOADMARK_TELEMETRY__PORT", "-1");
        refused(BAD_CONFIG, "streams.grace must be in 1s..10m, was", environment, "up");
        try (var streams = Jvm.loadmark(directory, environment, List.of("streams"))) {
            assertThat(streams.end()).as("before Kafka is asked").isEqualTo(BAD_CONFIG);
            assertThat(streams.errors()).contains("\nloadmark: streams.grace must be in 1s..10m, was");
        }
    }

    @Test
    void aConfigurationThatCantBeReadIsNamed() throws Exception {
        refused(
                BAD_CONFIG,
                "does not exist",
                Map.of(),
                "up",
                "--config",
                directory.resolve("none.yaml").toString());
        refused(BAD_CONFIG, "can't be read", Map.of(), "up", "--config", directory.toString());
        refused(BAD_CONFIG, "line 1", Map.of(), "up", "--config", config("a: [b\n"));
    }

    @Test
    void aBadSlaIsRefusedBeforeAnythingStarts() throws Exception {
        refused(BAD_CONFIG, "--sla", Map.of(), "demo", "--sla", "fast");
        refused(BAD_CONFIG, "--sla", Map.of(), "capacity", "checkout", "--sla", "p99<=fast");
        refused(BAD_CONFIG, "--duration", Map.of(), "demo", "--duration", "long");
        refused(BAD_CONFIG, "--within", Map.of(), "capacity", "checkout", "--within", "long");
    }

    @Test
    void withoutAnEngineAndWithoutNpmTheWaysOutAreNamed() throws Exception {
        assumeThat(Machine.here().unfit()).isEmpty();
        var bare = Map.of(
                "PATH",
                directory.toString(),
                "XDG_CACHE_HOME",
                directory.resolve("cache").toString());
        refused(NO_ENGINE, "clickhouse.url", bare, "up", "--config", config("telemetry: {port: 0}\n"));
        refused(NO_ENGINE, "npm is not installed", bare, "up", "--config", config("telemetry: {port: 0}\n"));
    }

    @Test
    void aNamedLibraryThatIsNotThereIsNamed() throws Exception {
        assumeThat(Machine.here().unfit()).isEmpty();
        String file = config("telemetry: {port: 0}\nembedded: {clickhouse-library: /nowhere/libchdb.so}\n");
        refused(NO_ENGINE, "/nowhere/libchdb.so", Map.of(), "up", "--config", file);
    }

    @Test
    void beforeAnythingHasRunThereIsNothingToAnswerFrom() throws Exception {
        refused(NOTHING_YET, "start `loadmark demo` or `loadmark up`", Map.of(), "sql", "SELECT 1");
        refused(NOTHING_YET, "start `loadmark demo` or `loadmark up`", Map.of(), "capacity", "checkout");
    }

    @Test
    void aDirectoryThatCantBeUsedIsNamed() throws Exception {
        String file = config("telemetry: {port: 0}\n");
        refused(NO_DIRECTORY, file, Map.of(), "up", "--data", file);
    }

    @Test
    void anUnknownCommandShowsTheUsage() throws Exception {
        try (var loadmark = Jvm.loadmark(directory, Map.of(), List.of("upp"))) {
            assertThat(loadmark.end()).isEqualTo(USAGE);
            assertThat(loadmark.errors()).contains("Unmatched argument").contains("upp");
        }
    }
}
