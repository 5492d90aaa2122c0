package io.loadmark.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads what the OpenTelemetry SDK's own exporters put on the wire. */
class ExportedBySdkTest {
    private static final Resource RESOURCE = Resource.create(Attributes.builder()
            .put("service.namespace", "shop")
            .put("service.name", "checkout")
            .put("service.version", "1.4.2")
            .put("service.instance.id", "i-1")
            .put("host.id", "h-1")
            .put("host.name", "node-1")
            .put("container.id", "c-1")
            .put("process.pid", 4711)
            .build());
    private static final ResourceFields FIELDS =
            new ResourceFields("shop", "checkout", "1.4.2", "i-1", "h-1", "node-1", "c-1", 4711L);

    private final BlockingQueue<byte[]> bodies = new LinkedBlockingQueue<>();
    private HttpServer server;

    @BeforeEach
    void listen() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                bodies.add(exchange.getRequestBody().readAllBytes());
                exchange.sendResponseHeaders(200, -1);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void spansCarryTheirResourceTimesRouteAndStatus() throws Exception {
        var exporter = OtlpHttpSpanExporter.builder().setEndpoint(url()).build();
        try (var provider = SdkTracerProvider.builder()
                .setResource(RESOURCE)
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build()) {
            provider.get("test")
                    .spanBuilder("GET")
                    .setSpanKind(SpanKind.SERVER)
                    .setStartTimestamp(Instant.ofEpochSecond(100))
                    .setAttribute("http.route", "/cart/{id}")
                    .setAttribute("http.response.status_code", 503L)
                    .startSpan()
                    .setStatus(StatusCode.ERROR)
                    .end(Instant.ofEpochSecond(101));
        }
        assertThat(SeenSpan.in(body())).singleElement().satisfies(span -> {
            assertThat(span.resource()).isEqualTo(FIELDS);
            assertThat(span.kind()).isEqualTo(SpanFields.SERVER);
            assertThat(span.startNanos()).isEqualTo(100_000_000_000L);
            assertThat(span.endNanos()).isEqualTo(101_000_000_000L);
            assertThat(span.isError()).isTrue();
            assertThat(span.httpStatus()).isEqualTo(503);
            assertThat(span.route()).isEqualTo("/cart/{id}");
            assertThat(span.traceIdHigh()).isNotZero();
            assertThat(span.spanId()).isNotZero();
        });
    }

    @Test
    void countsOfASeriesKeepTheirNameFromExportToExport() throws Exception {
        try (var provider = meters()) {
            var durations = provider.get("test")
                    .histogramBuilder("http.server.request.duration")
                    .build();
            var get =
                    Attributes.builder().put("method", "GET").put("route", "/").build();
            var post =
                    Attributes.builder().put("method", "POST").put("route", "/").build();
            durations.record(.1, get);
            durations.record(.1, post);
            var first = flush(provider);
            durations.record(.1, get);
            durations.record(.1, get);
            var second = flush(provider);
            assertThat(first).extracting(SeenCount::count).containsOnly(1L).hasSize(2);
            assertThat(second).extracting(SeenCount::count).containsExactlyInAnyOrder(3L, 1L);
            assertThat(second)
                    .extracting(SeenCount::series)
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(
                            first.stream().map(SeenCount::series).toList());
            assertThat(second).allSatisfy(count -> {
                assertThat(count.cumulative()).isTrue();
                assertThat(count.resource()).isEqualTo(FIELDS);
                assertThat(count.metric()).isEqualTo("http.server.request.duration");
                assertThat(count.timeNanos()).isGreaterThan(count.startNanos());
            });
        }
    }

    @Test
    void countersAreReadWhereTheyAreAskedForWhatMayFallIsNone() throws Exception {
        try (var provider = meters()) {
            var meter = provider.get("test");
            var tier = Attributes.builder().put("tier", "premium").build();
            meter.counterBuilder("shop.orders").build().add(3, tier);
            meter.counterBuilder("shop.revenue").ofDoubles().build().add(7.5);
            meter.counterBuilder("shop.returns").build().add(2);
            meter.upDownCounterBuilder("shop.carts").build().add(5);
            provider.forceFlush().join(10, TimeUnit.SECONDS);
        }
        var seen = new ArrayList<String>();
        OtlpMetrics.read(body(), new MetricVisitor() {
            @Override
            public void count(ResourceFields resource, String series, long start, long time, long count, boolean c) {
                seen.add("a request");
            }

            @Override
            public List<String> counters() {
                return List.of("shop.orders", "shop.revenue", "shop.carts");
            }

            @Override
            public void counted(
                    ResourceFields resource,
                    String counter,
                    String series,
                    long start,
                    long time,
                    double value,
                    boolean cumulative) {
                assertThat(resource).isEqualTo(FIELDS);
                assertThat(series).startsWith(counter + "#");
                assertThat(time).isGreaterThan(start);
                seen.add(counter + " " + value + " " + cumulative);
            }
        });
        assertThat(seen).containsExactlyInAnyOrder("shop.orders 3.0 true", "shop.revenue 7.5 true");
    }

    @Test
    void collectionsThatStopTheThreadsAndTheHeapAreReadConcurrentCyclesAreNot() throws Exception {
        try (var provider = meters()) {
            var meter = provider.get("test");
            var durations = meter.histogramBuilder("jvm.gc.duration").build();
            durations.record(.25, collection("G1 Young Generation", "end of minor GC"));
            durations.record(.5, collection("G1 Young Generation", "end of minor GC"));
            durations.record(9, collection("ZGC Cycles", "end of GC cycle"));
            var used = meter.upDownCounterBuilder("jvm.memory.used_after_last_gc")
                    .setUnit("By")
                    .build();
            used.add(7, pool("heap", "G1 Old Gen"));
            used.add(99, pool("non_heap", "Metaspace"));
            meter.upDownCounterBuilder("jvm.memory.limit").build().add(20, pool("heap", "G1 Old Gen"));
            provider.forceFlush().join(10, TimeUnit.SECONDS);
        }
        var seen = new ArrayList<String>();
        OtlpMetrics.read(body(), new MetricVisitor() {
            @Override
            public void count(
                    ResourceFields resource, String series, long start, long time, long count, boolean cumulative) {
                seen.add(series);
            }

            @Override
            public void paused(
                    ResourceFields resource,
                    String series,
                    long start,
                    long time,
                    long count,
                    double seconds,
                    boolean cumulative) {
                assertThat(time).isGreaterThan(start);
                seen.add(series.replaceFirst("#.*", " ") + count + " " + seconds + " " + cumulative);
            }

            @Override
            public void heap(ResourceFields resource, HeapFigure figure, String pool, long time, double bytes) {
                assertThat(resource).isEqualTo(FIELDS);
                seen.add(figure + " " + pool + " " + bytes);
            }
        });
        assertThat(seen)
                .containsExactlyInAnyOrder(
                        "jvm.gc.duration 2 0.75 true",
                        "USED_AFTER_LAST_COLLECTION G1 Old Gen 7.0",
                        "LIMIT G1 Old Gen 20.0");
    }

    private static Attributes collection(String collector, String action) {
        return Attributes.builder()
                .put("jvm.gc.name", collector)
                .put("jvm.gc.action", action)
                .build();
    }

    private static Attributes pool(String type, String name) {
        return Attributes.builder()
                .put("jvm.memory.type", type)
                .put("jvm.memory.pool.name", name)
                .build();
    }

    /** Exports when it is flushed or closed. */
    private SdkMeterProvider meters() {
        var exporter = OtlpHttpMetricExporter.builder().setEndpoint(url()).build();
        return SdkMeterProvider.builder()
                .setResource(RESOURCE)
                .registerMetricReader(PeriodicMetricReader.builder(exporter)
                        .setInterval(Duration.ofDays(1))
                        .build())
                .build();
    }

    private List<SeenCount> flush(SdkMeterProvider provider) throws Exception {
        provider.forceFlush().join(10, TimeUnit.SECONDS);
        return new ArrayList<>(SeenCount.in(body()));
    }

    private byte[] body() throws InterruptedException {
        byte[] body = bodies.poll(10, TimeUnit.SECONDS);
        assertThat(body).as("a request within 10 s").isNotNull();
        return body;
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }
}
