package io.loadmark.runtime.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.loadmark.runtime.health.Health;
import io.opentelemetry.exporter.prometheus.PrometheusMetricReader;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * {@code /metrics} in Prometheus text and {@code /health} in JSON: 200 while every component does its work, else 503.
 * Read-only, and nothing of the request but its path is looked at.
 */
final class TelemetryPages extends Handler.Abstract {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrometheusMetricReader metrics;
    private final Health health;
    private final PrometheusTextFormatWriter text = PrometheusTextFormatWriter.create();

    TelemetryPages(PrometheusMetricReader metrics, Health health) {
        this.metrics = metrics;
        this.health = health;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        if (!HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod())) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
            answer(response, callback, 405, "text/plain", "only GET and HEAD\n".getBytes(UTF_8));
            return true;
        }
        switch (Request.getPathInContext(request)) {
            case "/metrics" -> answer(response, callback, 200, PrometheusTextFormatWriter.CONTENT_TYPE, metricsPage());
            case "/health" ->
                answer(response, callback, health.isHealthy() ? 200 : 503, "application/json", healthPage());
            default -> answer(response, callback, 404, "text/plain", "/metrics and /health\n".getBytes(UTF_8));
        }
        return true;
    }

    private byte[] metricsPage() throws IOException {
        var page = new ByteArrayOutputStream(1 << 14);
        text.write(page, metrics.collect(), EscapingScheme.UNDERSCORE_ESCAPING);
        return page.toByteArray();
    }

    private byte[] healthPage() throws IOException {
        var page = new TreeMap<String, Object>(
                Map.of("status", health.isHealthy() ? "ok" : "down", "components", health.components()));
        return JSON.writeValueAsBytes(page);
    }

    private static void answer(Response response, Callback callback, int status, String type, byte[] body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
