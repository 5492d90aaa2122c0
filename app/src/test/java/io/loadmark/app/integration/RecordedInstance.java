package io.loadmark.app.integration;

import com.google.protobuf.ByteString;
import io.loadmark.runtime.topics.Topic;
import io.loadmark.schemas.Key;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/**
 * An instance of {@link Recording}.
 *
 * @param keyed whether its records carry a key; else they go round the partitions
 * @param host where it runs
 */
record RecordedInstance(String service, String id, boolean keyed, String host, long pid) {
    private static final List<String> ROUTES = List.of("/a", "/b", "/c");
    /** Every so many seconds a request comes too late for its window, or twice. */
    private static final int LATE_EVERY = 7;

    private static final int TWICE_EVERY = 5;
    private static final int METRICS_EVERY = 4;
    private static final double LATE_SECONDS = 4.5;

    String group() {
        return "/services/" + id;
    }

    /** The spans that end in a second, in one request; some come late in another, some again. */
    void spans(Recording recording, Random random, int second, int count) {
        var onTime = ScopeSpans.newBuilder();
        var late = ScopeSpans.newBuilder();
        for (int i = 0; i < count; i++) {
            boolean isLate = i == 0 && second % LATE_EVERY == 3;
            var scope = isLate ? late : onTime;
            var request = span(recording, random, second, i);
            scope.addSpans(request);
            for (int c = random.nextInt(3); c > 0; c--) scope.addSpans(call(random, request, c));
        }
        recording.count(count);
        add(recording, onTime, second + 1.2, second);
        if (keyed && second % TWICE_EVERY == 2) add(recording, onTime, second + 1.3, second);
        if (late.getSpansCount() > 0) add(recording, late, second + LATE_SECONDS, second);
    }

    private Span span(Recording recording, Random random, int second, int number) {
        long end = recording.micros(second + random.nextDouble()) * 1000;
        long longest = Math.min(1_500_000_000L, end - recording.micros(0) * 1000);
        long nanos = (long) (random.nextDouble() * random.nextDouble() * longest);
        var bytes = ByteString.copyFrom(ByteBuffer.allocate(Long.BYTES)
                .putLong(pid << 40 | (long) second << 16 | number + 1)
                .array());
        var span = Span.newBuilder()
                .setTraceId(bytes.concat(bytes))
                .setSpanId(bytes)
                .setName("GET")
                .setKind(Span.SpanKind.SPAN_KIND_SERVER)
                .addAttributes(attribute("http.route", ROUTES.get(random.nextInt(ROUTES.size()))))
                .setStartTimeUnixNano(end - nanos)
                .setEndTimeUnixNano(end);
        if (random.nextInt(10) == 0) span.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR));
        return span.build();
    }

    /** A call within a request; two of one request may overlap. */
    private static Span call(Random random, Span request, int number) {
        long nanos = request.getEndTimeUnixNano() - request.getStartTimeUnixNano();
        long from = request.getStartTimeUnixNano() + (long) (random.nextDouble() * nanos / 2);
        byte[] id = request.getSpanId().toByteArray();
        id[0] = (byte) number; // requests have 0 there
        return Span.newBuilder()
                .setTraceId(request.getTraceId())
                .setParentSpanId(request.getSpanId())
                .setSpanId(ByteString.copyFrom(id))
                .setKind(Span.SpanKind.SPAN_KIND_CLIENT)
                .addAttributes(attribute("server.address", "peer-" + random.nextInt(20)))
                .setStartTimeUnixNano(from)
                .setEndTimeUnixNano(from + nanos / 2)
                .build();
    }

    /** What its JVM has told by the end of a second, if it tells then. */
    void runtime(Recording recording, int second) {
        if (!keyed || second % METRICS_EVERY != 0) return;
        var pauses = HistogramDataPoint.newBuilder()
                .setStartTimeUnixNano(recording.micros(-1) * 1000)
                .setTimeUnixNano(recording.micros(second + 1) * 1000)
                .setCount((long) second * second)
                .setSum(second * second / 1e3);
        var metric = Metric.newBuilder()
                .setName("jvm.gc.duration")
                .setHistogram(Histogram.newBuilder()
                        .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
                        .addDataPoints(pauses));
        byte[] request = ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder()
                        .setResource(resource())
                        .addScopeMetrics(ScopeMetrics.newBuilder().addMetrics(metric)))
                .build()
                .toByteArray();
        recording.add(Topic.METRICS, Key.join("default", "", service, id), request, second + 1.4, second);
    }

    private void add(Recording recording, ScopeSpans.Builder spans, double stamp, int turn) {
        byte[] request = ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(
                        ResourceSpans.newBuilder().setResource(resource()).addScopeSpans(spans))
                .build()
                .toByteArray();
        recording.add(Topic.SPANS, keyed ? Key.join("default", "", service, id) : null, request, stamp, turn);
    }

    private Resource.Builder resource() {
        return Resource.newBuilder()
                .addAttributes(attribute("service.name", service))
                .addAttributes(attribute("service.instance.id", id))
                .addAttributes(attribute("service.version", "1"))
                .addAttributes(attribute("host.id", host))
                .addAttributes(KeyValue.newBuilder()
                        .setKey("process.pid")
                        .setValue(AnyValue.newBuilder().setIntValue(pid)));
    }

    private static KeyValue.Builder attribute(String key, String value) {
        return KeyValue.newBuilder().setKey(key).setValue(AnyValue.newBuilder().setStringValue(value));
    }
}
