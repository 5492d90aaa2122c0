package io.loadmark.streams.align;

import static io.loadmark.streams.TopologyHarness.TENANT;
import static io.loadmark.streams.TopologyHarness.micros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.loadmark.schema.DomainInventory;
import io.loadmark.schema.EntityKind;
import io.loadmark.schema.EntityState;
import io.loadmark.schema.HostInventory;
import io.loadmark.schema.InventoryRecord;
import io.loadmark.schema.LoadSample;
import io.loadmark.schema.PlacementLink;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where an instance ran, as of the window, whatever comes first and whatever is known later. */
class PlacementTest {
    private static final String GUEST = "4dea22b3-1d52-d8f3-2516-782e98ab3fa0";
    private static final long GIB = 1L << 30;

    private AlignHarness align;

    @BeforeEach
    void start(@TempDir Path stateDir) {
        align = new AlignHarness(stateDir);
    }

    @AfterEach
    void stop() {
        align.close();
    }

    @Test
    void requestsBeforeTheirInventoryWaitForItAndArePlacedAsOfTheirTime() {
        align.requests(0, 0, 10);
        align.usage(EntityKind.HOST, "host-1", 0, 1, 2.0);
        align.closeAt(15);
        assertThat(align.rows()).isEmpty();

        align.process("host-1", 42, -60);
        align.closeAt(20);
        assertThat(align.rows()).singleElement().satisfies(row -> {
            assertThat(row.getPlacement().getPhysicalHostId()).isEqualTo("host-1");
            assertThat(row.getHost()).isNotNull();
        });
    }

    @Test
    void requestsThatCanNeverBePlacedGoOnAfterTheWaitAndSaySo() {
        align.requests(0, 0, 10);
        align.closeAt(44.9);
        assertThat(align.rows()).isEmpty();

        align.closeAt(45);
        assertThat(align.rows()).singleElement().satisfies(row -> {
            assertThat(row.getPlacement().getLink()).isEqualTo(PlacementLink.UNKNOWN);
            assertThat(row.getCounts().getSpans()).isEqualTo(10);
            assertThat(row.getHost()).isNull();
        });
    }

    @Test
    void inventoryThatWasSeenAfterTheWaitDoesNotPlaceAReplayEither() {
        align.store(InventoryRecord.newBuilder(AlignHarness.processRecord("host-1", 42, -60, EntityState.PRESENT))
                .setObservedMicros(micros(46))
                .build());
        align.requests(0, 0, 10);
        align.closeAt(60);

        assertThat(align.rows()).extracting(row -> row.getPlacement().getLink()).containsExactly(PlacementLink.UNKNOWN);
    }

    @Test
    void aMigrationInMidWindowCountsOnOneHostOnlyAndIsMarked() {
        align.process("host-1", 42, -60);
        align.usage(EntityKind.HOST, "host-1", 0, 1, 1.0);
        align.store(AlignHarness.processRecord("host-1", 42, 2, EntityState.GONE));
        align.store(AlignHarness.processRecord("host-2", 43, 2, EntityState.PRESENT));
        align.requestsOf("host-1", 42, 0, 0, 10);
        align.requestsOf("host-2", 43, 3, 0, 7);
        align.requestsOf("host-2", 43, 6, 0, 5);
        align.closeAt(20);

        assertThat(align.rows())
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
        align.process("host-1", 42, -60);
        align.store(AlignHarness.processRecord("host-1", 42, 100, EntityState.GONE));
        align.store(AlignHarness.processRecord("host-2", 43, 100, EntityState.PRESENT));
        align.requests(0, 0, 10);
        align.closeAt(20);

        assertThat(align.rows())
                .extracting(row -> row.getPlacement().getPhysicalHostId())
                .containsExactly("host-1");
    }

    @Test
    void aProcessInsideAGuestIsPlacedOnTheGuestsPhysicalHost() {
        align.process("host-1", 42, -60);
        align.store(host("host-1", "QEMU Virtual CPU", GUEST));
        align.store(host("metal-7", "AMD EPYC 7763", null));
        align.store(guest(-100, 8, "5ca1ab1e"));
        align.requests(0, 0, 10);
        align.closeAt(15);

        assertThat(align.rows()).singleElement().satisfies(row -> {
            var placement = row.getPlacement();
            assertThat(placement.getPhysicalHostId()).isEqualTo("metal-7");
            assertThat(placement.getDomainId()).isEqualTo(GUEST);
            assertThat(placement.getThreadsPerCore())
                    .as("as the guest sees them")
                    .isEqualTo(2);
            assertThat(placement.getCpuModel()).as("those that do the work").isEqualTo("AMD EPYC 7763");
            assertThat(placement.getMemoryBytes()).as("what the balloon leaves").isEqualTo(8 * GIB);
            assertThat(placement.getTuning()).isEqualTo("5ca1ab1e");
        });
    }

    @Test
    void onBareMetalTheMachineIsTheHost() {
        align.process("host-1", 42, -60);
        align.store(host("host-1", "AMD EPYC 7763", null));
        align.requests(0, 0, 10);
        align.closeAt(15);

        assertThat(align.rows()).singleElement().satisfies(row -> {
            assertThat(row.getPlacement().getCpuModel()).isEqualTo("AMD EPYC 7763");
            assertThat(row.getPlacement().getMemoryBytes()).isEqualTo(64 * GIB);
            assertThat(row.getPlacement().getTuning()).isNull();
        });
    }

    @Test
    void aWindowInWhichTheGuestIsTunedBelongsToNeitherMachineButABalloonMayBreathe() {
        align.process("host-1", 42, -60);
        align.store(host("host-1", "", GUEST));
        align.store(guest(-100, 8, "5ca1ab1e"));
        align.store(guest(2, 7, "5ca1ab1e"));
        align.store(guest(7, 7, "0ddba11"));
        align.requests(0, 0, 10);
        align.requests(4, 0, 10);
        align.requests(5, 0, 10);
        align.requests(9, 0, 10);
        align.closeAt(20);

        assertThat(align.rows())
                .extracting(
                        row -> row.getPlacement().getTuning(),
                        row -> row.getPlacement().getMemoryBytes(),
                        row -> row.getPlacement().getMoved())
                .containsExactly(tuple("5ca1ab1e", 8 * GIB, false), tuple("5ca1ab1e", 7 * GIB, true));
    }

    private static InventoryRecord host(String id, String cpuModel, @Nullable String productUuid) {
        return InventoryRecord.newBuilder()
                .setTenant(TENANT)
                .setHostId(id)
                .setKind(EntityKind.HOST)
                .setEntityId(id)
                .setValidFromMicros(micros(-90))
                .setState(EntityState.PRESENT)
                .setObservedMicros(micros(-90))
                .setHost(HostInventory.newBuilder()
                        .setHostName(id)
                        .setBootId("boot")
                        .setProductUuid(productUuid)
                        .setKernel("6.1")
                        .setCpuModel(cpuModel)
                        .setOnlineCpus(2)
                        .setPhysicalCores(1)
                        .setMemoryBytes(64 * GIB)
                        .build())
                .build();
    }

    /** The guest on metal-7, from a second on. */
    private static InventoryRecord guest(double fromSecond, int gibibytes, String tuning) {
        return InventoryRecord.newBuilder()
                .setTenant(TENANT)
                .setHostId("metal-7")
                .setKind(EntityKind.DOMAIN)
                .setEntityId(GUEST)
                .setValidFromMicros(micros(fromSecond))
                .setState(EntityState.PRESENT)
                .setObservedMicros(micros(fromSecond))
                .setDomain(DomainInventory.newBuilder()
                        .setName("guest")
                        .setHypervisor("kvm")
                        .setStartMicros(micros(-100))
                        .setVcpus(2)
                        .setVcpusMaximum(2)
                        .setIoThreads(0)
                        .setMemoryBytes(8 * GIB)
                        .setCurrentMemoryBytes(gibibytes * GIB)
                        .setHugepages(false)
                        .setLocked(false)
                        .setMergeable(true)
                        .setTuning(tuning)
                        .build())
                .build();
    }

    @Test
    void windowsWaitBehindAnEarlierOneOfTheirInstanceThatIsNotPlacedYet() {
        align.requestsOf("host-1", 42, 0, 0, 10);
        align.process("host-2", 43, 2);
        align.requestsOf("host-2", 43, 6, 0, 5);
        align.closeAt(44.9);
        assertThat(align.rows()).isEmpty();

        align.closeAt(45);
        assertThat(align.rows())
                .extracting(LoadSample::getStartMicros, LoadSample::getPreviousMicros)
                .containsExactly(tuple(micros(0), null), tuple(micros(5), micros(0)));
    }
}
