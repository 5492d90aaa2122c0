package io.loadmark.streams.align;

import io.loadmark.model.window.Lateness;
import io.loadmark.model.window.Tumbling;
import io.loadmark.schema.LoadSample;
import io.loadmark.schema.Usage;
import io.loadmark.schema.Watermark;
import io.loadmark.schemas.Key;
import io.loadmark.streams.flow.StreamsSettings;
import io.loadmark.streams.flow.UpstreamWatermarks;
import io.loadmark.streams.flow.WindowKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Lays the loads of a host's layers beside the requests of each instance that ran on it. The first final row of a
 * window holds exactly the usage that was stored before the window closed; usage that comes later makes a revision.
 */
final class AlignHost implements Processor<String, SpecificRecord, String, SpecificRecord> {
    private final Lateness lateness;
    private final Tumbling joinWindows;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    private ProcessorContext<String, SpecificRecord> context;

    @SuppressWarnings("NullAway.Init")
    private HostUsage usage;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<WindowKey, LoadSample> waiting;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<WindowKey, LoadSample> rows;

    @SuppressWarnings("NullAway.Init")
    private UpstreamWatermarks watermark;

    AlignHost(StreamsSettings settings) {
        lateness = settings.lateness();
        joinWindows = settings.joinWindows();
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        this.context = context;
        usage = new HostUsage(context.getStateStore(AlignTopology.HOST_USAGE), joinWindows, lateness);
        waiting = context.getStateStore(AlignTopology.WAITING_ROWS);
        rows = context.getStateStore(AlignTopology.LOAD_ROWS);
        watermark = new UpstreamWatermarks(context, AlignTopology.USAGE_WATERMARK);
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
        if (record.value() instanceof LoadSample requests) place(record.key(), requests, record.timestamp());
        else if (record.value() instanceof Usage load) add(record.key(), load, record.timestamp());
        else if (record.value() instanceof Watermark mark) advance(mark, record.timestamp());
    }

    private void place(String hostKey, LoadSample requests, long timestampMillis) {
        var key = rowKey(hostKey, requests);
        boolean onHost = requests.getPlacement().getPhysicalHostId() != null;
        if (requests.getRevision() < 0) forward(usage.beside(requests, hostKey, false), timestampMillis);
        else if (!onHost || isClosed(requests.getStartMicros())) write(key, hostKey, requests, timestampMillis);
        else waiting.put(waitingKey(key, requests), requests);
    }

    private boolean isClosed(long startMicros) {
        return watermark.least() >= lateness.closes(joinWindows.endOf(startMicros));
    }

    private static WindowKey rowKey(String hostKey, LoadSample row) {
        return new WindowKey(row.getStartMicros(), hostKey + WindowKey.SEPARATOR + Key.instance(row.getInstance()));
    }

    /** Revisions that come while the usage is awaited wait one behind the other. */
    private static WindowKey waitingKey(WindowKey row, LoadSample requests) {
        return new WindowKey(row.startMicros(), row.name() + WindowKey.SEPARATOR + requests.getRevision());
    }

    private void write(WindowKey key, String hostKey, LoadSample requests, long timestampMillis) {
        var before = rows.get(key);
        LoadSample row;
        if (before == null && requests.getRevision() == 0) {
            row = usage.beside(requests, hostKey, true);
            forward(row, timestampMillis);
            if (usage.hasLate(requests, hostKey)) {
                row = LoadSample.newBuilder(usage.beside(requests, hostKey, false))
                        .setRevision(1)
                        .build();
                forward(row, timestampMillis);
            }
        } else {
            int next = before == null ? requests.getRevision() : before.getRevision() + 1;
            row = LoadSample.newBuilder(usage.beside(requests, hostKey, false))
                    .setRevision(Math.max(requests.getRevision(), next))
                    .build();
            if (before != null) row = HostUsage.keepingLayers(row, before);
            forward(row, timestampMillis);
        }
        rows.put(key, row);
    }

    private void add(String hostKey, Usage load, long timestampMillis) {
        long start = usage.windowOf(load);
        if (!usage.add(hostKey, load) || !lateness.isLate(joinWindows.endOf(start), load.getReceivedMicros())) return;
        for (var row : rowsOf(hostKey, start)) {
            if (HostUsage.concerns(load, row)) write(rowKey(hostKey, row), hostKey, row, timestampMillis);
        }
    }

    private List<LoadSample> rowsOf(String hostKey, long start) {
        var found = new ArrayList<LoadSample>();
        try (var entries = rows.range(WindowKey.firstOf(start, hostKey), WindowKey.afterLastOf(start, hostKey))) {
            while (entries.hasNext()) found.add(entries.next().value);
        }
        return found;
    }

    private void advance(Watermark mark, long timestampMillis) {
        if (!watermark.advance(mark)) return;
        long closedBefore = watermark.least() - lateness.closes(joinWindows.lengthMicros()) + 1;
        try (var entries = waiting.range(WindowKey.from(0), WindowKey.from(closedBefore))) {
            while (entries.hasNext()) {
                var entry = entries.next();
                var requests = entry.value;
                String hostKey = Key.host(
                        requests.getInstance().getTenant(),
                        String.valueOf(requests.getPlacement().getPhysicalHostId()));
                write(rowKey(hostKey, requests), hostKey, requests, timestampMillis);
                waiting.delete(entry.key);
            }
        }
        usage.forget(watermark.least());
        forgetRows(closedBefore - lateness.correctionMicros());
    }

    private void forgetRows(long beforeMicros) {
        try (var entries = rows.range(WindowKey.from(0), WindowKey.from(beforeMicros))) {
            while (entries.hasNext()) rows.delete(entries.next().key);
        }
    }

    private void forward(LoadSample row, long timestampMillis) {
        context.forward(new Record<>(Key.service(row.getInstance()), row, timestampMillis));
    }
}
