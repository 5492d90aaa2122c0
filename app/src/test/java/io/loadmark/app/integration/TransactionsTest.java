package io.loadmark.app.integration;

import static io.loadmark.app.Waiting.PATIENCE;
import static io.loadmark.app.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.app.query.TransactionGrowth;
import io.loadmark.app.query.TransactionGrowthText;
import io.loadmark.app.up.Up;
import io.loadmark.model.capacity.Sla;
import io.loadmark.sink.clickhouse.ClickHouse;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Business transactions out of the spans of several services. */
class TransactionsTest {
    private static final int ORDERS = 40;

    /** How the services pass the context on. */
    private static final TextMapGetter<Map<String, String>> HEADERS = new TextMapGetter<>() {
        @Override
        @SuppressWarnings("deprecation") // implementers have to
        public Iterable<String> keys(Map<String, String> carrier) {
            return carrier.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    };

    @Test
    void whatTheSdkOfTwoServicesSendsIsCountedByTransaction(@TempDir Path directory) throws Exception {
        var configuration = ShortSettings.up(directory.resolve("data"))
                .with(
                        "the test",
                        "streams: {trace-wait: 5s, transactions: [{name: order, service: shop, route: /orders,"
                                + " attribute: tier=premium}]}");
        try (var up = Up.start(configuration, line -> {});
                var shop = provider(up, "shop");
                var payment = provider(up, "payment")) {
            for (int i = 0; i < ORDERS; i++) order(shop.get("test"), payment.get("test"), i % 4 == 0);
            flush(shop);
            flush(payment);
            var rows = new Rows(up.clickHouse());
            await("all orders in windows")
                    .until(
                            () -> rows.numbers(
                                    "SELECT toInt64(sum(transactions)), sum(traces), sum(orphans) FROM transactions WHERE transaction = 'order'"),
                            List.of(ORDERS / 4L, ORDERS / 4L, 0L)::equals);
            assertThat(rows.of(
                            "SELECT service_name, route, toInt64(sum(visits)), toInt64(sum(errors)), sum(self_seconds) < sum(seconds)"
                                    + " FROM transaction_visits GROUP BY service_name, route ORDER BY service_name"))
                    .containsExactly(
                            List.of("payment", "/pay", Integer.toString(ORDERS / 2), "0", "0"),
                            List.of("shop", "/orders", Integer.toString(ORDERS / 4), "0", "1"));
            try (var connection = ClickHouse.connect(up.clickHouse())) {
                var answer = TransactionGrowth.of(connection, "default", "order", Sla.parse("p99<=200ms"), 3600, 1.4);
                assertThat(TransactionGrowthText.lines(answer))
                        .first()
                        .isEqualTo("order +40 % within p99<=200ms: which service fails first can't be told yet");
            }
        }
    }

    private static SdkTracerProvider provider(Up up, String service) {
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint("http://127.0.0.1:" + up.receiver().orElseThrow().httpPort() + "/v1/traces")
                .setTimeout(PATIENCE)
                .build();
        return SdkTracerProvider.builder()
                .setResource(Resource.create(Attributes.builder()
                        .put("service.name", service)
                        .put("service.instance.id", service + "-1")
                        .build()))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setExporterTimeout(PATIENCE)
                        .build())
                .build();
    }

    private static void flush(SdkTracerProvider provider) {
        assertThat(provider.forceFlush()
                        .join(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .isSuccess())
                .isTrue();
    }

    /** An order that pays twice, by calls whose context travels in headers. */
    private static void order(Tracer shop, Tracer payment, boolean premium) {
        var root = shop.spanBuilder("POST /orders")
                .setSpanKind(SpanKind.SERVER)
                .setNoParent()
                .setAttribute("http.route", "/orders")
                .setAttribute("tier", premium ? "premium" : "basic")
                .startSpan();
        for (int i = 0; i < 2; i++) {
            var call = shop.spanBuilder("POST")
                    .setSpanKind(SpanKind.CLIENT)
                    .setParent(Context.root().with(root))
                    .startSpan();
            pay(payment, headers(call));
            call.end();
        }
        root.end();
    }

    private static Map<String, String> headers(Span call) {
        var headers = new HashMap<String, String>();
        W3CTraceContextPropagator.getInstance().inject(Context.root().with(call), headers, (carrier, key, value) -> {
            if (carrier != null) carrier.put(key, value);
        });
        return headers;
    }

    private static void pay(Tracer payment, Map<String, String> headers) {
        var caller = W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, HEADERS);
        payment.spanBuilder("POST /pay")
                .setSpanKind(SpanKind.SERVER)
                .setParent(caller)
                .setAttribute("http.route", "/pay")
                .startSpan()
                .end();
    }
}
