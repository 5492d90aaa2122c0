package io.loadmark.streams.align;

import static io.loadmark.streams.TopologyHarness.TENANT;
import static io.loadmark.streams.TopologyHarness.micros;
import static io.loadmark.streams.TopologyHarness.settings;

import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.CallCounts;
import io.loadmark.schema.DeadLetter;
import io.loadmark.schema.EntityKind;
import io.loadmark.schema.EntityState;
import io.loadmark.schema.InstanceId;
import io.loadmark.schema.InventoryRecord;
import io.loadmark.schema.LatencySketch;
import io.loadmark.schema.LayerLoad;
import io.loadmark.schema.LoadSample;
import io.loadmark.schema.Origin;
import io.loadmark.schema.ProcessInventory;
import io.loadmark.schema.RequestCounts;
import io.loadmark.schema.RequestWindow;
import io.loadmark.schema.Sampling;
import io.loadmark.schema.SamplingSource;
import io.loadmark.schema.Usage;
import io.loadmark.schema.Watermark;
import io.loadmark.schemas.Key;
import io.loadmark.streams.TopologyHarness;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The topology with requests of one instance, {@code a}, and usage of {@code host-1}. Join windows of 5 s, grace 10 s:
 * the window [0 s, 5 s) closes at 15 s, and waits for its placement until 45 s.
 */
final class AlignHarness implements AutoCloseable {
    static final String GROUP = "/shop/checkout";

    private final TopologyHarness topology;

    AlignHarness(Path stateDir) {
        topology = new TopologyHarness(progress -> new AlignTopology(settings(), 1).get(), stateDir);
    }

    void storeBytes(Topic topic, String key, byte[] value, double storedAt) {
        topology.store(topic, key, value, storedAt);
    }

    List<DeadLetter> deadLetters() {
        return topology.written(Topic.DEAD_LETTERS, DeadLetter.class);
    }

    void process(String host, long pid, double start) {
        store(processRecord(host, pid, start, EntityState.PRESENT));
    }

    void store(InventoryRecord entry) {
        topology.store(Topic.INVENTORY, entry.getEntityId() + entry.getValidFromMicros(), entry, 1);
    }

    static InventoryRecord processRecord(String host, long pid, double at, EntityState state) {
        long start = pid == 42 ? micros(-60) : micros(at);
        return InventoryRecord.newBuilder()
                .setTenant(TENANT)
                .setHostId(host)
                .setKind(EntityKind.PROCESS)
                .setEntityId(pid + "@" + start)
                .setValidFromMicros(micros(at))
                .setState(state)
                .setObservedMicros(micros(at))
                .setProcess(ProcessInventory.newBuilder()
                        .setPid(pid)
                        .setStartMicros(start)
                        .setCommand("java")
                        .setCgroupPath(GROUP)
                        .build())
                .build();
    }

    void requests(double second, int revision, long spans) {
        requestsOf("host-1", 42, second, revision, spans);
    }

    void requestsOf(String host, long pid, double second, int revision, long spans) {
        requestsOf(host, pid, second, revision, spans, null);
    }

    /** Requests of a second that made calls. */
    void calling(double second, long spans, CallCounts calls) {
        requestsOf("host-1", 42, second, 0, spans, calls);
    }

    private void requestsOf(
            String host, long pid, double second, int revision, long spans, @Nullable CallCounts calls) {
        var instance = new InstanceId(TENANT, "shop", "checkout", "a");
        var window = RequestWindow.newBuilder()
                .setInstance(instance)
                .setOrigin(new Origin("1.0", host, "", "", pid))
                .setStartMicros(micros(second))
                .setLengthMicros(1_000_000)
                .setRevision(revision)
                .setCounts(new RequestCounts(spans, (double) spans, 0.0, 0.0, (double) spans, 0.5, 0L, 0L, 0L, 0L))
                .setLatency(new LatencySketch(List.of(700), List.of((double) spans)))
                .setSampling(Sampling.newBuilder()
                        .setSource(SamplingSource.UNVERIFIED)
                        .build())
                .setCalls(calls)
                .setReceivedMicros(micros(second + 1))
                .build();
        topology.store(Topic.REQUESTS, Key.instance(instance), window, second + 12);
    }

    void usage(EntityKind kind, String entity, double from, double to, double cores) {
        usageStoredAt(kind, entity, from, to, cores, to);
    }

    void usageStoredAt(EntityKind kind, String entity, double from, double to, double cores, double stored) {
        var load = LayerLoad.newBuilder()
                .setSeconds(to - from)
                .setSamples(1)
                .setCpuCores(cores)
                .build();
        var usage = new Usage(TENANT, "host-1", kind, entity, micros(from), micros(to), micros(stored), load);
        topology.store(Topic.USAGE, Key.host(TENANT, "host-1"), usage, stored);
    }

    void closeAt(double seconds) {
        usageReadUntil(seconds);
        requestsReadUntil(seconds);
    }

    void requestsReadUntil(double seconds) {
        topology.store(Topic.REQUESTS, "~0", new Watermark(0, 1, micros(seconds)), seconds);
    }

    void usageReadUntil(double seconds) {
        topology.store(Topic.USAGE, "~0", new Watermark(0, 1, micros(seconds)), seconds);
    }

    List<LoadSample> rows() {
        return topology.written(Topic.LOAD_SAMPLES, LoadSample.class).stream()
                .filter(row -> row.getRevision() >= 0)
                .toList();
    }

    @Override
    public void close() {
        topology.close();
    }
}
