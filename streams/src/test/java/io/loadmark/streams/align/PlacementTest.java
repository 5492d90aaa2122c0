package io.loadmark.streams.align;

import static io.loadmark.streams.TopologyHarness.TENANT;
import static io.loadmark.streams.TopologyHarness.micros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.loadmark.schema.EntityKind;
import io.loadmark.schema.EntityState;
import io.loadmark.schema.HostInventory;
import io.loadmark.schema.InventoryRecord;
import io.loadmark.schema.LoadSample;
import io.loadmark.schema.PlacementLink;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where an instance ran, as of the window, whatever comes first and whatever is known later. */
class PlacementTest {
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
        align.store(InventoryRecord.newBuilder()
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
                        .setPhysicalCores(1)
                        .setMemoryBytes(1)
                        .build())
                .build());
        align.store(InventoryRecord.newBuilder()
                .setTenant(TENANT)
                .setHostId("metal-7")
                .setKind(EntityKind.DOMAIN)
                .setEntityId("4dea22b3-1d52-d8f3-2516-782e98ab3fa0")
                .setValidFromMicros(micros(-100))
                .setState(EntityState.PRESENT)
                .setObservedMicros(micros(-100))
                .build());
        align.requests(0, 0, 10);
        align.closeAt(15);

        assertThat(align.rows()).singleElement().satisfies(row -> {
            assertThat(row.getPlacement().getPhysicalHostId()).isEqualTo("metal-7");
            assertThat(row.getPlacement().getDomainId()).isEqualTo("4dea22b3-1d52-d8f3-2516-782e98ab3fa0");
            assertThat(row.getPlacement().getThreadsPerCore())
                    .as("as the guest sees them")
                    .isEqualTo(2);
        });
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
