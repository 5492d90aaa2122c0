package io.loadmark.otlp;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a reader must see, by OpenTelemetry's own generated classes. */
final class Oracle {
    private static final Set<String> METRICS = Set.of(
            "http.server.request.duration",
            "http.server.duration",
            "rpc.server.duration",
            "rpc.server.call.duration",
            "messaging.process.duration");

    private Oracle() {}

    static List<SeenSpan> spans(ExportTraceServiceRequest request) {
        var seen = new ArrayList<SeenSpan>();
        for (var resource : request.getResourceSpansList()) {
            var fields = fields(resource.getResource());
            for (var scope : resource.getScopeSpansList()) {
                for (var span : scope.getSpansList()) seen.add(span(fields, span));
            }
        }
        return seen;
    }

    /** Counts without the hash in their series. */
    static List<SeenCount> counts(ExportMetricsServiceRequest request) {
        var seen = new ArrayList<SeenCount>();
        for (var resource : request.getResourceMetricsList()) {
            var fields = fields(resource.getResource());
            for (var scope : resource.getScopeMetricsList()) {
                for (var metric : scope.getMetricsList()) {
                    if (METRICS.contains(metric.getName())) seen.addAll(counts(fields, metric));
                }
            }
        }
        return seen;
    }

    private static List<SeenCount> counts(ResourceFields resource, Metric metric) {
        var temporality = metric.hasHistogram()
                ? metric.getHistogram().getAggregationTemporality()
                : metric.getExponentialHistogram().getAggregationTemporality();
        if (temporality == AggregationTemporality.AGGREGATION_TEMPORALITY_UNSPECIFIED) return List.of();
        boolean cumulative = temporality == AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE;
        var seen = new ArrayList<SeenCount>();
        for (var p : metric.getHistogram().getDataPointsList()) {
            if ((p.getFlags() & 1) != 0) continue;
            seen.add(new SeenCount(
                    resource,
                    metric.getName(),
                    p.getStartTimeUnixNano(),
                    p.getTimeUnixNano(),
                    p.getCount(),
                    cumulative));
        }
        for (var p : metric.getExponentialHistogram().getDataPointsList()) {
            if ((p.getFlags() & 1) != 0) continue;
            seen.add(new SeenCount(
                    resource,
                    metric.getName(),
                    p.getStartTimeUnixNano(),
                    p.getTimeUnixNano(),
                    p.getCount(),
                    cumulative));
        }
        return seen;
    }

    static ResourceFields fields(Resource resource) {
        var values = byKey(resource.getAttributesList());
        var pid = values.getOrDefault("process.pid", AnyValue.getDefaultInstance());
        return new ResourceFields(
                text(values, "service.namespace"),
                text(values, "service.name"),
                text(values, "service.version"),
                text(values, "service.instance.id"),
                text(values, "host.id"),
                text(values, "host.name"),
                text(values, "container.id"),
                pid.hasIntValue() ? pid.getIntValue() : null);
    }

    private static SeenSpan span(ResourceFields resource, Span span) {
        var traceId = span.getTraceId().isEmpty()
                ? ByteBuffer.allocate(16)
                : span.getTraceId().asReadOnlyByteBuffer();
        return new SeenSpan(
                resource,
                traceId.getLong(),
                traceId.getLong(),
                span.getSpanId().isEmpty()
                        ? 0
                        : span.getSpanId().asReadOnlyByteBuffer().getLong(),
                span.getParentSpanId().size() == Long.BYTES
                        ? span.getParentSpanId().asReadOnlyByteBuffer().getLong()
                        : 0,
                span.getKindValue(),
                span.getStartTimeUnixNano(),
                span.getEndTimeUnixNano(),
                span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR,
                status(span),
                route(span),
                threshold(span.getTraceState()),
                peer(span));
    }

    private static String peer(Span span) {
        var keys = new ArrayList<>(List.of("service.peer.name", "peer.service"));
        if (span.getKindValue() == SpanFields.PRODUCER) keys.add("messaging.destination.name");
        keys.addAll(List.of("server.address", "net.peer.name", "db.system.name", "db.system"));
        keys.addAll(List.of("messaging.destination.name", "messaging.system", "rpc.service"));
        for (String key : keys) {
            var found = lastText(span, key);
            if (found.isEmpty()) continue;
            String name = cut(found.get(), 200);
            if (key.equals("server.address")) return name + port(span, "server.port", "net.peer.port");
            return key.equals("net.peer.name") ? name + port(span, "net.peer.port", "server.port") : name;
        }
        return "unknown";
    }

    private static String port(Span span, String key, String other) {
        long port = lastNumber(span, key);
        if (port <= 0) port = lastNumber(span, other);
        return port > 0 && port < 65_536 ? ":" + port : "";
    }

    private static long lastNumber(Span span, String key) {
        return span.getAttributesList().stream()
                .filter(a -> a.getKey().equals(key) && a.getValue().hasIntValue())
                .map(a -> a.getValue().getIntValue())
                .reduce((first, last) -> last)
                .orElse(0L);
    }

    private static Optional<String> lastText(Span span, String key) {
        return span.getAttributesList().stream()
                .filter(a ->
                        a.getKey().equals(key) && !a.getValue().getStringValue().isEmpty())
                .map(a -> a.getValue().getStringValue())
                .reduce((first, last) -> last);
    }

    private static int status(Span span) {
        for (String key : List.of("http.response.status_code", "http.status_code")) {
            var numbers = span.getAttributesList().stream()
                    .filter(a -> a.getKey().equals(key) && a.getValue().hasIntValue())
                    .toList();
            if (numbers.isEmpty()) continue;
            long status = numbers.get(numbers.size() - 1).getValue().getIntValue();
            return status >= 100 && status <= 999 ? (int) status : 0;
        }
        return 0;
    }

    private static String route(Span span) {
        return Stream.of("http.route", "rpc.method", "messaging.destination.name")
                .flatMap(key -> lastText(span, key).stream())
                .findFirst()
                .map(route -> cut(route, 200))
                .orElse(cut(span.getName(), 200));
    }

    private static long threshold(String traceState) {
        return Arrays.stream(traceState.split(","))
                .map(String::strip)
                .filter(member -> member.startsWith("ot="))
                .findFirst()
                .stream()
                .flatMap(member -> Arrays.stream(member.substring(3).split(";")))
                .filter(pair -> pair.startsWith("th:"))
                .map(pair -> pair.substring(3))
                .filter(digits -> digits.matches("[0-9a-f]{1,14}"))
                .mapToLong(digits -> Long.parseLong((digits + "0".repeat(14)).substring(0, 14), 16))
                .findFirst()
                .orElse(SamplingThreshold.NONE);
    }

    private static Map<String, AnyValue> byKey(List<KeyValue> attributes) {
        var values = new HashMap<String, AnyValue>();
        attributes.forEach(attribute -> values.put(attribute.getKey(), attribute.getValue()));
        return values;
    }

    private static String text(Map<String, AnyValue> values, String key) {
        return cut(values.getOrDefault(key, AnyValue.getDefaultInstance()).getStringValue(), 256);
    }

    private static String cut(String text, int chars) {
        if (text.length() <= chars) return text;
        return text.substring(0, Character.isHighSurrogate(text.charAt(chars - 1)) ? chars - 1 : chars);
    }
}
