package io.loadmark.streams.transactions;

import io.loadmark.model.trace.Step;
import io.loadmark.model.trace.TraceSpan;
import io.loadmark.model.trace.TraceSpan.Kind;
import io.loadmark.model.trace.TraceSpan.Served;
import io.loadmark.schema.GatheredSpan;
import io.loadmark.schema.JudgedTrace;
import io.loadmark.schema.SpanKind;
import io.loadmark.schema.TraceSpans;
import io.loadmark.schema.TraceState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic of gathering a trace. It is judged once, so long after its first span was stored, with the spans that were
 * stored until then; what comes within as long again is late, what comes later is another trace. All of that by the broker's
 * stamps, so the order in which partitions are read does not matter.
 *
 * @param waitMicros how long spans are waited for, microseconds
 */
record Traces(long waitMicros) {
    /** Spans of a trace that are kept, the first ones stored; a bound of memory, not of any real trace. */
    static final int MOST_SPANS = 1_000;

    private static final Comparator<GatheredSpan> ORDER = Comparator.comparingLong(GatheredSpan::getReceivedMicros)
            .thenComparing(GatheredSpan::getStartNanos)
            .thenComparing(GatheredSpan::getSpanId)
            .thenComparing(GatheredSpan::getKind);

    /** A span that is sent again has the id and kind of the first; a call and its request may share an id. */
    private record Identity(long spanId, SpanKind kind) {}

    /** The state with spans added; of a repeated one the first stays. */
    static TraceState with(@Nullable TraceState state, TraceSpans more) {
        var all = new ArrayList<>(state == null ? List.<GatheredSpan>of() : state.getSpans());
        all.addAll(more.getSpans());
        all.sort(ORDER);
        Map<Identity, GatheredSpan> first = new HashMap<>();
        all.removeIf(span -> first.putIfAbsent(new Identity(span.getSpanId(), span.getKind()), span) != null);
        var kept = List.copyOf(all.subList(0, Math.min(MOST_SPANS, all.size())));
        long dropped = (state == null ? 0 : state.getDropped()) + all.size() - kept.size();
        return new TraceState(more.getTenant(), kept, dropped, state == null ? null : state.getJudged());
    }

    /** When there is something to be done about a trace, broker time, microseconds. */
    long dueMicros(TraceState state) {
        var judged = state.getJudged();
        return judged == null ? state.getSpans().get(0).getReceivedMicros() + waitMicros : judged.getLateUntilMicros();
    }

    /** The spans stored before that time, which what is due is about. */
    List<GatheredSpan> members(TraceState state) {
        long due = dueMicros(state);
        return state.getSpans().stream()
                .filter(span -> span.getReceivedMicros() < due)
                .toList();
    }

    /** What is left after it has been done; null for nothing. */
    @Nullable
    TraceState after(TraceState state, @Nullable JudgedTrace judged) {
        long due = dueMicros(state);
        var left = state.getSpans().stream()
                .filter(span -> span.getReceivedMicros() >= due)
                .toList();
        return left.isEmpty() && judged == null ? null : new TraceState(state.getTenant(), left, 0L, judged);
    }

    static List<TraceSpan> toModel(List<GatheredSpan> spans) {
        return spans.stream().map(Traces::toModel).toList();
    }

    private static TraceSpan toModel(GatheredSpan span) {
        var served = span.getServed();
        return new TraceSpan(
                span.getSpanId(),
                span.getParentId(),
                Kind.valueOf(span.getKind().name()),
                span.getStartNanos(),
                span.getEndNanos(),
                span.getWeight(),
                span.getFailed(),
                served == null
                        ? null
                        : new Served(
                                new Step(served.getServiceNamespace(), served.getServiceName(), served.getRoute()),
                                served.getTransaction()));
    }
}
