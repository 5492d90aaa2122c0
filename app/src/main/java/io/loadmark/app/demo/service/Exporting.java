package io.loadmark.app.demo.service;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the service's OpenTelemetry SDK is told, by the variables that every user of it knows.
 *
 * @param endpoint OTLP/HTTP receiver, such as {@code http://localhost:4318}; null: nothing is exported
 * @param instance {@code service.instance.id}
 * @param version {@code service.version}
 * @param spanDelay how long spans are gathered before they are sent
 * @param metricInterval distance of metrics
 */
public record Exporting(
        @Nullable URI endpoint, String instance, String version, Duration spanDelay, Duration metricInterval) {

    /** Spans are made but go nowhere. */
    public static Exporting nowhere() {
        return new Exporting(null, "checkout-1", "1.0.0", Duration.ofSeconds(5), Duration.ofSeconds(60));
    }

    Map<String, String> environment() {
        var environment = new HashMap<String, String>();
        environment.put("OTEL_SERVICE_NAME", "checkout");
        environment.put("OTEL_RESOURCE_ATTRIBUTES", "service.instance.id=" + instance + ",service.version=" + version);
        // Command lines may hold secrets; no demo should teach to send them.
        environment.put("OTEL_RESOURCE_DISABLED_KEYS", "process.command_args,process.command_line");
        environment.put("OTEL_LOGS_EXPORTER", "none");
        if (endpoint == null) {
            environment.put("OTEL_TRACES_EXPORTER", "none");
            environment.put("OTEL_METRICS_EXPORTER", "none");
        } else {
            environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint.toString());
            environment.put("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
            environment.put("OTEL_BSP_SCHEDULE_DELAY", Long.toString(spanDelay.toMillis()));
            environment.put("OTEL_METRIC_EXPORT_INTERVAL", Long.toString(metricInterval.toMillis()));
        }
        return environment;
    }
}
