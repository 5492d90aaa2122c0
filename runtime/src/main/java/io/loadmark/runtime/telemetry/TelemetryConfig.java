package io.loadmark.runtime.telemetry;

import static io.loadmark.runtime.config.ConfigException.check;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** {@code telemetry:} in loadmark.yaml. */
public record TelemetryConfig(String host, int port, String otlpEndpoint, String logLevel) {
    private static final Set<String> LEVELS = Set.of("error", "warn", "info", "debug", "trace");

    public TelemetryConfig {
        check(!host.isBlank(), "telemetry.host must name an address to listen on, such as 127.0.0.1");
        check(
                port >= -1 && port <= 65535,
                "telemetry.port must be in 1..65535, 0 for any or -1 for none, was %d",
                port);
        check(
                otlpEndpoint.isEmpty() || otlpEndpoint.matches("https?://[^\\s]+"),
                "telemetry.otlp-endpoint must start with http:// or https://, or be empty, was %s",
                otlpEndpoint);
        logLevel = logLevel.toLowerCase(Locale.ROOT);
        check(LEVELS.contains(logLevel), "telemetry.log-level must be one of %s, was %s", LEVELS, logLevel);
    }

    boolean served() {
        return port >= 0;
    }

    /** Where own metrics are pushed to; empty: nowhere. */
    Optional<URI> push() {
        return otlpEndpoint.isEmpty() ? Optional.empty() : Optional.of(URI.create(otlpEndpoint));
    }
}
