package io.loadmark.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadmark.runtime.config.ConfigException;
import io.loadmark.runtime.config.Configuration;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmbeddedConfigTest {
    @Test
    void theShippedDefaultsTakeAnyPortAndTheStandardPlaces() {
        var config = Configuration.reference().section("embedded", EmbeddedConfig.class);
        assertThat(config.kafkaPort()).isZero();
        assertThat(config.clickhousePort()).isZero();
        assertThat(config.library()).isEmpty();
        assertThat(config.dataDirectory(Map.of("HOME", "/h"))).isEqualTo(Path.of("/h/.local/state/loadmark"));
    }

    @Test
    void theEnvironmentNamesTheLibrary() {
        var config = Configuration.reference()
                .with(Map.of("LOADMARK_EMBEDDED__CLICKHOUSE_LIBRARY", "/opt/libchdb.so"))
                .section("embedded", EmbeddedConfig.class);
        assertThat(config.library()).contains(Path.of("/opt/libchdb.so"));
    }

    @Test
    void aPortOutOfRangeStopsTheStartWithItsKey() {
        assertThatThrownBy(() -> new EmbeddedConfig("", 70_000, 0, ""))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("embedded.kafka-port must be in 0..65535, was 70000");
    }
}
