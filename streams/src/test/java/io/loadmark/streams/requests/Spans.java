package io.loadmark.streams.requests;

import com.google.protobuf.ByteString;
import io.loadmark.streams.TopologyHarness;
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
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** OTLP requests of a service {@code checkout}, built with the official protobuf classes. */
final class Spans {
    private final String instance;
    private final List<Span> spans = new ArrayList<>();

    private Spans(String instance) {
        this.instance = instance;
    }

    static Spans of(String instance) {
        return new Spans(instance);
    }

    /** A SERVER span, times in seconds after the test's start. */
    Spans served(long id, double from, double to) {
        return add(span(id, from, to).setKind(Span.SpanKind.SPAN_KIND_SERVER));
    }

    /** A CLIENT span within a request of a trace. */
    Spans called(long trace, long id, double from, double to, String peer) {
        return add(call(trace, id, from, to, peer));
    }

    static Span.Builder call(long trace, long id, double from, double to, String peer) {
        var parent = span(trace, from, to);
        return span(id, from, to)
                .setTraceId(parent.getTraceId())
                .setParentSpanId(parent.getSpanId())
                .setKind(Span.SpanKind.SPAN_KIND_CLIENT)
                .addAttributes(attribute("server.address", peer));
    }

    Spans add(Span.Builder span) {
        spans.add(span.build());
        return this;
    }

    static Span.Builder span(long id, double from, double to) {
        var spanId = ByteString.copyFrom(ByteBuffer.allocate(8).putLong(id).array());
        return Span.newBuilder()
                .setTraceId(spanId.concat(spanId))
                .setSpanId(spanId)
                .setName("GET /checkout")
                .setStartTimeUnixNano(TopologyHarness.micros(from) * 1000)
                .setEndTimeUnixNano(TopologyHarness.micros(to) * 1000);
    }

    byte[] bytes() {
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(resource(instance))
                        .addScopeSpans(ScopeSpans.newBuilder().addAllSpans(spans)))
                .build()
                .toByteArray();
    }

    /** A point of http.server.request.duration, cumulative since {@code start}. */
    static byte[] counted(String instance, double start, double at, long count) {
        var point = HistogramDataPoint.newBuilder()
                .setStartTimeUnixNano(TopologyHarness.micros(start) * 1000)
                .setTimeUnixNano(TopologyHarness.micros(at) * 1000)
                .setCount(count);
        var metric = Metric.newBuilder()
                .setName("http.server.request.duration")
                .setHistogram(Histogram.newBuilder()
                        .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
                        .addDataPoints(point));
        return ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder()
                        .setResource(resource(instance))
                        .addScopeMetrics(ScopeMetrics.newBuilder().addMetrics(metric)))
                .build()
                .toByteArray();
    }

    static Resource resource(String instance) {
        return Resource.newBuilder()
                .addAttributes(attribute("service.name", "checkout"))
                .addAttributes(attribute("service.instance.id", instance))
                .addAttributes(attribute("host.id", "host-1"))
                .build();
    }

    static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }
}
