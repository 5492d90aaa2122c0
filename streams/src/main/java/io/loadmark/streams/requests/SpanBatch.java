package io.loadmark.streams.requests;

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
 * The requests that one record of otlp_spans tells of, by instance. Only SERVER and CONSUMER spans are requests. Read
 * whole before any of it is counted, so that a record that breaks off in the middle counts nothing.
 */
final class SpanBatch {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    /** One span in a million is the sparsest sampling that anyone means; beyond it a threshold is an attack or an error. */
    private static final double MOST_WEIGHT = 1e6;

    /** Requests of one instance. */
    record OfInstance(String key, InstanceId id, Origin origin, List<ServedSpan> spans) {}

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
        if (span.kind() != SpanFields.SERVER && span.kind() != SpanFields.CONSUMER) return;
        if (span.endNanos() <= 0 || span.startNanos() <= 0 || span.endNanos() / 1000 > latestEndMicros) {
            ahead++;
            return;
        }
        var id = instanceId(tenant, resource);
        instances
                .computeIfAbsent(Key.instance(id), key -> new OfInstance(key, id, origin(resource), new ArrayList<>()))
                .spans()
                .add(served(span));
    }

    private ServedSpan served(SpanFields span) {
        boolean known = span.threshold() >= 0;
        int status = span.httpStatus();
        return new ServedSpan(
                span.spanId(),
                span.startNanos(),
                span.endNanos(),
                known ? Math.min(MOST_WEIGHT, span.adjustedCount()) : unknownWeight,
                known,
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
