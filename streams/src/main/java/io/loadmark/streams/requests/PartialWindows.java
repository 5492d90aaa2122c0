package io.loadmark.streams.requests;

import io.loadmark.model.request.CallTally;
import io.loadmark.model.request.CalledSpan;
import io.loadmark.model.request.CoveredTime;
import io.loadmark.model.request.RequestTally;
import io.loadmark.model.request.ServedSpan;
import io.loadmark.model.window.Lateness;
import io.loadmark.model.window.Tumbling;
import io.loadmark.schema.LateRequests;
import io.loadmark.schema.PartialWindow;
import io.loadmark.schema.SeenSpans;
import io.loadmark.streams.flow.Tallies;
import io.loadmark.streams.flow.WindowKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The partial windows of one input partition, and the span ids that went into them. A partial window is cumulative
 * until it is forgotten, some time after its window has closed; what comes later for that window starts another one
 * (a new generation), which adds to the first downstream instead of replacing it.
 */
final class PartialWindows {
    private static final long KEPT_AFTER_CLOSE_MICROS = Duration.ofSeconds(30).toNanos() / 1000;
    private static final String ON_TIME = "";
    private static final String LATE = WindowKey.SEPARATOR + "late";

    private final Lateness lateness;
    private final KeyValueStore<WindowKey, PartialWindow> partials;
    private final KeyValueStore<WindowKey, SeenSpans> seen;

    PartialWindows(ProcessorContext<?, ?> context, Lateness lateness) {
        this.lateness = lateness;
        partials = context.getStateStore(RequestsTopology.PARTIAL_WINDOWS);
        seen = context.getStateStore(RequestsTopology.SEEN_SPANS);
    }

    /** Starts counting one record in. */
    Update update(int partition, long offset, long storedMicros) {
        return new Update(partition, offset, storedMicros);
    }

    /** Forgets what has closed long enough before the watermark. */
    void forgetClosed(long watermarkMicros) {
        long before = watermarkMicros - lateness.closes(Tumbling.SECOND.lengthMicros()) - KEPT_AFTER_CLOSE_MICROS;
        delete(partials, before);
        delete(seen, before);
    }

    private static <V> void delete(KeyValueStore<WindowKey, V> store, long beforeMicros) {
        try (var entries = store.range(WindowKey.from(0), WindowKey.from(beforeMicros))) {
            while (entries.hasNext()) store.delete(entries.next().key);
        }
    }

    /** Spans that came too late to correct their window. */
    private record TooLate(long requests, long calls) {
        TooLate plus(TooLate more) {
            return new TooLate(requests + more.requests, calls + more.calls);
        }
    }

    /** What one record changes. */
    final class Update {
        private final int partition;
        private final long offset;
        private final long storedMicros;
        private final Map<WindowKey, PartialWindow> before = new LinkedHashMap<>();
        private final Map<WindowKey, RequestTally> tallies = new LinkedHashMap<>();
        private final Map<WindowKey, SpanBatch.OfInstance> owners = new LinkedHashMap<>();
        private final SeenIds ids = new SeenIds(seen);
        private final Map<WindowKey, TooLate> tooLate = new LinkedHashMap<>();

        private Update(int partition, long offset, long storedMicros) {
            this.partition = partition;
            this.offset = offset;
            this.storedMicros = storedMicros;
        }

        /** Counts an instance's spans. */
        void add(SpanBatch.OfInstance instance) {
            for (var span : instance.spans()) add(instance, span);
            var calls = new ArrayList<CalledSpan>();
            for (var call : instance.calls()) if (count(instance, call)) calls.add(call);
            var forRequests = calls.stream().filter(CalledSpan::forRequest).toList();
            CoveredTime.each(
                    forRequests, c -> "", (c, part) -> calls(instance, c).covered(c, part));
            CoveredTime.each(
                    calls, CalledSpan::peer, (c, part) -> calls(instance, c).coveredByPeer(c, part));
        }

        /** Counts a call; false if it came too late or has been seen. */
        private boolean count(SpanBatch.OfInstance instance, CalledSpan call) {
            long window = call.endWindow();
            var key = new WindowKey(window, instance.key());
            owners.putIfAbsent(key, instance);
            if (lateness.isTooLate(Tumbling.SECOND.endOf(window), storedMicros)) {
                tooLate.merge(key, new TooLate(0, 1), TooLate::plus);
                return false;
            }
            var tally = calls(instance, call);
            if (!ids.addCall(key, call.spanId())) {
                tally.duplicates++;
                return false;
            }
            tally.ended(call);
            if (isLate(window)) tally.late++;
            return true;
        }

        private CallTally calls(SpanBatch.OfInstance instance, CalledSpan call) {
            return tally(instance, call.endWindow()).calls();
        }

        private void add(SpanBatch.OfInstance instance, ServedSpan span) {
            long window = span.endWindow();
            var key = new WindowKey(window, instance.key());
            owners.putIfAbsent(key, instance);
            if (lateness.isTooLate(Tumbling.SECOND.endOf(window), storedMicros)) {
                tooLate.merge(key, new TooLate(1, 0), TooLate::plus);
                return;
            }
            var tally = tally(instance, window);
            if (!ids.addRequest(key, span.spanId())) {
                tally.duplicates++;
                return;
            }
            tally.ended(span);
            if (isLate(window)) tally.late++;
            spread(instance, span, tally);
        }

        /** Arrival and time in flight go to the windows they fell into, as far as those are still open. */
        private void spread(SpanBatch.OfInstance instance, ServedSpan span, RequestTally atEnd) {
            boolean whole = true;
            for (long window = span.endWindow();
                    window >= span.startWindow();
                    window -= Tumbling.SECOND.lengthMicros()) {
                if (window != span.endWindow() && isLate(window)) {
                    whole = false;
                    break;
                }
                var tally = tally(instance, window);
                tally.inFlightSeconds += span.weight() * span.secondsIn(window, Tumbling.SECOND);
                if (window == span.startWindow()) tally.arrivals += span.weight();
            }
            if (!whole) atEnd.longSpans++;
        }

        private boolean isLate(long window) {
            return lateness.isLate(Tumbling.SECOND.endOf(window), storedMicros);
        }

        private RequestTally tally(SpanBatch.OfInstance instance, long window) {
            var key = new WindowKey(window, instance.key() + (isLate(window) ? LATE : ON_TIME));
            return tallies.computeIfAbsent(key, k -> {
                owners.putIfAbsent(k, instance);
                var tally = new RequestTally();
                var partial = partials.get(k);
                if (partial != null) {
                    before.put(k, partial);
                    Tallies.add(tally, partial.getCounts(), partial.getLatency(), partial.getRoutes());
                    Tallies.add(tally.calls(), partial.getCalls());
                }
                return tally;
            });
        }

        /** Stores the changes and tells each, keyed by its instance. */
        void changed(BiConsumer<String, SpecificRecord> results) {
            ids.store(offset);
            tallies.forEach((key, tally) -> {
                var instance = owner(key);
                var partial = partial(key, instance, tally);
                partials.put(key, partial);
                results.accept(instance.key(), partial);
            });
            tooLate.forEach((key, spans) -> results.accept(key.name(), late(key, spans)));
        }

        private SpanBatch.OfInstance owner(WindowKey key) {
            var owner = owners.get(key);
            if (owner == null) throw new IllegalStateException("no instance for " + key);
            return owner;
        }

        private PartialWindow partial(WindowKey key, SpanBatch.OfInstance instance, RequestTally tally) {
            var earlier = before.get(key);
            return PartialWindow.newBuilder()
                    .setInstance(instance.id())
                    .setOrigin(instance.origin())
                    .setStartMicros(key.startMicros())
                    .setUpstream(partition)
                    .setGeneration(earlier == null ? offset : earlier.getGeneration())
                    .setLate(key.name().endsWith(LATE))
                    .setCounts(Tallies.counts(tally))
                    .setLatency(Tallies.latency(tally))
                    .setRoutes(Tallies.routes(tally))
                    .setCalls(tally.calls().isEmpty() ? null : Tallies.calls(tally.calls()))
                    .setReceivedMicros(storedMicros)
                    .build();
        }

        private LateRequests late(WindowKey key, TooLate spans) {
            return LateRequests.newBuilder()
                    .setInstance(owner(key).id())
                    .setStartMicros(key.startMicros())
                    .setUpstream(partition)
                    .setOffset(offset)
                    .setSpans(spans.requests())
                    .setCalls(spans.calls())
                    .setReceivedMicros(storedMicros)
                    .build();
        }
    }
}
