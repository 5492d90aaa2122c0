package io.loadmark.app.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.app.embedded.DataDirectory;
import io.loadmark.app.embedded.EmbeddedClickHouse;
import io.loadmark.app.embedded.RealEngine;
import io.loadmark.app.query.Accuracy;
import io.loadmark.app.query.AccuracyText;
import io.loadmark.app.query.NothingYetException;
import io.loadmark.model.capacity.Sla;
import io.loadmark.runtime.config.ClickHouseConfig;
import io.loadmark.runtime.config.ConfigException;
import io.loadmark.runtime.config.Configuration;
import io.loadmark.sink.clickhouse.ClickHouse;
import io.loadmark.sink.delivery.SinkConfig;
import io.loadmark.sink.migration.Migrations;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Curves of three hours of yesterday and the minutes after them, as the sink would have written them. */
class AccuracyTest {
    private static final Sla SLA = Sla.parse("p99<=200ms");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    /** Two curves an hour: what the earlier one says is nonsense, and must not be asked. */
    private static final String CURVES = """
            INSERT INTO curves (tenant, service_namespace, service_name, instance_id, scope, last_window, first_window, windows, seen,
                entitlement_cores, host_cores, base_cores, demand_seconds, observations)
            SELECT 'default', 'shop', 'checkout', 'c-1', 'CGROUP', toStartOfDay(now64(6), 'UTC') - INTERVAL 14 HOUR
                + toIntervalSecond(number * 1800 + 1790), now64(6) - INTERVAL 2 DAY, 100 + number, 100 + number, 1, 2,
                if(number % 2 = 1, 0.1, 9), 0.004, 50
            FROM numbers(6)""";

    /** Two windows a minute; 100 requests a second take 0.5 cores in the second hour, and 0.625 in the third. */
    private static final String SAMPLES = """
            INSERT INTO load_samples (tenant, service_namespace, service_name, instance_id, start, length_micros, revision,
                requests, sampling_factor, cgroup_cpu_cores, host_cpu_cores, latency_buckets, latency_counts)
            SELECT 'default', 'shop', 'checkout', 'c-1', toStartOfDay(now64(6), 'UTC') - INTERVAL 14 HOUR
                + toIntervalSecond(number * 30), 30000000, 0, 3000, 1, multiIf(number < 120, 0.4, number < 240, 0.5, 0.625),
                if(number = 239, NULL, 1.5), [800, 820], [2000, 1000]
            FROM numbers(360)""";

    @Test
    void theLastCurveOfEachHourIsAskedAboutTheMinutesOfTheNext(@TempDir Path directory) throws Exception {
        try (var data = DataDirectory.open(directory);
                var engine = EmbeddedClickHouse.start(data, RealEngine.library(), 0, new PrintedLiveness())) {
            var clickHouse = clickHouse(engine);
            Migrations.apply(clickHouse, Configuration.reference().section("sink", SinkConfig.class));
            try (var connection = ClickHouse.connect(clickHouse);
                    var statement = connection.createStatement()) {
                statement.execute(CURVES);
                statement.execute(SAMPLES);
                isScored(of(connection, DAY, HOUR));
                assertThatThrownBy(() -> of(connection, DAY, DAY)).isInstanceOf(NothingYetException.class);
                assertThatThrownBy(() -> of(connection, DAY, Duration.ofSeconds(90)))
                        .isInstanceOf(ConfigException.class)
                        .hasMessageContaining("--every");
                assertThatThrownBy(() -> of(connection, DAY, Duration.ofMinutes(1)))
                        .isInstanceOf(ConfigException.class)
                        .hasMessageContaining("--within");
            }
        }
    }

    private static Accuracy of(Connection connection, Duration range, Duration every) throws Exception {
        return Accuracy.of(connection, "default", "checkout", SLA, range, every);
    }

    private static void isScored(Accuracy accuracy) {
        var scores = accuracy.scores();
        assertThat(accuracy.predictions()).isEqualTo(2);
        assertThat(scores.law().slots()).isEqualTo(120);
        // Nothing of 0.5 in the one hour, a fifth too little of 0.625 in the other.
        assertThat(scores.law().bias()).isCloseTo(-0.1, within(1e-9));
        // 0.4 before 0.5, 0.5 before 0.625.
        assertThat(scores.persistence().bias()).isCloseTo(-0.2, within(1e-9));
        assertThat(scores.unknown())
                .as("minutes to which too little had been learned")
                .isEqualTo(120);
        assertThat(AccuracyText.lines(accuracy)).anyMatch(line -> line.matches("the curve's law +120 .*-10.0 %"));
        assertThat(AccuracyText.fields(accuracy))
                .containsEntry("service", "shop/checkout")
                .containsEntry("predictions", 2);
    }

    private static ClickHouseConfig clickHouse(EmbeddedClickHouse engine) {
        String database = Configuration.reference()
                .section("clickhouse", ClickHouseConfig.class)
                .database();
        return new ClickHouseConfig(engine.url(), database, engine.user(), engine.password(), Map.of());
    }
}
