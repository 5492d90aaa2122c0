package io.loadmark.runtime.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadmark.runtime.config.ConfigException;
import io.loadmark.runtime.config.Configuration;
import io.loadmark.runtime.health.Health;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class TelemetryTest {
    private final Health health = new Health();

    @Test
    void theShippedDefaultsAreValid() {
        assertThat(Configuration.reference().section("telemetry", TelemetryConfig.class))
                .isEqualTo(new TelemetryConfig("127.0.0.1", 9464, "", "info"));
    }

    @Test
    void metricsOfTheProcessAndOfItsComponentsAreServedAsPrometheusText() throws Exception {
        try (var telemetry = Telemetry.start("collector", onAnyPort(), health)) {
            var meter = telemetry.openTelemetry().getMeter("test");
            meter.counterBuilder("loadmark.ticks")
                    .build()
                    .add(3, Attributes.of(AttributeKey.stringKey("source"), "host"));
            meter.histogramBuilder("loadmark.tick.duration")
                    .setUnit("s")
                    .build()
                    .record(0.004);

            var page = get(telemetry, "/metrics");

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("content-type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
            assertThat(page.body())
                    .containsPattern("loadmark_ticks_total\\{[^}]*source=\"host\"[^}]*} 3\\.0")
                    .containsPattern("loadmark_tick_duration_seconds_count(\\{[^}]*})? 1")
                    .containsPattern("target_info\\{[^}]*service_name=\"loadmark-collector\"")
                    .contains(
                            "jvm_memory_used_bytes",
                            "jvm_gc_time_seconds_total",
                            "jvm_thread_count",
                            "process_cpu_time_seconds_total",
                            "process_memory_usage_bytes");
        }
    }

    @Test
    void healthIsServedAsJsonAndTurns503WhileAComponentIsDown() throws Exception {
        try (var telemetry = Telemetry.start("sink", onAnyPort(), health)) {
            health.up("kafka");
            assertThat(get(telemetry, "/health").statusCode()).isEqualTo(200);

            health.down("clickhouse", "no answer from \"localhost\"");
            var page = get(telemetry, "/health");

            assertThat(page.statusCode()).isEqualTo(503);
            assertThat(page.body())
                    .isEqualTo("{\"components\":{\"clickhouse\":\"no answer from \\\"localhost\\\"\",\"kafka\":\"ok\"},"
                            + "\"status\":\"down\"}");
        }
    }

    @Test
    void nothingElseIsServedAndNothingCanBeWritten() throws Exception {
        try (var telemetry = Telemetry.start("sink", onAnyPort(), health)) {
            assertThat(get(telemetry, "/").statusCode()).isEqualTo(404);
            var post = request(telemetry, "/health").POST(HttpRequest.BodyPublishers.ofString("x"));
            assertThat(send(post).statusCode()).isEqualTo(405);
        }
    }

    @Test
    void aTakenPortIsAConfigurationErrorOfOneLineThatNamesItsKey() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var config = new TelemetryConfig("127.0.0.1", other.getLocalPort(), "", "info");

            assertThatThrownBy(() -> Telemetry.start("sink", config, health))
                    .isInstanceOf(ConfigException.class)
                    .hasMessage("telemetry.port: can't listen on 127.0.0.1:" + other.getLocalPort()
                            + " (Address already in use); set another port, 0 for any, or -1 for none");
        }
    }

    @Test
    void turnedOffItListensNowhereAndItsMetersStillWork() {
        try (var telemetry = Telemetry.start("sink", new TelemetryConfig("127.0.0.1", -1, "", "info"), health)) {
            assertThat(telemetry.address()).isEmpty();
            telemetry
                    .openTelemetry()
                    .getMeter("test")
                    .counterBuilder("c")
                    .build()
                    .add(1);
        }
    }

    @Test
    void withAnEndpointTheLastMetricsArePushedAtTheEnd() throws Exception {
        BlockingQueue<String> pushed = new LinkedBlockingQueue<>();
        try (var receiver = OtlpStub.start(pushed)) {
            var config = new TelemetryConfig("127.0.0.1", -1, receiver.endpoint(), "info");
            Telemetry.start("sink", config, health).close();
        }
        assertThat(pushed).isNotEmpty().allMatch(path -> path.equals("/v1/metrics"));
    }

    @Test
    void outOfRangeSettingsNameTheirKey() {
        assertThatThrownBy(() -> new TelemetryConfig("127.0.0.1", -2, "", "info"))
                .hasMessageStartingWith("telemetry.port must be in 1..65535");
        assertThatThrownBy(() -> new TelemetryConfig("127.0.0.1", 0, "localhost:4318", "info"))
                .hasMessageStartingWith("telemetry.otlp-endpoint must start with http://");
        assertThatThrownBy(() -> new TelemetryConfig("127.0.0.1", 0, "", "loud"))
                .hasMessageStartingWith("telemetry.log-level must be one of");
    }

    private static TelemetryConfig onAnyPort() {
        return new TelemetryConfig("127.0.0.1", 0, "", "info");
    }

    private static HttpResponse<String> get(Telemetry telemetry, String path) throws Exception {
        return send(request(telemetry, path));
    }

    private static HttpRequest.Builder request(Telemetry telemetry, String path) {
        URI base = telemetry.address().orElseThrow();
        return HttpRequest.newBuilder(base.resolve(path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }
}
