package io.loadmark.app.integration;

import io.loadmark.app.LoadmarkMain;
import io.loadmark.app.embedded.RealEngine;
import io.loadmark.runtime.config.Configuration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/** Settings under which results come within seconds, on free ports. */
final class ShortSettings {
    static final String HOST = "host-under-test";
    static final Duration GRACE = Duration.ofSeconds(2);

    private ShortSettings() {}

    /** What a user would write into a file for {@code loadmark up}. */
    static String yaml() {
        return """
                streams: {grace: %ds, join-window: 1s, warm-up: 0s, curve-interval: 0s, placement-wait: 1s}
                collector: {host-id: %s}
                otlp: {http-port: 0, grpc-port: 0, delivery-timeout: 5m}
                telemetry: {port: 0}
                embedded: {clickhouse-library: %s}
                """.formatted(GRACE.toSeconds(), HOST, RealEngine.library());
    }

    /** What {@code loadmark up} makes of that file. */
    static Configuration up(Path data) throws IOException {
        return Configuration.reference()
                .with("up.yaml", profile())
                .with("the test", yaml())
                .with("the test", "embedded: {data-dir: %s}".formatted(data));
    }

    private static String profile() throws IOException {
        try (var in = LoadmarkMain.class.getResourceAsStream("up.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
