package io.loadmark.otlp;

import java.util.ArrayList;
import java.util.List;

/** What a visitor saw of a span, kept for comparison. */
record SeenSpan(
        ResourceFields resource,
        long traceIdHigh,
        long traceIdLow,
        long spanId,
        long parentSpanId,
        int kind,
        long startNanos,
        long endNanos,
        boolean isError,
        int httpStatus,
        String route,
        long threshold,
        String peer) {

    static List<SeenSpan> in(byte[] request) throws MalformedOtlpException {
        var seen = new ArrayList<SeenSpan>();
        OtlpTraces.read(request, (resource, span) -> seen.add(of(resource, span)));
        return seen;
    }

    static SeenSpan of(ResourceFields resource, SpanFields span) {
        return new SeenSpan(
                resource,
                span.traceIdHigh(),
                span.traceIdLow(),
                span.spanId(),
                span.parentSpanId(),
                span.kind(),
                span.startNanos(),
                span.endNanos(),
                span.isError(),
                span.httpStatus(),
                span.route(),
                span.threshold(),
                span.peer());
    }
}
