package io.loadmark.otlp;

import static io.loadmark.otlp.ProtoReader.LEN;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts a trace or metrics request into requests that each hold one resource and are not too large. What belongs to equal
 * resources stays together and in order. A ResourceSpans that is too large is cut between its ScopeSpans, then between
 * its spans (metrics likewise, never inside a metric); what is still too large is rejected.
 */
public final class OtlpSplitter {
    private static final int RESOURCE = 1 << 3 | LEN; // ResourceSpans and ResourceMetrics in the request

    private OtlpSplitter() {}

    /**
     * A valid request for one resource.
     *
     * @param items spans, or data points of metrics; at least one
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    public record Piece(ResourceFields resource, byte[] request, int items) {}

    /**
     * A request in pieces: {@code items} = Σ items of the pieces + {@code rejected}.
     *
     * @param items spans or data points in the whole request
     * @param rejected spans or data points that can't be made small enough
     */
    public record Split(List<Piece> pieces, int items, int rejected) {}

    /**
     * Cuts an ExportTraceServiceRequest into pieces of at most {@code maxBytes}. One that is small enough and holds one
     * resource stays as it is, byte by byte; one without spans has no pieces.
     */
    public static Split traces(byte[] request, int maxBytes) throws MalformedOtlpException {
        return split(request, maxBytes, ItemCounter.SPANS);
    }

    /** The same for an ExportMetricsServiceRequest, whose items are data points. */
    public static Split metrics(byte[] request, int maxBytes) throws MalformedOtlpException {
        return split(request, maxBytes, ItemCounter.DATA_POINTS);
    }

    private static Split split(byte[] request, int maxBytes, ItemCounter counter) throws MalformedOtlpException {
        try {
            var groups = byResource(request);
            int items = count(groups, counter);
            if (items == 0) return new Split(List.of(), 0, 0);
            if (groups.size() == 1 && request.length <= maxBytes) {
                var resource = groups.keySet().iterator().next();
                return new Split(List.of(new Piece(resource, request, items)), items, 0);
            }
            return pieces(groups, items, maxBytes, counter);
        } catch (IOException e) {
            throw new MalformedOtlpException("no OTLP request: " + e.getMessage(), e);
        }
    }

    private static Map<ResourceFields, List<Slice>> byResource(byte[] request)
            throws IOException, MalformedOtlpException {
        var groups = new LinkedHashMap<ResourceFields, List<Slice>>();
        int resources = 0;
        var in = new ProtoReader(request);
        while (in.next()) {
            if (in.tag() == RESOURCE) {
                Limits.checkResources(++resources);
                in.slice();
                groups.computeIfAbsent(ResourceReader.read(in.sliced()), any -> new ArrayList<>())
                        .add(Slice.of(in));
            } else {
                in.skip();
            }
        }
        return groups;
    }

    private static int count(Map<ResourceFields, List<Slice>> groups, ItemCounter counter)
            throws IOException, MalformedOtlpException {
        int items = 0;
        for (var slices : groups.values()) {
            for (var slice : slices) Limits.checkItems(items += counter.in(slice, Slice.RESOURCE_LEVEL));
        }
        return items;
    }

    private static Split pieces(Map<ResourceFields, List<Slice>> groups, int items, int maxBytes, ItemCounter counter)
            throws IOException {
        var cutter = new Cutter(counter);
        var pieces = new ArrayList<Piece>();
        for (var group : groups.entrySet()) {
            for (var request : cutter.requests(group.getValue(), maxBytes)) {
                int held = counter.in(request, Slice.REQUEST_LEVEL);
                if (held > 0) pieces.add(new Piece(group.getKey(), request.bytes(), held));
            }
        }
        return new Split(List.copyOf(pieces), items, cutter.rejected());
    }
}
