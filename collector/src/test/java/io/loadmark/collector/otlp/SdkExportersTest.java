package io.loadmark.collector.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.otlp.OtlpMetrics;
import io.loadmark.runtime.config.Configuration;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The OpenTelemetry SDK's own exporters as senders. */
class SdkExportersTest {
    private static final int SPANS = 2000;
    private static final Resource RESOURCE = Resource.create(Attributes.builder()
            .put("service.namespace", "shop")
            .put("service.name", "cart")
            .put("service.instance.id", "i-1")
            .build());
    private static final RetryPolicy IMPATIENT = RetryPolicy.builder()
            .setInitialBackoff(Duration.ofMillis(10))
            .setMaxBackoff(Duration.ofMillis(20))
            .build();

    @ParameterizedTest
    @CsvSource({"http,none", "http,gzip", "grpc,none", "grpc,gzip"})
    void everySpanArrives(String protocol, String compression) throws Exception {
        var kafka = Producers.willing();
        try (var rig = new Rig(kafka)) {
            send(spanExporter(protocol, compression, rig.receiver));
            assertThat(Requests.countSpans(kafka.history())).isEqualTo(SPANS);
            assertThat(kafka.history()).extracting(Requests::key).containsOnly("acme/shop/cart/i-1");
            assertThat(rig.metrics.sum("loadmark.otlp.items.acknowledged", "traces"))
                    .isEqualTo(SPANS);
        }
    }

    @ParameterizedTest
    @CsvSource({"http,gzip", "grpc,none"})
    void everySpanArrivesAfterARetryWhenKafkaWasAway(String protocol, String compression) throws Exception {
        var sends = new AtomicInteger();
        var kafka = Producers.refusing(record -> sends.getAndIncrement() % 2 == 0, new TimeoutException("no broker"));
        try (var rig = new Rig(kafka)) {
            send(spanExporter(protocol, compression, rig.receiver));
            assertThat(Requests.countSpans(kafka.history())).isEqualTo(SPANS);
            long received = rig.metrics.sum("loadmark.otlp.items.received", "traces");
            long refused = rig.metrics.sum("loadmark.otlp.items.refused", "kafka");
            assertThat(refused).isEqualTo(SPANS);
            assertThat(received).isEqualTo(SPANS + refused);
        }
    }

    @ParameterizedTest
    @CsvSource({"http", "grpc"})
    void metricsArriveInTheirTopic(String protocol) throws Exception {
        var kafka = Producers.willing();
        try (var rig = new Rig(kafka)) {
            var reader = PeriodicMetricReader.builder(metricExporter(protocol, rig.receiver))
                    .setInterval(Duration.ofDays(1))
                    .build();
            try (var provider = SdkMeterProvider.builder()
                    .setResource(RESOURCE)
                    .registerMetricReader(reader)
                    .build()) {
                provider.get("test")
                        .histogramBuilder("http.server.request.duration")
                        .build()
                        .record(.1);
            }
            assertThat(kafka.history()).singleElement().satisfies(record -> {
                assertThat(record.topic()).isEqualTo("otlp_metrics");
                var counts = new ArrayList<Long>();
                OtlpMetrics.read(record.value(), (resource, series, start, time, count, sum) -> counts.add(count));
                assertThat(counts).containsExactly(1L);
            });
        }
    }

    @Test
    void theDefaultDeliveryTimeoutIsBelowTheExportersOwn() {
        var shipped = Configuration.reference().section("otlp", OtlpConfig.class);
        assertThat(shipped.deliveryTimeout()).isLessThan(Duration.ofSeconds(10));
        assertThat(shipped.host()).isEqualTo("127.0.0.1");
        assertThat(KafkaWriter.settings(shipped)).containsEntry("delivery.timeout.ms", 8000);
    }

    private static void send(SpanExporter exporter) {
        var processor = BatchSpanProcessor.builder(exporter)
                .setMaxQueueSize(2 * SPANS)
                .setMaxExportBatchSize(500)
                .setScheduleDelay(Duration.ofMillis(10))
                .setExporterTimeout(Rig.PATIENCE)
                .build();
        try (var provider = SdkTracerProvider.builder()
                .setResource(RESOURCE)
                .addSpanProcessor(processor)
                .build()) {
            var tracer = provider.get("test");
            for (int i = 0; i < SPANS; i++) {
                tracer.spanBuilder("GET /")
                        .setSpanKind(SpanKind.SERVER)
                        .startSpan()
                        .end();
            }
            assertThat(provider.forceFlush()
                            .join(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                            .isSuccess())
                    .isTrue();
        }
    }

    private static SpanExporter spanExporter(String protocol, String compression, OtlpReceiver receiver) {
        return protocol.equals("grpc")
                ? OtlpGrpcSpanExporter.builder()
                        .setEndpoint("http://127.0.0.1:" + receiver.grpcPort())
                        .setCompression(compression)
                        .setTimeout(Rig.PATIENCE)
                        .setRetryPolicy(IMPATIENT)
                        .build()
                : OtlpHttpSpanExporter.builder()
                        .setEndpoint("http://127.0.0.1:" + receiver.httpPort() + "/v1/traces")
                        .setCompression(compression)
                        .setTimeout(Rig.PATIENCE)
                        .setRetryPolicy(IMPATIENT)
                        .build();
    }

    private static MetricExporter metricExporter(String protocol, OtlpReceiver receiver) {
        return protocol.equals("grpc")
                ? OtlpGrpcMetricExporter.builder()
                        .setEndpoint("http://127.0.0.1:" + receiver.grpcPort())
                        .setTimeout(Rig.PATIENCE)
                        .build()
                : OtlpHttpMetricExporter.builder()
                        .setEndpoint("http://127.0.0.1:" + receiver.httpPort() + "/v1/metrics")
                        .setTimeout(Rig.PATIENCE)
                        .build();
    }
}
