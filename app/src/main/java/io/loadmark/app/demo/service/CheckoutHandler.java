package io.loadmark.app.demo.service;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * {@code GET /checkout}: burns what the request demands and says so in a SERVER span and {@code
 * http.server.request.duration}. Both start when the request reached the server, its wait for a worker included, as
 * OpenTelemetry's HTTP conventions ask.
 */
final class CheckoutHandler implements HttpHandler {
    static final String ROUTE = "/checkout";
    private static final String SCOPE = "checkout";
    private static final AttributeKey<String> METHOD = stringKey("http.request.method");
    private static final AttributeKey<Long> STATUS = longKey("http.response.status_code");
    private static final Attributes REQUEST =
            Attributes.of(METHOD, "GET", stringKey("http.route"), ROUTE, stringKey("url.scheme"), "http");
    /** Bounds that OpenTelemetry's HTTP conventions advise, in seconds. */
    private static final List<Double> BOUNDS =
            List.of(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0);

    private static final byte[] DONE = "done\n".getBytes(US_ASCII);
    private static final byte[] NOT_ALLOWED = "only GET\n".getBytes(US_ASCII);
    private static final byte[] BUSY = "busy\n".getBytes(US_ASCII);

    private final CpuDemand demand;
    private final CpuBurner burner = new CpuBurner();
    private final Tracer tracer;
    private final DoubleHistogram duration;

    CheckoutHandler(CpuDemand demand, OpenTelemetry telemetry) {
        this.demand = demand;
        this.tracer = telemetry.getTracer(SCOPE);
        this.duration = telemetry
                .getMeter(SCOPE)
                .histogramBuilder("http.server.request.duration")
                .setUnit("s")
                .setExplicitBucketBoundariesAdvice(BOUNDS)
                .build();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("GET")) {
            exchange.getResponseHeaders().set("Allow", "GET");
            answer(exchange, 405, NOT_ALLOWED);
            return;
        }
        var admission = WorkerPool.admission();
        var span = tracer.spanBuilder("GET " + ROUTE)
                .setSpanKind(SpanKind.SERVER)
                .setStartTimestamp(admission.at())
                .setAllAttributes(REQUEST)
                .startSpan();
        long status = 500; // what a fault before the answer means to the client
        try {
            status = admission.refused() ? refuse(exchange) : serve(exchange);
        } finally {
            span.setAttribute(STATUS, status);
            if (status >= 500) span.setStatus(StatusCode.ERROR);
            span.end();
            duration.record(
                    secondsSince(admission.at()),
                    REQUEST.toBuilder().put(STATUS, status).build());
        }
    }

    private long serve(HttpExchange exchange) throws IOException {
        burner.burn(demand.getAsLong());
        return answer(exchange, 200, DONE);
    }

    private static long refuse(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Retry-After", "1");
        return answer(exchange, 503, BUSY);
    }

    private static long answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
        return status;
    }

    private static double secondsSince(Instant at) {
        return Duration.between(at, Instant.now()).toNanos() / 1e9;
    }
}
