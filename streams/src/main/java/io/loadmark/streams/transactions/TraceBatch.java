package io.loadmark.streams.transactions;

import io.loadmark.model.trace.TraceSampling;
import io.loadmark.otlp.MalformedOtlpException;
import io.loadmark.otlp.OtlpTraces;
import io.loadmark.otlp.ResourceFields;
import io.loadmark.otlp.SpanFields;
import io.loadmark.schema.GatheredSpan;
import io.loadmark.schema.ServedStep;
import io.loadmark.schema.SpanKind;
import io.loadmark.schemas.Key;
import io.loadmark.streams.flow.StreamsSettings;
import io.loadmark.streams.flow.TransactionRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The spans of one record of otlp_spans by trace, of the traces that are kept. Those without an id, without a time or with
 * one that can't be right are left out.
 */
final class TraceBatch {
    /** As in topology requests: beyond it a sampling threshold is an attack or an error. */
    private static final double MOST_WEIGHT = 1e6;

    private final String tenant;
    private final StreamsSettings settings;
    private final long storedMicros;
    private final Map<String, List<GatheredSpan>> traces = new LinkedHashMap<>();

    private TraceBatch(String tenant, StreamsSettings settings, long storedMicros) {
        this.tenant = tenant;
        this.settings = settings;
        this.storedMicros = storedMicros;
    }

    /** Reads a record whole: one that breaks off in the middle has no spans. */
    static Map<String, List<GatheredSpan>> read(
            byte[] record, String tenant, StreamsSettings settings, long storedMicros) throws MalformedOtlpException {
        var batch = new TraceBatch(tenant, settings, storedMicros);
        OtlpTraces.read(record, batch::add);
        return batch.traces;
    }

    private void add(ResourceFields resource, SpanFields span) {
        if (span.spanId() == 0 || (span.traceIdHigh() == 0 && span.traceIdLow() == 0)) return;
        if (!TraceSampling.isKept(span.traceIdHigh(), span.traceIdLow(), settings.traceSampling())) return;
        long latest = storedMicros + settings.maxAheadMicros();
        if (span.startNanos() <= 0 || span.endNanos() <= 0 || span.endNanos() / 1000 > latest) return;
        String trace = "%016x%016x".formatted(span.traceIdHigh(), span.traceIdLow());
        traces.computeIfAbsent(Key.join(tenant, trace), key -> new ArrayList<>())
                .add(gathered(resource, span));
    }

    private GatheredSpan gathered(ResourceFields resource, SpanFields span) {
        return GatheredSpan.newBuilder()
                .setSpanId(span.spanId())
                .setParentId(span.parentSpanId())
                .setKind(kind(span))
                .setStartNanos(span.startNanos())
                .setEndNanos(span.endNanos())
                .setWeight(
                        span.threshold() >= 0
                                ? Math.min(MOST_WEIGHT, span.adjustedCount())
                                : Math.max(1, settings.samplingFactor()))
                .setFailed(span.isError())
                .setReceivedMicros(storedMicros)
                .setServed(served(resource, span))
                .build();
    }

    private static SpanKind kind(SpanFields span) {
        return switch (span.kind()) {
            case SpanFields.SERVER -> SpanKind.SERVER;
            case SpanFields.CLIENT -> SpanKind.CLIENT;
            case SpanFields.PRODUCER -> SpanKind.PRODUCER;
            case SpanFields.CONSUMER -> SpanKind.CONSUMER;
            default -> SpanKind.INTERNAL;
        };
    }

    private @Nullable ServedStep served(ResourceFields resource, SpanFields span) {
        if (span.kind() != SpanFields.SERVER && span.kind() != SpanFields.CONSUMER) return null;
        String service = resource.serviceName().isEmpty() ? "unknown_service" : resource.serviceName();
        String route = span.route();
        return new ServedStep(
                resource.serviceNamespace(),
                service,
                route,
                transaction(resource.serviceNamespace(), service, route, span));
    }

    private String transaction(String namespace, String service, String route, SpanFields span) {
        for (TransactionRule rule : settings.transactions()) {
            if (rule.isTraced()
                    && rule.route().equals(route)
                    && rule.isServedBy(namespace, service)
                    && (rule.key().isEmpty() || span.hasAttribute(rule.key(), rule.value()))) {
                return rule.name();
            }
        }
        return "";
    }
}
