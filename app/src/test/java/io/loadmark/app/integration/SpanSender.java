package io.loadmark.app.integration;

import static io.loadmark.app.Waiting.PATIENCE;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends spans of several instances by OTLP/HTTP as fast as they are acknowledged, and keeps count of those that are, of
 * those that may or may not have been taken, and of those that this machine may have been too slow for.
 */
final class SpanSender implements AutoCloseable {
    static final int SPANS = 20;
    private static final int INSTANCES = 3;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    /** Instance and second to the spans that were acknowledged. */
    private final Map<String, Long> acknowledged = new TreeMap<>();

    private long unanswered;
    private long perhapsLate;

    private final Thread thread;
    private final URI receiver;
    private volatile boolean stopped;
    private long sent;

    /** @param first number of the first span; numbers are span ids and must not come twice */
    SpanSender(int httpPort, long first) {
        receiver = URI.create("http://127.0.0.1:" + httpPort + "/v1/traces");
        sent = first;
        thread = new Thread(this::work, "span-sender");
        thread.start();
    }

    private void work() {
        while (!stopped) {
            send("sender-" + sent / SPANS % INSTANCES);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void send(String instance) {
        var now = Instant.now();
        long endNanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        var request = HttpRequest.newBuilder(receiver)
                .header("Content-Type", "application/x-protobuf")
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofByteArray(request(instance, endNanos)))
                .build();
        try {
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            boolean late = now.plus(ShortSettings.GRACE).isBefore(Instant.now());
            count(instance, now.getEpochSecond(), status == 200, late);
        } catch (IOException e) {
            stopped = true; // the receiver has been killed
            count(instance, now.getEpochSecond(), false, true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped = true;
        }
    }

    private synchronized void count(String instance, long second, boolean taken, boolean late) {
        if (taken) acknowledged.merge(instance + " " + second, (long) SPANS, Long::sum);
        else unanswered += SPANS;
        if (late) perhapsLate += SPANS;
    }

    /** Instance and second, such as {@code sender-1 1700000000}, to the number of spans that were acknowledged. */
    synchronized Map<String, Long> acknowledged() {
        return new TreeMap<>(acknowledged);
    }

    /** Spans that were not acknowledged: they may or may not be there. */
    synchronized long unanswered() {
        return unanswered;
    }

    /** Spans whose answer took longer than {@code streams.grace}; all others are on time. */
    synchronized long perhapsLate() {
        return perhapsLate;
    }

    long total() {
        return acknowledged().values().stream().mapToLong(Long::longValue).sum();
    }

    private byte[] request(String instance, long endNanos) {
        var spans = ScopeSpans.newBuilder();
        for (int i = 0; i < SPANS; i++) spans.addSpans(span(sent++, endNanos));
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder()
                                .addAttributes(attribute("service.name", "sent"))
                                .addAttributes(attribute("service.instance.id", instance)))
                        .addScopeSpans(spans))
                .build()
                .toByteArray();
    }

    private static Span span(long id, long endNanos) {
        var bytes = ByteString.copyFrom(
                ByteBuffer.allocate(Long.BYTES).putLong(id + 1).array());
        return Span.newBuilder()
                .setTraceId(bytes.concat(bytes))
                .setSpanId(bytes)
                .setName("GET /")
                .setKind(Span.SpanKind.SPAN_KIND_SERVER)
                .setStartTimeUnixNano(endNanos - TimeUnit.MILLISECONDS.toNanos(5))
                .setEndTimeUnixNano(endNanos)
                .build();
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    /** Sends no more; what is under way is still counted. */
    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join(PATIENCE.toMillis());
    }
}
