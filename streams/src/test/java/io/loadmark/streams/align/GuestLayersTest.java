package io.loadmark.streams.align;

import static io.loadmark.streams.TopologyHarness.TENANT;
import static io.loadmark.streams.TopologyHarness.micros;
import static io.loadmark.streams.TopologyHarness.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.EntityKind;
import io.loadmark.schema.EntityState;
import io.loadmark.schema.HostInventory;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service in a guest: its host, `guest-1`, runs as a domain of `metal-7`, and both have a collector. */
class GuestLayersTest {
    private static final String UUID = "4dea22b3-1d52-d8f3-2516-782e98ab3fa0";
    private static final String GROUP = "/system.slice/checkout.service";
    private static final String PROCESS = "42@" + micros(-60);

    private TopologyHarness topology;

    @BeforeEach
    void start(@TempDir Path stateDir) {
        topology = new TopologyHarness(progress -> new AlignTopology(settings(), 1).get(), stateDir);
        store(inventory("guest-1", EntityKind.HOST, "guest-1", -90).setHost(guest()));
        store(inventory("guest-1", EntityKind.PROCESS, PROCESS, -60)
                .setProcess(ProcessInventory.newBuilder()
                        .setPid(42)
                        .setStartMicros(micros(-60))
                        .setCommand("java")
                        .setCgroupPath(GROUP)
                        .build()));
    }

    @AfterEach
    void stop() {
        topology.close();
    }

    @Test
    void everyLayerIsThereFromTheProcessInTheGuestToThePhysicalHost() {
        domainOn("metal-7", -100, EntityState.PRESENT);
        requests(0);
        usage("guest-1", EntityKind.PROCESS, PROCESS, 0, 0.1);
        usage("guest-1", EntityKind.CGROUP, GROUP, 0, 0.2);
        usage("guest-1", EntityKind.HOST, "guest-1", 0, 0.3);
        usage("metal-7", EntityKind.DOMAIN, UUID, 0, 0.4);
        usage("metal-7", EntityKind.HOST, "metal-7", 0, 5.0);
        usage("metal-7", EntityKind.CGROUP, GROUP, 0, 0.9); // of the same name, on the physical host
        closeAt(15);

        assertThat(rows()).singleElement().satisfies(row -> {
            assertThat(row.getPlacement().getPhysicalHostId()).isEqualTo("metal-7");
            assertThat(row.getPlacement().getHostId()).isEqualTo("guest-1");
            assertThat(row.getPlacement().getDomainId()).isEqualTo(UUID);
            assertThat(row.getProcess().getCpuCores()).isEqualTo(0.1);
            assertThat(row.getCgroup().getCpuCores()).isEqualTo(0.2);
            assertThat(row.getDomain().getCpuCores()).isEqualTo(0.4);
            assertThat(row.getHost().getCpuCores()).isEqualTo(5.0);
        });
    }

    @Test
    void aGuestWhoseHypervisorTellsNothingIsItsOwnHost() {
        requests(0);
        usage("guest-1", EntityKind.CGROUP, GROUP, 0, 0.2);
        usage("guest-1", EntityKind.HOST, "guest-1", 0, 0.3);
        closeAt(15);

        assertThat(rows()).singleElement().satisfies(row -> {
            assertThat(row.getPlacement().getPhysicalHostId()).isEqualTo("guest-1");
            assertThat(row.getCgroup().getCpuCores()).isEqualTo(0.2);
            assertThat(row.getDomain()).isNull();
            assertThat(row.getHost().getCpuCores()).isEqualTo(0.3);
        });
    }

    @Test
    void afterAMigrationTheGuestsUsageIsBesideItsNewHost() {
        domainOn("metal-7", -100, EntityState.PRESENT);
        domainOn("metal-8", 5, EntityState.PRESENT);
        domainOn("metal-7", 5, EntityState.GONE);
        requests(0);
        requests(5);
        usage("guest-1", EntityKind.CGROUP, GROUP, 0, 0.2);
        usage("metal-7", EntityKind.HOST, "metal-7", 0, 7.0);
        usage("guest-1", EntityKind.CGROUP, GROUP, 6, 0.6);
        usage("metal-8", EntityKind.HOST, "metal-8", 6, 8.0);
        closeAt(20);

        assertThat(rows())
                .extracting(
                        row -> row.getPlacement().getPhysicalHostId(),
                        row -> row.getCgroup().getCpuCores(),
                        row -> row.getHost().getCpuCores())
                .containsExactlyInAnyOrder(tuple("metal-7", 0.2, 7.0), tuple("metal-8", 0.6, 8.0));
    }

    @Test
    void usageOfAGuestThatComesLateMakesARevision() {
        domainOn("metal-7", -100, EntityState.PRESENT);
        requests(0);
        usage("guest-1", EntityKind.CGROUP, GROUP, 0, 0.2);
        closeAt(15);
        usageStoredAt("guest-1", EntityKind.CGROUP, GROUP, 1, 0.4, 16);

        assertThat(rows())
                .extracting(LoadSample::getRevision, row -> row.getCgroup().getCpuCores())
                .containsExactly(tuple(0, 0.2), tuple(1, (0.2 + 0.4) / 2));
    }

    private static HostInventory guest() {
        return HostInventory.newBuilder()
                .setHostName("guest")
                .setBootId("boot")
                .setProductUuid(UUID)
                .setKernel("6.1")
                .setCpuModel("")
                .setOnlineCpus(2)
                .setMemoryBytes(1)
                .build();
    }

    private void domainOn(String host, double from, EntityState state) {
        store(inventory(host, EntityKind.DOMAIN, UUID, from).setState(state));
    }

    private static InventoryRecord.Builder inventory(String host, EntityKind kind, String entity, double from) {
        return InventoryRecord.newBuilder()
                .setTenant(TENANT)
                .setHostId(host)
                .setKind(kind)
                .setEntityId(entity)
                .setValidFromMicros(micros(from))
                .setState(EntityState.PRESENT)
                .setObservedMicros(micros(Math.min(0, from)));
    }

    private void store(InventoryRecord.Builder entry) {
        var built = entry.build();
        String key = Key.join(built.getHostId(), built.getEntityId(), Long.toString(built.getValidFromMicros()));
        topology.store(Topic.INVENTORY, key, built, 0);
    }

    private void requests(double second) {
        var instance = new InstanceId(TENANT, "shop", "checkout", "a");
        var window = RequestWindow.newBuilder()
                .setInstance(instance)
                .setOrigin(new Origin("1.0", "guest-1", "", "", 42L))
                .setStartMicros(micros(second))
                .setLengthMicros(1_000_000)
                .setRevision(0)
                .setCounts(new RequestCounts(10L, 10.0, 0.0, 0.0, 10.0, 0.5, 0L, 0L, 0L, 0L))
                .setLatency(new LatencySketch(List.of(700), List.of(10.0)))
                .setSampling(Sampling.newBuilder()
                        .setSource(SamplingSource.UNVERIFIED)
                        .build())
                .setReceivedMicros(micros(second + 1))
                .build();
        topology.store(Topic.REQUESTS, Key.instance(instance), window, second + 12);
    }

    private void usage(String host, EntityKind kind, String entity, double from, double cores) {
        usageStoredAt(host, kind, entity, from, cores, from + 1);
    }

    private void usageStoredAt(String host, EntityKind kind, String entity, double from, double cores, double stored) {
        var load = LayerLoad.newBuilder()
                .setSeconds(1)
                .setSamples(1)
                .setCpuCores(cores)
                .build();
        var usage = new Usage(TENANT, host, kind, entity, micros(from), micros(from + 1), micros(stored), load);
        topology.store(Topic.USAGE, Key.host(TENANT, host), usage, stored);
    }

    private void closeAt(double seconds) {
        topology.store(Topic.USAGE, "~0", new Watermark(0, 1, micros(seconds)), seconds);
        topology.store(Topic.REQUESTS, "~0", new Watermark(0, 1, micros(seconds)), seconds);
    }

    private List<LoadSample> rows() {
        return topology.written(Topic.LOAD_SAMPLES, LoadSample.class).stream()
                .filter(row -> row.getRevision() >= 0)
                .toList();
    }
}
