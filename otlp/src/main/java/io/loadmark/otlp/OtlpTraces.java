package io.loadmark.otlp;

import static io.loadmark.otlp.ProtoReader.LEN;

import java.io.IOException;

/**
 * Reads ExportTraceServiceRequests. Only the fields of {@link SpanFields} and {@link ResourceFields} are decoded, all
 * others are stepped over.
 */
public final class OtlpTraces {
    private static final int RESOURCE_SPANS = 1 << 3 | LEN;
    private static final int SCOPE_SPANS = 2 << 3 | LEN;
    private static final int SPANS = 2 << 3 | LEN;

    private final SpanVisitor visitor;
    private final SpanReader spans = new SpanReader();
    private int read;

    private OtlpTraces(SpanVisitor visitor) {
        this.visitor = visitor;
    }

    /**
     * Shows every span to the visitor, which has seen the spans before the damage when this throws. A visitor that does
     * nothing makes it a check.
     *
     * @throws MalformedOtlpException if the bytes are no such request, an id has a wrong length, or there are more than
     *     a million spans or ten thousand resources; nothing else is thrown whatever the bytes are
     */
    public static void read(byte[] exportTraceServiceRequest, SpanVisitor visitor) throws MalformedOtlpException {
        try {
            new OtlpTraces(visitor).readRequest(new ProtoReader(exportTraceServiceRequest));
        } catch (IOException e) {
            throw new MalformedOtlpException("no OTLP trace request: " + e.getMessage(), e);
        }
    }

    private void readRequest(ProtoReader in) throws IOException, MalformedOtlpException {
        int resources = 0;
        while (in.next()) {
            if (in.tag() == RESOURCE_SPANS) {
                Limits.checkResources(++resources);
                in.slice();
                readResourceSpans(ResourceReader.read(in.sliced()), in.sliced());
            } else {
                in.skip();
            }
        }
    }

    private void readResourceSpans(ResourceFields resource, ProtoReader in) throws IOException, MalformedOtlpException {
        while (in.next()) {
            if (in.tag() == SCOPE_SPANS) readScopeSpans(resource, in);
            else in.skip();
        }
    }

    private void readScopeSpans(ResourceFields resource, ProtoReader in) throws IOException, MalformedOtlpException {
        int outer = in.enter();
        while (in.next()) {
            if (in.tag() == SPANS) {
                Limits.checkItems(++read);
                visitor.span(resource, spans.read(in));
            } else {
                in.skip();
            }
        }
        in.leave(outer);
    }
}
