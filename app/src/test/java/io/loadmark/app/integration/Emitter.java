package io.loadmark.app.integration;

import static io.loadmark.app.Waiting.PATIENCE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.instrumentation.runtimetelemetry.RuntimeTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A service that does nothing but spend CPU time, wait for another service and collect garbage, and that exports spans and
 * metrics of its JVM by the OpenTelemetry SDK, until it is sent a line; then it prints how many requests were acknowledged
 * and lives on until its input ends.
 */
final class Emitter {
    static final String SERVICE = "emitter";
    static final String PEER = "stock";
    private static final long REQUEST_NANOS = 4_000_000;
    private static final long CALL_NANOS = 2_000_000;
    private static final int REQUESTS_PER_COLLECTION = 20;
    private static final Duration PAUSE = Duration.ofMillis(16);

    private Emitter() {}

    static Jvm start(Path directory, int httpPort, String hostId, String instance) throws IOException {
        return Jvm.start(
                Emitter.class,
                directory,
                Map.of("OTEL_SERVICE_NAME", SERVICE),
                List.of("http://127.0.0.1:" + httpPort, hostId, instance));
    }

    public static void main(String[] args) throws Exception {
        var exporter = new Acknowledged(OtlpHttpSpanExporter.builder()
                .setEndpoint(args[0] + "/v1/traces")
                .setTimeout(PATIENCE)
                .setConnectTimeout(PATIENCE)
                .build());
        try (var telemetry = OpenTelemetrySdk.builder()
                        .setTracerProvider(traces(args, exporter))
                        .setMeterProvider(metrics(args))
                        .build();
                var runtime = RuntimeTelemetry.create(telemetry)) {
            serve(telemetry.getTracer("test"));
            telemetry.getSdkTracerProvider().forceFlush().join(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assert runtime != null; // it listens until now
        }
        System.out.println("acknowledged " + exporter.spans.get() + ", perhaps late " + exporter.perhapsLate.get());
        System.in.transferTo(OutputStream.nullOutputStream());
    }

    private static SdkTracerProvider traces(String[] args, SpanExporter exporter) {
        var batches = BatchSpanProcessor.builder(exporter)
                .setScheduleDelay(Duration.ofMillis(200))
                .setExporterTimeout(PATIENCE)
                .build();
        return SdkTracerProvider.builder()
                .setResource(Resource.create(attributes(args[1], args[2])))
                .addSpanProcessor(batches)
                .build();
    }

    private static SdkMeterProvider metrics(String[] args) {
        var exporter = OtlpHttpMetricExporter.builder()
                .setEndpoint(args[0] + "/v1/metrics")
                .build();
        return SdkMeterProvider.builder()
                .setResource(Resource.create(attributes(args[1], args[2])))
                .registerMetricReader(PeriodicMetricReader.builder(exporter)
                        .setInterval(Duration.ofSeconds(1))
                        .build())
                .build();
    }

    private static Attributes attributes(String hostId, String instance) {
        return Attributes.builder()
                .put("service.name", SERVICE)
                .put("service.instance.id", instance)
                .put("service.version", "1")
                .put("host.id", hostId)
                .put("process.pid", ProcessHandle.current().pid())
                .build();
    }

    private static void serve(Tracer tracer) throws IOException {
        for (int i = 1; System.in.available() == 0; i++) {
            var span = tracer.spanBuilder("GET /emit")
                    .setSpanKind(SpanKind.SERVER)
                    .setAttribute(AttributeKey.stringKey("http.route"), "/emit")
                    .startSpan();
            spend();
            call(tracer, Context.root().with(span));
            span.end();
            if (i % REQUESTS_PER_COLLECTION == 0) System.gc();
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static void call(Tracer tracer, Context request) {
        var span = tracer.spanBuilder("GET")
                .setParent(request)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(AttributeKey.stringKey("server.address"), PEER)
                .setAttribute(AttributeKey.longKey("server.port"), 8080L)
                .startSpan();
        LockSupport.parkNanos(CALL_NANOS);
        span.end();
    }

    private static void spend() {
        long until = System.nanoTime() + REQUEST_NANOS;
        long work = 0;
        while (System.nanoTime() < until) work += String.valueOf(work).getBytes(UTF_8).length;
    }

    /** Counts what the receiver has acknowledged, and of it what it may have got later than {@code streams.grace}. */
    private static final class Acknowledged implements SpanExporter {
        private final SpanExporter exporter;
        private final AtomicLong spans = new AtomicLong();
        private final AtomicLong perhapsLate = new AtomicLong();

        Acknowledged(SpanExporter exporter) {
            this.exporter = exporter;
        }

        @Override
        public CompletableResultCode export(Collection<SpanData> batch) {
            var result = exporter.export(batch);
            var requests = batch.stream()
                    .filter(span -> span.getKind() == SpanKind.SERVER)
                    .toList();
            return result.whenComplete(() -> {
                if (result.isSuccess()) spans.addAndGet(requests.size());
                long onTime = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - ShortSettings.GRACE.toNanos();
                perhapsLate.addAndGet(requests.stream()
                        .filter(span -> span.getEndEpochNanos() <= onTime)
                        .count());
            });
        }

        @Override
        public CompletableResultCode flush() {
            return exporter.flush();
        }

        @Override
        public CompletableResultCode shutdown() {
            return exporter.shutdown();
        }
    }
}
