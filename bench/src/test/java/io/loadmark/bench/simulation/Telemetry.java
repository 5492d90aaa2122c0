package io.loadmark.bench.simulation;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** What the OpenTelemetry SDK of a simulated service would send. */
final class Telemetry implements Service.Spans {
    private static final long HEAP_BYTES = 1L << 30;

    private final long zeroMicros;
    private final Map<Request, Long> traces = new HashMap<>();
    private ScopeSpans.Builder spans = ScopeSpans.newBuilder();
    private long ids;

    /** A service whose simulation begins at a time. */
    Telemetry(long zeroMicros) {
        this.zeroMicros = zeroMicros;
    }

    @Override
    public void ended(Request request, double at) {
        Long trace = traces.remove(request);
        long id = trace == null ? ++ids : trace;
        spans.addSpans(span(id, id, request.arrived, at)
                .setKind(Span.SpanKind.SPAN_KIND_SERVER)
                .addAttributes(attribute("http.route", "/" + request.route)));
    }

    @Override
    public void called(Request request, double at) {
        long trace = traces.computeIfAbsent(request, r -> ++ids);
        spans.addSpans(span(trace, ++ids, request.callFrom, at)
                .setParentSpanId(bytes(trace))
                .setKind(Span.SpanKind.SPAN_KIND_CLIENT)
                .addAttributes(attribute("server.address", Observation.PEER)));
    }

    private Span.Builder span(long trace, long id, double from, double to) {
        return Span.newBuilder()
                .setTraceId(bytes(0).concat(bytes(trace)))
                .setSpanId(bytes(id))
                .setStartTimeUnixNano(nanos(from))
                .setEndTimeUnixNano(nanos(to));
    }

    private long nanos(double seconds) {
        return zeroMicros * 1000 + Math.round(seconds * 1e9);
    }

    private static ByteString bytes(long id) {
        return ByteString.copyFrom(ByteBuffer.allocate(Long.BYTES).putLong(id).array());
    }

    /** The spans that have ended since the last batch. */
    byte[] spans() {
        byte[] batch = ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(
                        ResourceSpans.newBuilder().setResource(resource()).addScopeSpans(spans))
                .build()
                .toByteArray();
        spans = ScopeSpans.newBuilder();
        return batch;
    }

    /** The metrics of the runtime at a time. */
    byte[] metrics(Heap heap, double at) {
        var pauses = HistogramDataPoint.newBuilder()
                .setStartTimeUnixNano(nanos(0))
                .setTimeUnixNano(nanos(at))
                .setCount(Math.round(heap.pauses()))
                .setSum(heap.pausedSeconds());
        var scope = ScopeMetrics.newBuilder()
                .addMetrics(Metric.newBuilder()
                        .setName("jvm.gc.duration")
                        .setHistogram(Histogram.newBuilder()
                                .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
                                .addDataPoints(pauses)))
                .addMetrics(pool("jvm.memory.used_after_last_gc", heap.liveAfterLast() * HEAP_BYTES, at))
                .addMetrics(pool("jvm.memory.limit", HEAP_BYTES, at));
        return ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(
                        ResourceMetrics.newBuilder().setResource(resource()).addScopeMetrics(scope))
                .build()
                .toByteArray();
    }

    private Metric pool(String name, double bytes, double at) {
        return Metric.newBuilder()
                .setName(name)
                .setSum(Sum.newBuilder()
                        .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
                        .addDataPoints(NumberDataPoint.newBuilder()
                                .addAttributes(attribute("jvm.memory.type", "heap"))
                                .addAttributes(attribute("jvm.memory.pool.name", "G1 Old Gen"))
                                .setTimeUnixNano(nanos(at))
                                .setAsInt(Math.round(bytes))))
                .build();
    }

    private static Resource resource() {
        return Resource.newBuilder()
                .addAttributes(attribute("service.namespace", "shop"))
                .addAttributes(attribute("service.name", "checkout"))
                .addAttributes(attribute("service.instance.id", "a"))
                .addAttributes(attribute("host.id", "host-1"))
                .addAttributes(KeyValue.newBuilder()
                        .setKey("process.pid")
                        .setValue(AnyValue.newBuilder().setIntValue(42)))
                .build();
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }
}
