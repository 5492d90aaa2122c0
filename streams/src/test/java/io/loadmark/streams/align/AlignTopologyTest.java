package io.loadmark.streams.align;

import static io.loadmark.streams.TopologyHarness.TENANT;
import static io.loadmark.streams.TopologyHarness.micros;
import static io.loadmark.streams.TopologyHarness.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.DeadLetter;
import io.loadmark.schema.EntityKind;
import io.loadmark.schema.EntityState;
import io.loadmark.schema.HostInventory;
import io.loadmark.schema.InstanceId;
import io.loadmark.schema.InventoryRecord;
import io.loadmark.schema.LatencySketch;
import io.loadmark.schema.LayerLoad;
import io.loadmark.schema.LoadSample;
import io.loadmark.schema.Origin;
import io.loadmark.schema.PlacementLink;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Join windows of 5 s, grace 10 s: the window [0 s, 5 s) closes at 15 s, and waits for its placement until 45 s. */
class AlignTopologyTest {
    private static final String GROUP = "/shop/checkout";

    private TopologyHarness topology;

    @BeforeEach
    void start(@TempDir Path stateDir) {
        topology = new TopologyHarness(progress -> new AlignTopology(settings(), 1).get(), stateDir);
    }

    @AfterEach
    void stop() {
        topology.close();
    }

    @Test
    void aRowHoldsTheRequestsOfItsSecondsBesideTheMeanLoadOfEveryLayer() {
        process("host-1", 42, -60);
        requests(0, 0, 10);
        requests(1, 0, 30);
        usage(EntityKind.HOST, "host-1", 0, 1, 2.0);
        usage(EntityKind.CGROUP, GROUP, 0, 1, 0.2);
        usage(EntityKind.CGROUP, GROUP, 1, 4, 0.6); // three seconds long: weighs three times as much
        usage(EntityKind.PROCESS, "42@" + micros(-60), 0, 1, 0.1);
        usage(EntityKind.CGROUP, "/somebody/else", 0, 1, 1.9);
        closeAt(15);

        assertThat(rows()).singleElement().satisfies(row -> {
            assertThat(row.getRevision()).isZero();
            assertThat(row.getCounts().getSpans()).isEqualTo(40);
            assertThat(row.getRequestWindows()).isEqualTo(2);
            assertThat(row.getPlacement().getLink()).isEqualTo(PlacementLink.PROCESS);
            assertThat(row.getHost().getCpuCores()).isEqualTo(2.0);
            assertThat(row.getCgroup().getCpuCores()).isCloseTo(0.5, within(1e-12));
            assertThat(row.getCgroup().getSeconds()).isEqualTo(4);
            assertThat(row.getProcess().getCpuCores()).isEqualTo(0.1);
            assertThat(row.getDomain()).isNull();
        });
    }

    @Test
    void aRowWaitsUntilUsageToo() {
        process("host-1", 42, -60);
        requests(0, 0, 10);
        requestsReadUntil(15);
        assertThat(rows()).isEmpty();

        usage(EntityKind.HOST, "host-1", 0, 1, 2.0);
        usageReadUntil(15);
        assertThat(rows()).singleElement().satisfies(row -> assertThat(row.getHost())
                .isNotNull());
    }

    @Test
    void requestsBeforeTheirInventoryWaitForItAndArePlacedAsOfTheirTime() {
        requests(0, 0, 10);
        usage(EntityKind.HOST, "host-1", 0, 1, 2.0);
        closeAt(15);
        assertThat(rows()).isEmpty();

        process("host-1", 42, -60);
        closeAt(20);
        assertThat(rows()).singleElement().satisfies(row -> {
            assertThat(row.getPlacement().getPhysicalHostId()).isEqualTo("host-1");
            assertThat(row.getHost()).isNotNull();
        });
    }

    @Test
    void requestsThatCanNeverBePlacedGoOnAfterTheWaitAndSaySo() {
        requests(0, 0, 10);
        closeAt(44.9);
        assertThat(rows()).isEmpty();

        closeAt(45);
        assertThat(rows()).singleElement().satisfies(row -> {
            assertThat(row.getPlacement().getLink()).isEqualTo(PlacementLink.UNKNOWN);
            assertThat(row.getCounts().getSpans()).isEqualTo(10);
            assertThat(row.getHost()).isNull();
        });
    }

    @Test
    void inventoryThatWasSeenAfterTheWaitDoesNotPlaceAReplayEither() {
        store(InventoryRecord.newBuilder(processRecord("host-1", 42, -60, EntityState.PRESENT))
                .setObservedMicros(micros(46))
                .build());
        requests(0, 0, 10);
        closeAt(60);

        assertThat(rows()).extracting(row -> row.getPlacement().getLink()).containsExactly(PlacementLink.UNKNOWN);
    }

    @Test
    void aMigrationInMidWindowCountsOnOneHostOnlyAndIsMarked() {
        process("host-1", 42, -60);
        usage(EntityKind.HOST, "host-1", 0, 1, 1.0);
        store(processRecord("host-1", 42, 2, EntityState.GONE));
        store(processRecord("host-2", 43, 2, EntityState.PRESENT));
        requestsOf("host-1", 42, 0, 0, 10);
        requestsOf("host-2", 43, 3, 0, 7);
        requestsOf("host-2", 43, 6, 0, 5);
        closeAt(20);

        assertThat(rows())
                .extracting(
                        LoadSample::getStartMicros,
                        row -> row.getPlacement().getPhysicalHostId(),
                        row -> row.getPlacement().getMoved(),
                        row -> row.getCounts().getSpans())
                .containsExactlyInAnyOrder(
                        tuple(micros(0), "host-1", true, 17L), tuple(micros(5), "host-2", false, 5L));
    }

    @Test
    void aReplayAfterTheMigrationGivesTheSameRows() {
        process("host-1", 42, -60);
        store(processRecord("host-1", 42, 100, EntityState.GONE));
        store(processRecord("host-2", 43, 100, EntityState.PRESENT));
        requests(0, 0, 10);
        closeAt(20);

        assertThat(rows())
                .extracting(row -> row.getPlacement().getPhysicalHostId())
                .containsExactly("host-1");
    }

    @Test
    void aProcessInsideAGuestIsPlacedOnTheGuestsPhysicalHost() {
        process("host-1", 42, -60);
        store(InventoryRecord.newBuilder()
                .setTenant(TENANT)
                .setHostId("host-1")
                .setKind(EntityKind.HOST)
                .setEntityId("host-1")
                .setValidFromMicros(micros(-90))
                .setState(EntityState.PRESENT)
                .setObservedMicros(micros(-90))
                .setHost(HostInventory.newBuilder()
                        .setHostName("guest")
                        .setBootId("boot")
                        .setProductUuid("4dea22b3-1d52-d8f3-2516-782e98ab3fa0")
                        .setKernel("6.1")
                        .setCpuModel("")
                        .setOnlineCpus(2)
                        .setMemoryBytes(1)
                        .build())
                .build());
        store(InventoryRecord.newBuilder()
                .setTenant(TENANT)
                .setHostId("metal-7")
                .setKind(EntityKind.DOMAIN)
                .setEntityId("4dea22b3-1d52-d8f3-2516-782e98ab3fa0")
                .setValidFromMicros(micros(-100))
                .setState(EntityState.PRESENT)
                .setObservedMicros(micros(-100))
                .build());
        requests(0, 0, 10);
        closeAt(15);

        assertThat(rows()).singleElement().satisfies(row -> {
            assertThat(row.getPlacement().getPhysicalHostId()).isEqualTo("metal-7");
            assertThat(row.getPlacement().getDomainId()).isEqualTo("4dea22b3-1d52-d8f3-2516-782e98ab3fa0");
        });
    }

    @Test
    void usageThatComesLateMakesARevisionAndIsNotInTheFirstResult() {
        process("host-1", 42, -60);
        requests(0, 0, 10);
        usage(EntityKind.HOST, "host-1", 0, 1, 1.0);
        closeAt(15);
        usageStoredAt(EntityKind.HOST, "host-1", 1, 2, 3.0, 16);

        assertThat(rows())
                .extracting(LoadSample::getRevision, row -> row.getHost().getCpuCores())
                .containsExactly(tuple(0, 1.0), tuple(1, 2.0));
    }

    @Test
    void correctedSecondsMakeARevisionOfTheWholeWindow() {
        process("host-1", 42, -60);
        requests(0, 0, 10);
        requests(1, 0, 20);
        usage(EntityKind.HOST, "host-1", 0, 1, 1.0);
        closeAt(15);
        requests(1, 1, 25);

        assertThat(rows())
                .extracting(LoadSample::getRevision, row -> row.getCounts().getSpans(), row -> row.getHost()
                        .getCpuCores())
                .containsExactly(tuple(0, 30L, 1.0), tuple(1, 35L, 1.0));
    }

    @Test
    void secondsThatWereCorrectedBeforeTheCloseDoNotChangeTheFirstResult() {
        process("host-1", 42, -60);
        requests(0, 0, 10);
        requests(0, 1, 12);
        closeAt(15);

        assertThat(rows())
                .extracting(LoadSample::getRevision, row -> row.getCounts().getSpans())
                .containsExactly(tuple(0, 10L), tuple(1, 12L));
    }

    @Test
    void garbageOnItsTopicsGoesToTheDeadLetters() {
        topology.store(Topic.REQUESTS, "x", new byte[] {1, 2, 3}, 1);
        topology.store(Topic.USAGE, "x", new byte[0], 1);
        topology.store(Topic.INVENTORY, "x", new byte[] {9}, 1);
        process("host-1", 42, -60);
        requests(0, 0, 10);
        closeAt(15);

        assertThat(topology.written(Topic.DEAD_LETTERS, DeadLetter.class))
                .extracting(DeadLetter::getTopic)
                .containsExactly("loadmark.requests", "loadmark.usage");
        assertThat(rows()).hasSize(1);
    }

    private void process(String host, long pid, double start) {
        store(processRecord(host, pid, start, EntityState.PRESENT));
    }

    private void store(InventoryRecord entry) {
        topology.store(Topic.INVENTORY, entry.getEntityId() + entry.getValidFromMicros(), entry, 1);
    }

    private static InventoryRecord processRecord(String host, long pid, double at, EntityState state) {
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

    private void requests(double second, int revision, long spans) {
        requestsOf("host-1", 42, second, revision, spans);
    }

    private void requestsOf(String host, long pid, double second, int revision, long spans) {
        var instance = new InstanceId(TENANT, "shop", "checkout", "a");
        var window = RequestWindow.newBuilder()
                .setInstance(instance)
                .setOrigin(new Origin("1.0", host, "", "", pid))
                .setStartMicros(micros(second))
                .setLengthMicros(1_000_000)
                .setRevision(revision)
                .setCounts(new RequestCounts(spans, (double) spans, 0.0, 0.0, (double) spans, 0.5, 0L, 0L, 0L, 0L))
                .setLatency(new LatencySketch(List.of(700), List.of((double) spans)))
                .setSampling(new Sampling(1.0, SamplingSource.UNVERIFIED))
                .setReceivedMicros(micros(second + 1))
                .build();
        topology.store(Topic.REQUESTS, Key.instance(instance), window, second + 12);
    }

    private void usage(EntityKind kind, String entity, double from, double to, double cores) {
        usageStoredAt(kind, entity, from, to, cores, to);
    }

    private void usageStoredAt(EntityKind kind, String entity, double from, double to, double cores, double stored) {
        var load = LayerLoad.newBuilder()
                .setSeconds(to - from)
                .setSamples(1)
                .setCpuCores(cores)
                .build();
        var usage = new Usage(TENANT, "host-1", kind, entity, micros(from), micros(to), micros(stored), load);
        topology.store(Topic.USAGE, Key.host(TENANT, "host-1"), usage, stored);
    }

    private void closeAt(double seconds) {
        usageReadUntil(seconds);
        requestsReadUntil(seconds);
    }

    private void requestsReadUntil(double seconds) {
        topology.store(Topic.REQUESTS, "~0", new Watermark(0, 1, micros(seconds)), seconds);
    }

    private void usageReadUntil(double seconds) {
        topology.store(Topic.USAGE, "~0", new Watermark(0, 1, micros(seconds)), seconds);
    }

    private List<LoadSample> rows() {
        return topology.written(Topic.LOAD_SAMPLES, LoadSample.class).stream()
                .filter(row -> row.getRevision() >= 0)
                .toList();
    }
}
