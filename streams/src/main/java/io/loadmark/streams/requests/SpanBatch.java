package io.loadmark.streams.requests;

import io.loadmark.model.request.CalledSpan;
import io.loadmark.model.request.ServedSpan;
import io.loadmark.otlp.MalformedOtlpException;
import io.loadmark.otlp.OtlpTraces;
import io.loadmark.otlp.ResourceFields;
import io.loadmark.otlp.SpanFields;
import io.loadmark.schema.InstanceId;
import io.loadmark.schema.Origin;
import io.loadmark.schemas.Key;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The requests that one record of otlp_spans tells of, by instance, and the calls to other services. Only SERVER and
 * CONSUMER spans are requests, only CLIENT and PRODUCER spans calls. Read whole before any of it is counted, so that a record that breaks off in the middle counts nothing.
 */
final class SpanBatch {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    /** One span in a million is the sparsest sampling that anyone means; beyond it a threshold is an attack or an error. */
    private static final double MOST_WEIGHT = 1e6;

    /** Requests of one instance, and the calls that it made. */
    record OfInstance(String key, InstanceId id, Origin origin, List<ServedSpan> spans, List<CalledSpan> calls) {}

    private final String tenant;
    private final double unknownWeight;
    private final long latestEndMicros;
    private final Map<String, OfInstance> instances = new LinkedHashMap<>();
    private long ahead;

    private SpanBatch(String tenant, double unknownWeight, long latestEndMicros) {
        this.tenant = tenant;
        this.unknownWeight = unknownWeight;
        this.latestEndMicros = latestEndMicros;
    }

    /**
     * Reads a record.
     *
     * @param unknownWeight requests that a span stands for which does not tell, ≥ 1
     * @param latestEndMicros spans that end later than this have a clock that can't be right and are left out
     */
    static SpanBatch read(byte[] record, String tenant, double unknownWeight, long latestEndMicros)
            throws MalformedOtlpException {
        var batch = new SpanBatch(tenant, unknownWeight, latestEndMicros);
        OtlpTraces.read(record, batch::add);
        return batch;
    }

    Iterable<OfInstance> instances() {
        return instances.values();
    }

    /** Spans left out because they end in the future. */
    long ahead() {
        return ahead;
    }

    private void add(ResourceFields resource, SpanFields span) {
        boolean request = span.kind() == SpanFields.SERVER || span.kind() == SpanFields.CONSUMER;
        boolean call = span.kind() == SpanFields.CLIENT || span.kind() == SpanFields.PRODUCER;
        if (!request && !call) return;
        if (span.endNanos() <= 0 || span.startNanos() <= 0 || span.endNanos() / 1000 > latestEndMicros) {
            ahead++;
            return;
        }
        var id = instanceId(tenant, resource);
        var instance = instances.computeIfAbsent(
                Key.instance(id),
                key -> new OfInstance(key, id, origin(resource), new ArrayList<>(), new ArrayList<>()));
        if (request) instance.spans().add(served(span));
        else instance.calls().add(called(span));
    }

    private CalledSpan called(SpanFields span) {
        return new CalledSpan(
                span.traceIdHigh(),
                span.traceIdLow(),
                span.spanId(),
                span.startNanos(),
                span.endNanos(),
                weight(span),
                span.isError(),
                span.parentSpanId() != 0,
                span.peer());
    }

    private double weight(SpanFields span) {
        return span.threshold() >= 0 ? Math.min(MOST_WEIGHT, span.adjustedCount()) : unknownWeight;
    }

    private ServedSpan served(SpanFields span) {
        int status = span.httpStatus();
        return new ServedSpan(
                span.spanId(),
                span.startNanos(),
                span.endNanos(),
                weight(span),
                span.threshold() >= 0,
                span.isError(),
                status == TOO_MANY_REQUESTS || status == UNAVAILABLE,
                span.route());
    }

    static InstanceId instanceId(String tenant, ResourceFields resource) {
        String name = resource.serviceName().isEmpty() ? "unknown_service" : resource.serviceName();
        String instance = resource.instance().isEmpty() ? name : resource.instance();
        return new InstanceId(tenant, resource.serviceNamespace(), name, instance);
    }

    private static Origin origin(ResourceFields resource) {
        return new Origin(
                resource.serviceVersion(),
                resource.hostId(),
                resource.hostName(),
                resource.containerId(),
                resource.processPid());
    }
}
