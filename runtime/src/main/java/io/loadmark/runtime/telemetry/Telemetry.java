package io.loadmark.runtime.telemetry;

import io.loadmark.runtime.health.Health;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.prometheus.PrometheusMetricReader;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.SdkMeterProviderBuilder;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * This process's own metrics and health: {@code /metrics} and {@code /health} on one port, and OTLP where configured.
 * With neither, instruments cost next to nothing. An OTLP receiver that is away loses these metrics and nothing else.
 */
public final class Telemetry implements AutoCloseable {
    /** How long the last push may hold up the end of the process. */
    private static final int CLOSE_MILLIS = 2000;

    private final OpenTelemetrySdk sdk;
    private final @Nullable TelemetryServer server;

    private Telemetry(OpenTelemetrySdk sdk, @Nullable TelemetryServer server) {
        this.sdk = sdk;
        this.server = server;
    }

    /**
     * Listens and pushes from now on.
     *
     * @param process such as {@code collector}; becomes {@code service.name=loadmark-collector}
     * @throws io.loadmark.runtime.config.ConfigException if the port is taken or the host is not of this machine
     */
    public static Telemetry start(String process, TelemetryConfig config, Health health) {
        var meters = SdkMeterProvider.builder().setResource(resource(process));
        config.push().ifPresent(endpoint -> meters.registerMetricReader(push(endpoint)));
        var scrape = PrometheusMetricReader.builder().build();
        var sdk = OpenTelemetrySdk.builder()
                .setMeterProvider(config.served() ? scraped(meters, scrape) : meters.build())
                .build();
        try {
            var server = config.served() ? TelemetryServer.start(config, new TelemetryPages(scrape, health)) : null;
            new OwnLoad(Path.of("/proc/self/status")).register(sdk.getMeter("io.loadmark.runtime"));
            return new Telemetry(sdk, server);
        } catch (RuntimeException e) {
            sdk.close();
            throw e;
        }
    }

    /** Where components get their meters from. */
    public OpenTelemetry openTelemetry() {
        return sdk;
    }

    /** Base of {@code /metrics} and {@code /health}; empty when they are turned off. */
    public Optional<URI> address() {
        return Optional.ofNullable(server).map(TelemetryServer::address);
    }

    @Override
    public void close() {
        if (server != null) server.close();
        // shutdown() itself waits, up to ten seconds while a receiver is away; its thread is left behind then.
        var flush = new Thread(sdk::shutdown, "telemetry-flush");
        flush.setDaemon(true);
        flush.start();
        try {
            flush.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Resource resource(String process) {
        return Resource.getDefault().toBuilder()
                .put("service.name", "loadmark-" + process)
                .build();
    }

    private static SdkMeterProvider scraped(SdkMeterProviderBuilder meters, PrometheusMetricReader reader) {
        return meters.registerMetricReader(reader).build();
    }

    private static MetricReader push(URI endpoint) {
        return PeriodicMetricReader.create(OtlpHttpMetricExporter.builder()
                .setEndpoint(endpoint.toString())
                .build());
    }
}
