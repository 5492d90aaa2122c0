package io.loadmark.streams.transactions;

import com.google.protobuf.ByteString;
import io.loadmark.streams.TopologyHarness;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.nio.ByteBuffer;

/** An OTLP request of one service, built with the official protobuf classes; times in seconds after the test's start. */
final class TracedSpans {
    private final String service;
    private final ScopeSpans.Builder spans = ScopeSpans.newBuilder();

    private TracedSpans(String service) {
        this.service = service;
    }

    static TracedSpans of(String service) {
        return new TracedSpans(service);
    }

    TracedSpans served(long trace, long id, long parent, String route, double from, double to) {
        return add(span(trace, id, parent, from, to)
                .setKind(SpanKind.SPAN_KIND_SERVER)
                .addAttributes(attribute("http.route", route)));
    }

    TracedSpans called(long trace, long id, long parent, double from, double to) {
        return add(span(trace, id, parent, from, to).setKind(SpanKind.SPAN_KIND_CLIENT));
    }

    TracedSpans add(Span.Builder span) {
        spans.addSpans(span);
        return this;
    }

    static Span.Builder span(long trace, long id, long parent, double from, double to) {
        var span = Span.newBuilder()
                .setTraceId(bytes(trace).concat(bytes(trace)))
                .setSpanId(bytes(id))
                .setName("a span")
                .setStartTimeUnixNano(TopologyHarness.micros(from) * 1000)
                .setEndTimeUnixNano(TopologyHarness.micros(to) * 1000);
        return parent == 0 ? span : span.setParentSpanId(bytes(parent));
    }

    private static ByteString bytes(long id) {
        return ByteString.copyFrom(ByteBuffer.allocate(Long.BYTES).putLong(id).array());
    }

    /** One point of a cumulative counter, as an OTLP request. */
    static byte[] counted(String counter, long startMicros, long atMicros, long count) {
        var point = NumberDataPoint.newBuilder()
                .setStartTimeUnixNano(startMicros * 1000)
                .setTimeUnixNano(atMicros * 1000)
                .setAsInt(count);
        var metric = Metric.newBuilder()
                .setName(counter)
                .setSum(Sum.newBuilder()
                        .setIsMonotonic(true)
                        .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
                        .addDataPoints(point));
        return ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(attribute("service.name", "shop")))
                        .addScopeMetrics(ScopeMetrics.newBuilder().addMetrics(metric)))
                .build()
                .toByteArray();
    }

    static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    byte[] bytes() {
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder()
                                .addAttributes(attribute("service.namespace", "shop"))
                                .addAttributes(attribute("service.name", service)))
                        .addScopeSpans(spans))
                .build()
                .toByteArray();
    }
}
