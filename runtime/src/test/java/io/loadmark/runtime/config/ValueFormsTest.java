package io.loadmark.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueFormsTest {
    @ParameterizedTest
    @CsvSource({
        "500ms,PT0.5S",
        "10s,PT10S",
        "5m,PT5M",
        "24h,P1D",
        "30d,P30D",
        "7us,PT0.000007S",
        "' 3 s ',PT3S",
        "0s,PT0S"
    })
    void durationsAreReadAsPeopleWriteThem(String text, Duration duration) {
        assertThat(Durations.parse(text)).isEqualTo(duration);
        assertThat(Durations.parse(Durations.text(duration))).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10", "s", "-1s", "1.5s", "1S", "PT1S", "1s1s", "1w", "9999999999999s", "999999999999d"})
    void whatIsNoDurationIsRefusedWithTheText(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageEndingWith((": " + text).strip());
    }

    @Test
    void durationsAreShownInTheLargestUnitThatDividesThem() {
        assertThat(Durations.text(Duration.ofDays(2))).isEqualTo("2d");
        assertThat(Durations.text(Duration.ofSeconds(90))).isEqualTo("90s");
        assertThat(Durations.text(Duration.ofMillis(1_500))).isEqualTo("1500ms");
        assertThat(Durations.text(Duration.ofNanos(5))).isEqualTo("PT0.000000005S");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1000,1000", "5B,5", "512KiB,524288", "16 MiB,16777216", "1TiB,1099511627776"})
    void sizesAreReadInBytesOrBinaryUnits(String text, long bytes) {
        assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
        assertThat(ByteSize.parse(new ByteSize(bytes).toString()).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MiB", "-1", "1.5MiB", "16MB", "16mib", "999999999999999TiB"})
    void whatIsNoSizeIsRefusedWithTheText(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageEndingWith((": " + text).strip());
    }

    @Test
    void sizesMayBePlainNumbersInYaml() {
        var topics = Configuration.reference()
                .with("my.yaml", "topics: {raw-retention-bytes: 2097152, derived-retention-bytes: \"4194304\"}")
                .section("topics", TopicsConfig.class);
        assertThat(topics.rawRetentionBytes()).hasToString("2MiB");
        assertThat(topics.derivedRetentionBytes()).hasToString("4MiB");
        assertThatThrownBy(() -> Configuration.reference()
                        .with("my.yaml", "topics: {raw-retention-bytes: -1}")
                        .section("topics", TopicsConfig.class))
                .hasMessage("topics.raw-retention-bytes: is no size: -1");
    }
}
