package io.loadmark.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
    private final Configuration shipped = Configuration.reference();

    @Test
    void aFileOverlaysTheDefaultsAndTheEnvironmentOverlaysBoth(@TempDir Path directory) throws IOException {
        var file = Files.writeString(
                directory.resolve("loadmark.yaml"), "topics:\n  partitions: 8\n  raw-retention: 48h\n");
        var topics = topics(shipped.with(file)
                .with(Map.of("LOADMARK_TOPICS__RAW_RETENTION", "12h", "PATH", "/bin", "LOADMARK_JAVA_OPTS", "-Xmx1g")));

        assertThat(topics.partitions()).isEqualTo(8);
        assertThat(topics.rawRetention()).isEqualTo(Duration.ofHours(12));
        assertThat(topics.derivedRetention()).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void anUnknownKeyIsNamedWithItsPathAndTheKnownOnes() {
        assertRefused(() -> shipped.with("my.yaml", "topics: {partition: 3}"))
                .hasMessageStartingWith("my.yaml: unknown key topics.partition; known here: manage, partitions, ");
        assertRefused(() -> shipped.with("my.yaml", "topcis: {}"))
                .hasMessageStartingWith("my.yaml: unknown key topcis; known here: tenant, kafka, topics, ");
        assertRefused(() -> shipped.with(Map.of("LOADMARK_SINK__MAXROWS", "1")))
                .hasMessageStartingWith(
                        "environment variable LOADMARK_SINK__MAXROWS: unknown key sink.maxrows; known here: max-rows, ");
        assertRefused(() -> shipped.with(Map.of("LOADMARK_TENANT__X", "1")))
                .hasMessage("environment variable LOADMARK_TENANT__X: tenant holds a single value");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            partitions: many            | topics.partitions must be a whole number, was many
            partitions: 1.5             | topics.partitions must be a whole number, was 1.5
            partitions: ''              | topics.partitions must be a whole number
            partitions: [1]             | my.yaml: topics.partitions holds a single value
            partitions:                 | my.yaml: topics.partitions has no value; write "" for an empty one
            partitions: {a: 1}          | my.yaml: topics.partitions holds a single value
            manage: sometimes           | topics.manage must be one of create, check, trust, was sometimes
            raw-retention: 5            | topics.raw-retention: is no duration such as 500ms, 10s, 5m, 24h or 30d: 5
            raw-retention: 999999999d   | topics.raw-retention: is longer than 36500d: 999999999d
            raw-retention-bytes: 5 MB   | topics.raw-retention-bytes: is no size such as 512KiB or 16MiB: 5 MB
            partitions: 0               | topics.partitions must be in 1..1000, was 0
            replication-factor: 0       | topics.replication-factor must be at least 1, was 0
            raw-retention: 500ms        | topics.raw-retention must be in 1m..3650d, was 500ms
            derived-retention-bytes: 1  | topics.derived-retention-bytes must be at least 1MiB, was 1
            """)
    void aValueThatDoesNotFitIsNamedWithItsKeyAndWhatIsAllowed(String yaml, String message) {
        assertRefused(() -> topics(shipped.with("my.yaml", "topics: {" + yaml + "}")))
                .hasMessageStartingWith(message);
    }

    @Test
    void aSectionIsNoValueAndAnEmptyOneChangesNothing() {
        assertRefused(() -> shipped.with("my.yaml", "topics: 3"))
                .hasMessage("my.yaml: topics holds a section, not a value");
        assertRefused(() -> shipped.with("my.yaml", "streams: {topologies: usage}"))
                .hasMessage("my.yaml: streams.topologies holds a list");
        assertThat(topics(shipped.with("my.yaml", "topics:\n  # partitions: 8\n")))
                .isEqualTo(topics(shipped));
    }

    @Test
    void brokenYamlIsNamedWithItsLine() {
        assertRefused(() -> shipped.with("my.yaml", "tenant: a\ntopics: {partitions: 3\nsink: {}\n"))
                .hasMessageMatching("my\\.yaml line [234]: is no YAML: .+");
        assertRefused(() -> shipped.with("my.yaml", "tenant: a\ntenant: b\n")).hasMessageContaining("uplicate");
        assertRefused(() -> shipped.with("my.yaml", "tenant: a\n---\ntenant: b\n"))
                .hasMessageStartingWith("my.yaml line ");
        assertRefused(() -> shipped.with("my.yaml", "just words")).hasMessage("my.yaml: must hold keys and values");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# only a comment\n", "---\n"})
    void anEmptyFileChangesNothing(String text, @TempDir Path directory) throws IOException {
        var file = Files.writeString(directory.resolve("loadmark.yaml"), text);
        assertThat(shipped.with(file).masked()).isEqualTo(shipped.masked());
    }

    @Test
    void aFileThatCannotBeReadIsNamedWithTheReason(@TempDir Path directory) throws IOException {
        var large = Files.write(directory.resolve("large.yaml"), new byte[(1 << 20) + 1]);
        var binary = Files.write(directory.resolve("binary.yaml"), new byte[] {(byte) 0xc3, 0x28});
        var latin = Files.writeString(directory.resolve("latin.yaml"), "tenant: ä", StandardCharsets.ISO_8859_1);

        assertRefused(() -> shipped.with(large))
                .hasMessage(large + " is larger than 1 MiB; that is no configuration file");
        assertRefused(() -> shipped.with(Path.of("/dev/zero"))).hasMessageContaining("larger than 1 MiB");
        assertRefused(() -> shipped.with(binary)).hasMessage(binary + " is no text in UTF-8");
        assertRefused(() -> shipped.with(latin)).hasMessage(latin + " is no text in UTF-8");
        assertRefused(() -> shipped.with(directory)).hasMessageStartingWith(directory + " can't be read: ");
        assertRefused(() -> shipped.with(directory.resolve("none.yaml")))
                .hasMessage(directory.resolve("none.yaml")
                        + " does not exist; name a configuration file with --config FILE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0123", "#hash", "a: b", "{", "true", "null", " blank ", "'quoted'", "äöü"})
    void aPasswordInTheEnvironmentIsTakenAsItIs(String password) {
        var config = shipped.with(Map.of("LOADMARK_CLICKHOUSE__PASSWORD", password))
                .section("clickhouse", ClickHouseConfig.class);
        assertThat(config.password()).isEqualTo(password);
        assertThat(config.toString()).doesNotContain("password");
    }

    @Test
    void belowAnEmptyMapAnyKeyGoesAndSourcesAddUp() {
        var config = shipped.with("up.yaml", "kafka: {properties: {security.protocol: SSL, retries: 3}}")
                .with(Map.of("LOADMARK_KAFKA__PROPERTIES", "{ssl.key.password: hush, retries: 5}"))
                .section("kafka", KafkaConfig.class);
        assertThat(config.properties())
                .isEqualTo(Map.of("security.protocol", "SSL", "ssl.key.password", "hush", "retries", "5"));
        assertThat(config.client(Map.of("bootstrap.servers", "mine")))
                .containsEntry("bootstrap.servers", "mine")
                .containsEntry("retries", "5");
        assertThat(config.toString()).doesNotContain("hush");
    }

    @Test
    void secretsAreMaskedWhereverTheyStand() {
        var text = shipped.with("my.yaml", """
                        kafka:
                          properties:
                            sasl.jaas.config: hush1
                            ssl.keystore.key: hush2
                            ssl.truststore.password: 7654321
                            security.protocol: SSL
                        clickhouse: {password: hush3, url: "http://me:hush4@ch:8123", properties: {access_token: hush5}}
                        telemetry: {otlp-endpoint: "https://hush6@collector/v1/metrics"}
                        """).masked();
        assertThat(text)
                .doesNotContain("hush", "7654321")
                .contains("security.protocol: \"SSL\"", "****@ch:8123", "****@collector")
                .contains("partitions: 4");
        assertThat(shipped.masked()).contains("password: \"\"").doesNotContain("****");
    }

    @Test
    void aUrlWithAPasswordIsRefusedWithoutShowingIt() {
        assertRefused(() -> shipped.with("my.yaml", "clickhouse: {url: \"http://me:hush@ch:8123\"}")
                        .section("clickhouse", ClickHouseConfig.class))
                .hasMessage("clickhouse.url must not hold a user or password; set clickhouse.user and"
                        + " clickhouse.password")
                .hasMessageNotContaining("hush");
    }

    @ParameterizedTest
    @ValueSource(strings = {"~0", "", "a/b", "-a", ".", "a b", "ä", "a\nb"})
    void aTenantIsRefusedThatCouldBeTakenForAnotherKey(String tenant) {
        var config = shipped.with("--tenant", List.of("tenant"), tenant);
        assertRefused(config::tenant).hasMessageStartingWith("tenant must be 1 to 63 letters, digits, ");
    }

    @Test
    void aTenantMayHaveSixtyThreeCharacters() {
        assertThat(shipped.tenant()).isEqualTo("default");
        String longest = "a".repeat(63);
        assertThat(shipped.with("--tenant", List.of("tenant"), longest).tenant())
                .isEqualTo(longest);
        assertRefused(shipped.with("--tenant", List.of("tenant"), longest + "a")::tenant)
                .hasMessageContaining("1 to 63");
    }

    private static TopicsConfig topics(Configuration configuration) {
        return configuration.section("topics", TopicsConfig.class);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOf(ConfigException.class).satisfies(e -> assertThat(
                        String.valueOf(e.getMessage()).lines())
                .hasSize(1));
    }
}
