package io.loadmark.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.loadmark.app.embedded.EmbeddedConfig;
import io.loadmark.collector.CollectorConfig;
import io.loadmark.collector.otlp.OtlpConfig;
import io.loadmark.runtime.config.ClickHouseConfig;
import io.loadmark.runtime.config.Configuration;
import io.loadmark.runtime.config.KafkaConfig;
import io.loadmark.runtime.config.TopicsConfig;
import io.loadmark.runtime.telemetry.TelemetryConfig;
import io.loadmark.sink.delivery.SinkConfig;
import io.loadmark.streams.flow.StreamsSettings;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A setting that nothing reads would be a lie; reading is strict both ways, so that loading a section proves it. */
class ReferenceConfigurationTest {
    private static final Map<String, Class<? extends Record>> SECTIONS = Map.ofEntries(
            entry("kafka", KafkaConfig.class),
            entry("topics", TopicsConfig.class),
            entry("clickhouse", ClickHouseConfig.class),
            entry("collector", CollectorConfig.class),
            entry("otlp", OtlpConfig.class),
            entry("streams", StreamsSettings.class),
            entry("sink", SinkConfig.class),
            entry("telemetry", TelemetryConfig.class),
            entry("embedded", EmbeddedConfig.class));

    @ParameterizedTest
    @MethodSource("sections")
    void everyKeyOfASectionIsReadAndEveryDefaultIsAllowed(String section) {
        assertThat(Configuration.reference().section(section, Objects.requireNonNull(SECTIONS.get(section))))
                .hasNoNullFieldsOrProperties();
    }

    @Test
    void thereIsNoOtherSection() throws IOException {
        try (var reference = Configuration.class.getResourceAsStream("reference.yaml")) {
            var keys = new HashSet<String>();
            new ObjectMapper(new YAMLFactory()).readTree(reference).fieldNames().forEachRemaining(keys::add);
            assertThat(keys.remove("tenant")).isTrue();
            assertThat(keys).isEqualTo(SECTIONS.keySet());
        }
        assertThat(Configuration.reference().tenant()).isEqualTo("default");
    }

    @ParameterizedTest
    @ValueSource(strings = {"up.yaml", "demo.yaml"})
    void everyProfileIsAllowed(String profile) throws IOException {
        try (var in = LoadmarkMain.class.getResourceAsStream(profile)) {
            assertThat(in).isNotNull();
            var configuration = Configuration.reference().with(profile, new String(in.readAllBytes(), UTF_8));
            SECTIONS.forEach((section, type) ->
                    assertThat(configuration.section(section, type)).isNotNull());
        }
    }

    static Set<String> sections() {
        return SECTIONS.keySet();
    }
}
