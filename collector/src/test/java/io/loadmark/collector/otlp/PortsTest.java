package io.loadmark.collector.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadmark.runtime.config.ConfigException;
import io.loadmark.runtime.health.Health;
import io.opentelemetry.api.OpenTelemetry;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortsTest {

    @ParameterizedTest
    @ValueSource(strings = {"otlp.http-port", "otlp.grpc-port"})
    void aTakenPortStopsTheStartAndNamesTheSetting(String setting) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            var kafka = Producers.willing();
            var receiver = new OtlpReceiver(
                    "acme", config(setting, port), () -> kafka, new Health(), OpenTelemetry.noop(), Rig.PATIENCE);
            assertThatThrownBy(receiver::start)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith(setting + ": can't listen on 127.0.0.1:" + port)
                    .hasMessageNotContaining("\n");
            assertThat(kafka.closed()).isTrue();
        }
    }

    private static OtlpConfig config(String setting, int port) {
        return new OtlpConfig(
                true,
                "127.0.0.1",
                setting.equals("otlp.http-port") ? port : 0,
                setting.equals("otlp.grpc-port") ? port : 0,
                Rig.CONFIG.maxRequestSize(),
                Rig.CONFIG.maxRecordSize(),
                Rig.CONFIG.deliveryTimeout(),
                Rig.CONFIG.maxInFlight());
    }
}
