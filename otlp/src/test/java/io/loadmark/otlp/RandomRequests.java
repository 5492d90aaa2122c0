package io.loadmark.otlp;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.List;
import java.util.Random;

/** Valid requests with everything that the protocol allows; the same seed gives the same request. */
final class RandomRequests {
    private static final List<String> KEYS = List.of(
            "service.name",
            "service.namespace",
            "service.version",
            "service.instance.id",
            "host.id",
            "host.name",
            "container.id",
            "process.pid",
            "http.route",
            "rpc.method",
            "messaging.destination.name",
            "http.response.status_code",
            "http.status_code",
            "peer.service",
            "service.peer.name",
            "server.address",
            "server.port",
            "net.peer.name",
            "net.peer.port",
            "db.system",
            "rpc.service",
            "jvm.memory.type",
            "url.path",
            "");
    private static final List<String> STATES = List.of(
            "",
            "ot=th:0",
            "ot=th:c",
            "ot=th:fffffffffffffe;rv:1234567890abcd",
            "vendor=1, ot=rv:1;th:8 ,x=2",
            "ot=th:C",
            "ot=th:",
            "ot=th:123456789012345",
            "ot=rv:1",
            "tot=th:8",
            "ot=xth:8,ot=th:4");
    private static final List<String> METRICS = List.of(
            "http.server.request.duration",
            "http.server.duration",
            "rpc.server.duration",
            "rpc.server.call.duration",
            "messaging.process.duration",
            "http.client.request.duration",
            "jvm.memory.limit",
            "jvm.gc.duration");

    private final Random random;

    RandomRequests(long seed) {
        random = new Random(seed);
    }

    ExportTraceServiceRequest traces() {
        var request = ExportTraceServiceRequest.newBuilder();
        for (int r = random.nextInt(4); r > 0; r--) {
            var spans = ResourceSpans.newBuilder().setSchemaUrl(text());
            if (random.nextInt(5) > 0) spans.setResource(resource());
            for (int s = random.nextInt(4); s > 0; s--) {
                var scope = ScopeSpans.newBuilder().setScope(scope()).setSchemaUrl(text());
                for (int i = random.nextInt(6); i > 0; i--) scope.addSpans(span());
                spans.addScopeSpans(scope);
            }
            request.addResourceSpans(spans);
        }
        return request.build();
    }

    ExportMetricsServiceRequest metrics() {
        var request = ExportMetricsServiceRequest.newBuilder();
        for (int r = random.nextInt(4); r > 0; r--) {
            var metrics = ResourceMetrics.newBuilder().setResource(resource());
            for (int s = random.nextInt(4); s > 0; s--) {
                var scope = ScopeMetrics.newBuilder().setScope(scope());
                for (int i = random.nextInt(6); i > 0; i--) scope.addMetrics(metric());
                metrics.addScopeMetrics(scope);
            }
            request.addResourceMetrics(metrics);
        }
        return request.build();
    }

    private Resource resource() {
        var resource = Resource.newBuilder().setDroppedAttributesCount(random.nextInt(2));
        for (int i = random.nextInt(10); i > 0; i--) resource.addAttributes(attribute(3));
        return resource.build();
    }

    private InstrumentationScope scope() {
        return InstrumentationScope.newBuilder()
                .setName(text())
                .addAttributes(attribute(2))
                .build();
    }

    private Span span() {
        var span = Span.newBuilder()
                .setTraceId(id(16))
                .setSpanId(id(8))
                .setParentSpanId(id(8))
                .setTraceState(STATES.get(random.nextInt(STATES.size())))
                .setName(text())
                .setKindValue(random.nextInt(7))
                .setStartTimeUnixNano(random.nextLong())
                .setEndTimeUnixNano(random.nextLong());
        if (random.nextBoolean()) {
            span.setStatus(Status.newBuilder().setMessage(text()).setCodeValue(random.nextInt(3)));
        }
        for (int i = random.nextInt(8); i > 0; i--) span.addAttributes(attribute(3));
        if (random.nextBoolean()) span.addEvents(Span.Event.newBuilder().addAttributes(attribute(2)));
        if (random.nextBoolean()) span.addLinks(Span.Link.newBuilder().setTraceId(id(16)));
        return span.build();
    }

    private Metric metric() {
        var metric = Metric.newBuilder().setName(METRICS.get(random.nextInt(METRICS.size())));
        var temporality = AggregationTemporality.forNumber(random.nextInt(3));
        int points = random.nextInt(4);
        switch (random.nextInt(4)) {
            case 0 -> {
                var histogram = metric.getHistogramBuilder().setAggregationTemporality(temporality);
                for (int i = 0; i < points; i++) histogram.addDataPoints(histogramPoint());
            }
            case 1 -> {
                var histogram = metric.getExponentialHistogramBuilder().setAggregationTemporality(temporality);
                for (int i = 0; i < points; i++) histogram.addDataPoints(exponentialPoint());
            }
            case 2 ->
                metric.getGaugeBuilder()
                        .addDataPoints(NumberDataPoint.newBuilder().setAsInt(1));
            default ->
                metric.getSumBuilder()
                        .addDataPoints(NumberDataPoint.newBuilder().setAsDouble(1));
        }
        return metric.build();
    }

    private HistogramDataPoint histogramPoint() {
        return HistogramDataPoint.newBuilder()
                .addAttributes(attribute(2))
                .addAttributes(attribute(2))
                .setStartTimeUnixNano(random.nextLong())
                .setTimeUnixNano(random.nextLong())
                .setCount(random.nextInt(1000))
                .setSum(random.nextDouble())
                .addBucketCounts(random.nextInt(9))
                .addExplicitBounds(random.nextDouble())
                .setFlags(random.nextInt(4) == 0 ? 1 : 0)
                .build();
    }

    private ExponentialHistogramDataPoint exponentialPoint() {
        return ExponentialHistogramDataPoint.newBuilder()
                .addAttributes(attribute(2))
                .setStartTimeUnixNano(random.nextLong())
                .setTimeUnixNano(random.nextLong())
                .setCount(random.nextInt(1000))
                .setScale(random.nextInt(20))
                .setPositive(ExponentialHistogramDataPoint.Buckets.newBuilder().addBucketCounts(3))
                .setFlags(random.nextInt(4) == 0 ? 1 : 0)
                .build();
    }

    private KeyValue attribute(int depth) {
        return KeyValue.newBuilder()
                .setKey(KEYS.get(random.nextInt(KEYS.size())))
                .setValue(value(depth))
                .build();
    }

    private AnyValue value(int depth) {
        var value = AnyValue.newBuilder();
        switch (random.nextInt(depth > 0 ? 12 : 9)) {
            case 0 -> value.setBoolValue(random.nextBoolean());
            case 1 -> value.setDoubleValue(random.nextDouble());
            case 2 -> value.setBytesValue(id(random.nextInt(5)));
            case 3, 4 -> value.setIntValue(random.nextInt(700));
            case 5, 6, 7 -> value.setStringValue(text());
            case 8 -> {} // not set
            case 9 -> value.setArrayValue(ArrayValue.newBuilder().addValues(value(depth - 1)));
            default -> value.setKvlistValue(KeyValueList.newBuilder().addValues(attribute(depth - 1)));
        }
        return value.build();
    }

    private ByteString id(int length) {
        if (random.nextInt(20) == 0) return ByteString.EMPTY;
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }

    private String text() {
        int length = random.nextInt(20) == 0 ? random.nextInt(1000) : random.nextInt(12);
        return random.ints(0, 0x1f900)
                .filter(c -> random.nextInt(4) == 0 || c < 0x80)
                .filter(c -> c < 0xd800 || c > 0xdfff)
                .limit(length)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
