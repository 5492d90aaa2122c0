package io.loadmark.streams.requests;

import io.loadmark.model.window.Lateness;
import io.loadmark.model.window.Tumbling;
import io.loadmark.schema.ExactCount;
import io.loadmark.schema.PartialWindow;
import io.loadmark.schema.RequestWindowState;
import io.loadmark.schema.RuntimeInterval;
import io.loadmark.schema.Watermark;
import io.loadmark.streams.flow.ReadProgress;
import io.loadmark.streams.flow.Routing;
import io.loadmark.streams.flow.StreamsSettings;
import io.loadmark.streams.flow.UpstreamWatermarks;
import io.loadmark.streams.flow.WindowKey;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Second stage: merges the partial windows of all input partitions. A window's first final result (revision 0) holds
 * exactly what was stored before the window closed, and is written once every input partition has been read that far;
 * what comes later is a revision each. Until then the wall clock may show provisional results.
 */
final class MergeWindows implements Processor<String, SpecificRecord, String, SpecificRecord> {
    private static final Duration PROVISIONAL_INTERVAL = Duration.ofMillis(500);

    private final Lateness lateness;
    private final Set<WindowKey> changed = new LinkedHashSet<>();
    private final double configuredSampling;
    private final RequestWindows results;
    private long finalBefore;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    private ProcessorContext<String, SpecificRecord> context;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<WindowKey, RequestWindowState> windows;

    @SuppressWarnings("NullAway.Init")
    private UpstreamWatermarks watermarks;

    @SuppressWarnings("NullAway.Init")
    private Calibration calibration;

    @SuppressWarnings("NullAway.Init")
    private Telemetry telemetry;

    MergeWindows(StreamsSettings settings) {
        lateness = settings.lateness();
        configuredSampling = settings.samplingFactor();
        results = new RequestWindows(!settings.tailSampled());
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        this.context = context;
        windows = context.getStateStore(RequestsTopology.REQUEST_WINDOWS);
        watermarks = new UpstreamWatermarks(context, RequestsTopology.UPSTREAM_WATERMARKS);
        calibration = new Calibration(context, windows, lateness, configuredSampling);
        telemetry = new Telemetry(context.getStateStore(RequestsTopology.INSTANCE_TELEMETRY), lateness);
        context.schedule(PROVISIONAL_INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::showProvisional);
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
        if (record.value() instanceof PartialWindow part) merge(record.key(), part, record.timestamp());
        else if (record.value() instanceof Watermark mark) advance(mark, record.timestamp());
        else if (record.value() instanceof ExactCount count) calibration.add(count, record.timestamp());
        else if (record.value() instanceof RuntimeInterval interval) telemetry.add(interval, finalBefore);
        else context.forward(record);
    }

    private void merge(String instanceKey, PartialWindow part, long timestampMillis) {
        telemetry.note(instanceKey, part);
        var key = new WindowKey(part.getStartMicros(), instanceKey);
        var state = RequestWindows.with(windows.get(key), part);
        if (state.getRevision() < 0 && !isClosed(part.getStartMicros())) {
            windows.put(key, state);
            changed.add(key);
        } else {
            write(key, state, timestampMillis);
        }
    }

    private boolean isClosed(long startMicros) {
        return watermarks.least() >= lateness.closes(Tumbling.SECOND.endOf(startMicros));
    }

    private void advance(Watermark mark, long timestampMillis) {
        if (!watermarks.advance(mark)) return;
        long reached = watermarks.least();
        if (reached == ReadProgress.UNKNOWN) return;
        for (ExactCount count : calibration.closed(reached)) {
            finish(count.getToMicros(), timestampMillis);
            calibration.apply(count);
        }
        finish(reached - lateness.closes(Tumbling.SECOND.lengthMicros()) + 1, timestampMillis);
        forget(reached);
        telemetry.forget(reached);
        int partition = context.taskId().partition();
        context.forward(new Record<>(Routing.toPartition(partition), new Watermark(0, 1, reached), timestampMillis));
    }

    /** Writes the first final result of every window that starts before a time, all of them closed, in window order. */
    private void finish(long beforeMicros, long timestampMillis) {
        if (beforeMicros <= finalBefore) return;
        try (var entries = windows.range(WindowKey.from(finalBefore), WindowKey.from(beforeMicros))) {
            while (entries.hasNext()) {
                var entry = entries.next();
                if (entry.value.getRevision() < 0) write(entry.key, entry.value, timestampMillis);
            }
        }
        finalBefore = beforeMicros;
    }

    private void write(WindowKey key, RequestWindowState state, long timestampMillis) {
        changed.remove(key);
        var known = state.getRevision() < 0 ? withTelemetry(key, state) : state;
        int revision = state.getRevision();
        for (var window : results.results(known)) {
            context.forward(new Record<>(key.name(), window, timestampMillis));
            revision = window.getRevision();
        }
        windows.put(
                key, RequestWindowState.newBuilder(known).setRevision(revision).build());
    }

    /** With what the instance tells beside its requests, as far as it is known now. */
    private RequestWindowState withTelemetry(WindowKey key, RequestWindowState state) {
        return RequestWindowState.newBuilder(state)
                .setSampling(calibration.of(key.name()))
                .setTellsOfCalls(telemetry.tellsOfCalls(key.name(), key.startMicros()))
                .setRuntime(telemetry.runtime(key.name(), key.startMicros()))
                .build();
    }

    private void showProvisional(long nowMillis) {
        for (var key : changed) {
            var state = windows.get(key);
            if (state == null || state.getRevision() >= 0) continue;
            var window = results.provisional(withTelemetry(key, state));
            context.forward(new Record<>(key.name(), window, nowMillis));
        }
        changed.clear();
    }

    private void forget(long reachedMicros) {
        long before = reachedMicros - lateness.closes(Tumbling.SECOND.lengthMicros()) - lateness.correctionMicros();
        try (var entries = windows.range(WindowKey.from(0), WindowKey.from(before))) {
            while (entries.hasNext()) windows.delete(entries.next().key);
        }
    }
}
