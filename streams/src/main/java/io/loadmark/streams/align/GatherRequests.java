package io.loadmark.streams.align;

import io.loadmark.model.window.Lateness;
import io.loadmark.model.window.Tumbling;
import io.loadmark.schema.GatheredRequests;
import io.loadmark.schema.LoadSample;
import io.loadmark.schema.Placement;
import io.loadmark.schema.RequestWindow;
import io.loadmark.schema.Watermark;
import io.loadmark.schemas.Key;
import io.loadmark.streams.flow.StreamsSettings;
import io.loadmark.streams.flow.UpstreamWatermarks;
import io.loadmark.streams.flow.WindowKey;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Gathers an instance's seconds into join windows and finds the host that it ran on, as of the window's start: the
 * whole window belongs to one host, so that a migration is never summed over two. An instance that the inventory
 * does not know yet waits for {@code streams.placement-wait} at most, then goes on as placed nowhere. The first final
 * results of an instance leave in the order of their windows, each with the window before it.
 */
final class GatherRequests implements Processor<String, SpecificRecord, String, SpecificRecord> {
    private static final Duration PROVISIONAL_INTERVAL = Duration.ofMillis(500);

    private final Lateness lateness;
    private final Tumbling joinWindows;
    private final long placementWaitMicros;
    private final Set<WindowKey> changed = new LinkedHashSet<>();
    /** Windows that wait for their placement, by instance. */
    private final Map<String, NavigableSet<Long>> waiting = new TreeMap<>();

    private long gatheredBefore;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    private ProcessorContext<String, SpecificRecord> context;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<WindowKey, GatheredRequests> gathered;

    @SuppressWarnings("NullAway.Init")
    private LastWindows lastWindows;

    @SuppressWarnings("NullAway.Init")
    private UpstreamWatermarks watermark;

    @SuppressWarnings("NullAway.Init")
    private Placements placements;

    GatherRequests(StreamsSettings settings) {
        lateness = settings.lateness();
        joinWindows = settings.joinWindows();
        placementWaitMicros = settings.placementWaitMicros();
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        this.context = context;
        gathered = context.getStateStore(AlignTopology.GATHERED_REQUESTS);
        lastWindows = new LastWindows(context.getStateStore(AlignTopology.LAST_WINDOWS));
        watermark = new UpstreamWatermarks(context, AlignTopology.REQUESTS_WATERMARK);
        placements = new Placements(context.getStateStore(AlignTopology.INVENTORY_HISTORY));
        context.schedule(PROVISIONAL_INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::showProvisional);
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
        if (record.value() instanceof RequestWindow window && hasRequests(window)) gather(window, record.timestamp());
        else if (record.value() instanceof Watermark mark) advance(mark, record.timestamp());
        // LateRequests are counted where they are stored; they belong to no window any more
    }

    /** Calls outside of requests make no row: nobody was served. */
    private static boolean hasRequests(RequestWindow window) {
        var counts = window.getCounts();
        return counts.getSpans() > 0 || counts.getInFlightSeconds() > 0 || counts.getArrivals() > 0;
    }

    private void gather(RequestWindow window, long timestampMillis) {
        var key = new WindowKey(joinWindows.startOf(window.getStartMicros()), Key.instance(window.getInstance()));
        var state = Gathering.with(gathered.get(key), window);
        gathered.put(key, state);
        boolean isFinal = window.getRevision() >= 0;
        if (isFinal && state.getHandedOn()) correct(key, state, timestampMillis);
        else if (isFinal && isClosed(key)) handOnOrWait(key, timestampMillis);
        else changed.add(key);
    }

    private boolean isClosed(WindowKey key) {
        return watermark.least() >= closes(key);
    }

    private long closes(WindowKey key) {
        return lateness.closes(joinWindows.endOf(key.startMicros()));
    }

    private void advance(Watermark mark, long timestampMillis) {
        if (!watermark.advance(mark)) return;
        long reached = watermark.least();
        handOnWaiting(timestampMillis);
        long before = reached - lateness.closes(joinWindows.lengthMicros()) + 1;
        if (before > gatheredBefore) {
            handOnClosed(before, timestampMillis);
            forget(before - lateness.correctionMicros() - placementWaitMicros);
            lastWindows.forget(before);
        }
    }

    private void handOnWaiting(long timestampMillis) {
        for (var instance : Map.copyOf(waiting).entrySet()) {
            for (long start : List.copyOf(instance.getValue())) {
                handOnOrWait(new WindowKey(start, instance.getKey()), timestampMillis);
            }
        }
    }

    private void handOnClosed(long beforeMicros, long timestampMillis) {
        try (var entries = gathered.range(WindowKey.from(gatheredBefore), WindowKey.from(beforeMicros))) {
            while (entries.hasNext()) {
                var entry = entries.next();
                if (!entry.value.getHandedOn()) handOnOrWait(entry.key, timestampMillis);
            }
        }
        gatheredBefore = beforeMicros;
    }

    private void handOnOrWait(WindowKey key, long timestampMillis) {
        var state = gathered.get(key);
        if (state == null || state.getHandedOn()) {
            waitsNoMore(key);
            return;
        }
        var placement = placement(key, state);
        boolean mayWait = placement.isEmpty() && watermark.least() < closes(key) + placementWaitMicros;
        if (mayWait || isBehindAnother(key)) {
            waiting.computeIfAbsent(key.name(), name -> new TreeSet<>()).add(key.startMicros());
            return;
        }
        waitsNoMore(key);
        changed.remove(key);
        var where = placement.orElseGet(Placements::unknown);
        for (LoadSample sample : Gathering.results(state, key.startMicros(), joinWindows, where)) {
            forward(sample.getRevision() == 0 ? inChain(sample, key) : sample, timestampMillis);
        }
        gathered.put(key, new GatheredRequests(state.getWindows(), true));
    }

    private LoadSample inChain(LoadSample sample, WindowKey key) {
        return LoadSample.newBuilder(sample)
                .setPreviousMicros(lastWindows.advance(key))
                .build();
    }

    private boolean isBehindAnother(WindowKey key) {
        var starts = waiting.get(key.name());
        return starts != null && starts.first() < key.startMicros();
    }

    private void waitsNoMore(WindowKey key) {
        waiting.computeIfPresent(key.name(), (name, starts) -> {
            starts.remove(key.startMicros());
            return starts.isEmpty() ? null : starts;
        });
    }

    private void correct(WindowKey key, GatheredRequests state, long timestampMillis) {
        var placement = placement(key, state).orElseGet(Placements::unknown);
        forward(Gathering.correction(state, key.startMicros(), joinWindows, placement), timestampMillis);
    }

    private void showProvisional(long nowMillis) {
        for (var key : changed) {
            var state = gathered.get(key);
            if (state == null || state.getHandedOn()) continue;
            placement(key, state)
                    .ifPresent(where ->
                            forward(Gathering.provisional(state, key.startMicros(), joinWindows, where), nowMillis));
        }
        changed.clear();
    }

    /** As of the window's start by its first second; the window moved if its last second was placed elsewhere. */
    private Optional<Placement> placement(WindowKey key, GatheredRequests state) {
        var windows = state.getWindows();
        var atStart = placement(key, windows.get(0), key.startMicros());
        var atEnd = placement(key, windows.get(windows.size() - 1), joinWindows.endOf(key.startMicros()) - 1);
        if (atStart.isEmpty()) return atEnd; // started within the window
        return atStart.map(where ->
                Placement.newBuilder(where).setMoved(!isSame(where, atEnd)).build());
    }

    /** A balloon that breathes moves nobody. */
    private static boolean isSame(Placement atStart, Optional<Placement> atEnd) {
        return atEnd.filter(where -> Placement.newBuilder(where)
                        .setMemoryBytes(atStart.getMemoryBytes())
                        .build()
                        .equals(atStart))
                .isPresent();
    }

    private Optional<Placement> placement(WindowKey key, RequestWindow window, long atMicros) {
        long knownUntil = closes(key) + placementWaitMicros;
        return placements.of(window.getInstance(), window.getOrigin(), atMicros, knownUntil);
    }

    private void forward(LoadSample sample, long timestampMillis) {
        String host = sample.getPlacement().getPhysicalHostId();
        var instance = sample.getInstance();
        String key = host == null ? Key.instance(instance) : Key.host(instance.getTenant(), host);
        context.forward(new Record<>(key, sample, timestampMillis));
    }

    private void forget(long beforeMicros) {
        try (var entries = gathered.range(WindowKey.from(0), WindowKey.from(beforeMicros))) {
            while (entries.hasNext()) gathered.delete(entries.next().key);
        }
    }
}
