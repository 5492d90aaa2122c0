package io.loadmark.streams.align;

import static io.loadmark.streams.TopologyHarness.micros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.CallCounts;
import io.loadmark.schema.DeadLetter;
import io.loadmark.schema.EntityKind;
import io.loadmark.schema.LoadSample;
import io.loadmark.schema.PeerCalls;
import io.loadmark.schema.PlacementLink;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Join windows of 5 s, grace 10 s: the window [0 s, 5 s) closes at 15 s, and waits for its placement until 45 s. */
class AlignTopologyTest {
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
    void aRowHoldsTheRequestsOfItsSecondsBesideTheMeanLoadOfEveryLayer() {
        align.process("host-1", 42, -60);
        align.requests(0, 0, 10);
        align.requests(1, 0, 30);
        align.usage(EntityKind.HOST, "host-1", 0, 1, 2.0);
        align.usage(EntityKind.CGROUP, AlignHarness.GROUP, 0, 1, 0.2);
        align.usage(EntityKind.CGROUP, AlignHarness.GROUP, 1, 4, 0.6); // three seconds long: weighs three times as much
        align.usage(EntityKind.PROCESS, "42@" + micros(-60), 0, 1, 0.1);
        align.usage(EntityKind.CGROUP, "/somebody/else", 0, 1, 1.9);
        align.closeAt(15);

        assertThat(align.rows()).singleElement().satisfies(row -> {
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
    void callsAreThoseOfAllSecondsByPeer() {
        align.process("host-1", 42, -60);
        align.requests(0, 0, 10);
        align.calling(1, 10, calls(new PeerCalls("payments", 3.0, 1.0, 0.5), new PeerCalls("stock", 2.0, 0.0, 0.25)));
        align.calling(2, 10, calls(new PeerCalls("stock", 4.0, 0.0, 0.5)));
        align.closeAt(15);

        assertThat(align.rows()).singleElement().satisfies(row -> {
            assertThat(row.getCallSeconds()).isEqualTo(1.25);
            assertThat(row.getPeers())
                    .containsExactly(new PeerCalls("payments", 3.0, 1.0, 0.5), new PeerCalls("stock", 6.0, 0.0, 0.75));
        });
    }

    private static CallCounts calls(PeerCalls... peers) {
        double calls = Arrays.stream(peers).mapToDouble(PeerCalls::getCalls).sum();
        double seconds = Arrays.stream(peers).mapToDouble(PeerCalls::getSeconds).sum();
        return new CallCounts((long) calls, calls, 0.0, 0.0, seconds, 0L, 0L, List.of(peers));
    }

    @Test
    void aRowWaitsUntilUsageToo() {
        align.process("host-1", 42, -60);
        align.requests(0, 0, 10);
        align.requestsReadUntil(15);
        assertThat(align.rows()).isEmpty();

        align.usage(EntityKind.HOST, "host-1", 0, 1, 2.0);
        align.usageReadUntil(15);
        assertThat(align.rows()).singleElement().satisfies(row -> assertThat(row.getHost())
                .isNotNull());
    }

    @Test
    void usageThatComesLateMakesARevisionAndIsNotInTheFirstResult() {
        align.process("host-1", 42, -60);
        align.requests(0, 0, 10);
        align.usage(EntityKind.HOST, "host-1", 0, 1, 1.0);
        align.closeAt(15);
        align.usageStoredAt(EntityKind.HOST, "host-1", 1, 2, 3.0, 16);

        assertThat(align.rows())
                .extracting(LoadSample::getRevision, row -> row.getHost().getCpuCores())
                .containsExactly(tuple(0, 1.0), tuple(1, 2.0));
    }

    @Test
    void correctedSecondsMakeARevisionOfTheWholeWindow() {
        align.process("host-1", 42, -60);
        align.requests(0, 0, 10);
        align.requests(1, 0, 20);
        align.usage(EntityKind.HOST, "host-1", 0, 1, 1.0);
        align.closeAt(15);
        align.requests(1, 1, 25);

        assertThat(align.rows())
                .extracting(LoadSample::getRevision, row -> row.getCounts().getSpans(), row -> row.getHost()
                        .getCpuCores())
                .containsExactly(tuple(0, 30L, 1.0), tuple(1, 35L, 1.0));
    }

    @Test
    void secondsThatWereCorrectedBeforeTheCloseDoNotChangeTheFirstResult() {
        align.process("host-1", 42, -60);
        align.requests(0, 0, 10);
        align.requests(0, 1, 12);
        align.closeAt(15);

        assertThat(align.rows())
                .extracting(LoadSample::getRevision, row -> row.getCounts().getSpans())
                .containsExactly(tuple(0, 10L), tuple(1, 12L));
    }

    @Test
    void garbageOnItsTopicsGoesToTheDeadLetters() {
        align.storeBytes(Topic.REQUESTS, "x", new byte[] {1, 2, 3}, 1);
        align.storeBytes(Topic.USAGE, "x", new byte[0], 1);
        align.storeBytes(Topic.INVENTORY, "x", new byte[] {9}, 1);
        align.process("host-1", 42, -60);
        align.requests(0, 0, 10);
        align.closeAt(15);

        assertThat(align.deadLetters())
                .extracting(DeadLetter::getTopic)
                .containsExactly("loadmark.requests", "loadmark.usage");
        assertThat(align.rows()).hasSize(1);
    }

    @Test
    void eachFirstResultNamesTheWindowBeforeIt() {
        align.process("host-1", 42, -60);
        align.requests(0, 0, 10);
        align.requests(6, 0, 20);
        align.requests(21, 0, 30); // nothing for two windows
        align.closeAt(40);
        align.requests(6, 1, 21);

        assertThat(align.rows())
                .extracting(LoadSample::getRevision, LoadSample::getStartMicros, LoadSample::getPreviousMicros)
                .containsExactly(
                        tuple(0, micros(0), null),
                        tuple(0, micros(5), micros(0)),
                        tuple(0, micros(20), micros(5)),
                        tuple(1, micros(5), null));
    }
}
