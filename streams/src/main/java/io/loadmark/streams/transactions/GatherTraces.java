package io.loadmark.streams.transactions;

import io.loadmark.model.trace.CallTree;
import io.loadmark.model.trace.Transaction;
import io.loadmark.model.window.Lateness;
import io.loadmark.model.window.Tumbling;
import io.loadmark.schema.JudgedTrace;
import io.loadmark.schema.TraceSpans;
import io.loadmark.schema.TraceState;
import io.loadmark.schema.Watermark;
import io.loadmark.streams.flow.StreamsSettings;
import io.loadmark.streams.flow.UpstreamWatermarks;
import io.loadmark.streams.flow.WindowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Second stage: gathers the spans of each trace and, once every input partition has been read so far that none can be
 * missing, adds its transactions to the windows in which they ended. What one partition judges at one time is a part of those
 * windows, written once: no trace has to be remembered to correct a window, and parts add.
 */
final class GatherTraces implements Processor<String, SpecificRecord, String, SpecificRecord> {
    static final Tumbling WINDOWS = new Tumbling(10_000_000);

    private final Traces rules;
    private final Lateness lateness;
    private final double scale;
    private long doneBefore;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    private ProcessorContext<String, SpecificRecord> context;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<String, TraceState> traces;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<WindowKey, Long> dueTraces;

    @SuppressWarnings("NullAway.Init")
    private UpstreamWatermarks watermarks;

    GatherTraces(StreamsSettings settings) {
        rules = new Traces(settings.traceWaitMicros());
        lateness = settings.lateness();
        scale = 1 / settings.traceSampling();
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        this.context = context;
        traces = context.getStateStore(TransactionsTopology.TRACES);
        dueTraces = context.getStateStore(TransactionsTopology.DUE_TRACES);
        watermarks = new UpstreamWatermarks(context, TransactionsTopology.UPSTREAM_WATERMARKS);
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
        if (record.value() instanceof TraceSpans spans) gather(record.key(), spans);
        else if (record.value() instanceof Watermark mark && watermarks.advance(mark)) judge(record.timestamp());
    }

    private void gather(String trace, TraceSpans spans) {
        var before = traces.get(trace);
        var state = Traces.with(before, spans);
        traces.put(trace, state);
        if (before == null || due(before) != due(state)) remind(trace, state);
    }

    /** The end of the window in which the trace is due: all that are due in one are judged together. */
    private long due(TraceState state) {
        return WINDOWS.endOf(WINDOWS.startOf(rules.dueMicros(state)));
    }

    private void remind(String trace, TraceState state) {
        dueTraces.put(new WindowKey(Math.max(doneBefore, due(state)), trace), 0L);
    }

    private void judge(long timestampMillis) {
        long reached = watermarks.least();
        for (var due = firstDue(reached); due.isPresent(); due = firstDue(reached)) {
            long at = due.getAsLong();
            var parts = new WindowParts(WINDOWS, context.taskId().partition(), at);
            for (WindowKey key : dueAt(at)) {
                dueTraces.delete(key);
                judge(key.name(), at, parts);
            }
            parts.windows((key, window) -> context.forward(new Record<>(key, window, timestampMillis)));
            doneBefore = at + 1;
        }
    }

    private OptionalLong firstDue(long reachedMicros) {
        if (reachedMicros < doneBefore) return OptionalLong.empty();
        try (var entries = dueTraces.range(WindowKey.from(doneBefore), WindowKey.from(reachedMicros + 1))) {
            return entries.hasNext() ? OptionalLong.of(entries.next().key.startMicros()) : OptionalLong.empty();
        }
    }

    private List<WindowKey> dueAt(long atMicros) {
        var keys = new ArrayList<WindowKey>();
        try (var entries = dueTraces.range(WindowKey.from(atMicros), WindowKey.from(atMicros + 1))) {
            while (entries.hasNext()) keys.add(entries.next().key);
        }
        return keys;
    }

    private void judge(String trace, long atMicros, WindowParts parts) {
        var state = traces.get(trace);
        if (state == null || due(state) > atMicros) return; // an earlier span has changed when it is due
        while (state != null && due(state) <= atMicros) state = judged(state, parts);
        if (state == null) {
            traces.delete(trace);
        } else {
            traces.put(trace, state);
            remind(trace, state);
        }
    }

    private @Nullable TraceState judged(TraceState state, WindowParts parts) {
        var before = state.getJudged();
        var members = rules.members(state);
        if (before != null) {
            parts.of(state.getTenant(), before.getTransaction(), before.getStartMicros()).late += members.size();
            return rules.after(state, null);
        }
        JudgedTrace judged = null;
        for (var transaction : CallTree.transactions(Traces.toModel(members))) {
            long start = WINDOWS.startOf(transaction.root().endNanos() / 1000);
            // Topology requests tells of spans that are too late for anything.
            if (lateness.isTooLate(WINDOWS.endOf(start), rules.dueMicros(state))) continue;
            add(state, transaction, start, judged == null, parts);
            if (judged == null) {
                judged = new JudgedTrace(transaction.name(), start, rules.dueMicros(state) + rules.waitMicros());
            }
        }
        return rules.after(state, judged);
    }

    private void add(TraceState state, Transaction transaction, long start, boolean first, WindowParts parts) {
        var tally = parts.of(state.getTenant(), transaction.name(), start);
        tally.add(transaction, scale);
        if (first) tally.dropped += state.getDropped();
    }
}
