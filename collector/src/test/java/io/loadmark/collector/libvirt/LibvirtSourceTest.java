package io.loadmark.collector.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.loadmark.collector.fixture.FakeClock;
import io.loadmark.collector.fixture.Hosts;
import io.loadmark.collector.fixture.RecordingSink;
import io.loadmark.collector.fixture.ScriptedLibvirt;
import io.loadmark.collector.fixture.Tree;
import io.loadmark.collector.fixture.Virsh;
import io.loadmark.collector.libvirt.connection.JobReport;
import io.loadmark.collector.libvirt.connection.Notice;
import io.loadmark.collector.libvirt.connection.Notices;
import io.loadmark.collector.sampling.Source;
import io.loadmark.runtime.config.Configuration;
import io.loadmark.schema.DomainSample;
import io.loadmark.schema.EntityState;
import io.loadmark.schema.Event;
import io.loadmark.schema.EventPhase;
import io.loadmark.schema.InventoryRecord;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wall clock of the host is that of QEMU's start in the captured tree, and stands still but for the tests. */
class LibvirtSourceTest {
    private static final UUID ONE = UUID.fromString("8c7f0a10-2222-4b6e-9a55-0000000000a2");
    private static final UUID TWO = UUID.fromString("8c7f0a10-1111-4b6e-9a55-0000000000a1");
    private static final String DOMSTATS = Virsh.text("libvirt/domstats.txt");
    private static final String XML = Virsh.text("libvirt/tuned.xml");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Ticks of the captured process's start. */
    private static final long QEMU_START = Hosts.BOOT_MICROS + 473_349 * 10_000L;

    private final FakeClock clock = new FakeClock(Hosts.NOW_MICROS);
    private final ScriptedLibvirt libvirt = new ScriptedLibvirt(clock);
    private final Notices notices = new Notices();
    private final RecordingSink sink = new RecordingSink();
    private final Tree tree;
    private final Source source;

    LibvirtSourceTest(@TempDir Path root) {
        tree = new Tree(root).with("libvirt/qemu.txt").write("sys/fs/cgroup/unified/cgroup.controllers", "");
        source = source("");
        libvirt.start(ONE, "guest2", 2, DOMSTATS, XML);
    }

    private Source source(String yaml) {
        var config = Configuration.reference()
                .with("test", "collector: {libvirt: {" + yaml + "}}")
                .section("collector", io.loadmark.collector.CollectorConfig.class)
                .libvirt();
        return new Libvirt(config, libvirt::connect, libvirt::connect, notices, clock)
                .source(tree.proc(), tree.sys(), PATIENCE, Hosts.HOST, OpenTelemetry.noop());
    }

    @AfterEach
    void close() {
        libvirt.hang(null);
        source.close();
    }

    private void round() throws IOException {
        source.read(sink);
        clock.advance(Duration.ofSeconds(1));
    }

    /** Rounds in which no time passes, until what other threads do has shown. */
    private void roundsUntil(BooleanSupplier shown) throws IOException {
        long start = System.nanoTime();
        while (!shown.getAsBoolean()) {
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(30));
            Thread.onSpinWait();
            source.read(sink);
        }
    }

    private DomainSample last(UUID domain) {
        return sink.all(DomainSample.class).stream()
                .filter(sample -> sample.getDomainId().equals(domain.toString()))
                .reduce((one, other) -> other)
                .orElseThrow();
    }

    @Test
    void theFirstRoundTellsEverythingOfADomain() throws IOException {
        round();
        var sample = last(ONE);
        assertThat(sample.getName()).isEqualTo("guest2");
        assertThat(sample.getLibvirtId()).isEqualTo(2);
        assertThat(sample.getStartMicros()).isEqualTo(QEMU_START);
        assertThat(sample.getShapeMicros()).isEqualTo(QEMU_START);
        assertThat(sample.getVcpus())
                .extracting("timeMicros", "delayMicros", "throttledMicros", "threadId")
                .containsExactly(tuple(2_500_000L, 5_425_707L, 0L, 399L), tuple(1_610_000L, 2_886_153L, 0L, 400L));
        assertThat(sample.getCgroupPath()).isEqualTo("/machine/qemu-2-guest2.libvirt-qemu");
        assertThat(sample.getThrottledMicros()).isZero();
        assertThat(sample.getVcpuQuotaMicros()).isEqualTo(40_000);
        assertThat(sample.getEntitlementCores()).isEqualTo(0.8); // two vCPUs, each 40 % of a core
        assertThat(sample.getMemory().getUsableBytes()).isNotNull();
        assertThat(sample.getDisks()).singleElement().satisfies(disk -> {
            assertThat(disk.getName()).isEqualTo("vda");
            assertThat(disk.getReads()).isEqualTo(35);
        });
        assertThat(sample.getInterfaces()).singleElement().satisfies(nic -> assertThat(nic.getReceivedBytes())
                .isEqualTo(1462));
        assertThat(sample.getStale()).isFalse();
        assertThat(sample.getMissing()).isEmpty();
        assertThat(sink.all(InventoryRecord.class)).singleElement().satisfies(record -> {
            assertThat(record.getEntityId()).isEqualTo(ONE.toString());
            assertThat(record.getValidFromMicros()).isEqualTo(QEMU_START);
            assertThat(record.getDomain().getPid()).isEqualTo(393);
            assertThat(record.getDomain().getVcpus()).isEqualTo(2);
        });
        assertThat(sink.all(Event.class)).isEmpty();
    }

    @Test
    void theRateSetForAnInterfaceGoesWithItsCounters() throws IOException {
        String limited =
                "<target dev='vnet1'/><bandwidth><inbound average='1000'/><outbound average='2000'/></bandwidth>";
        libvirt.start(TWO, "guest1", 1, DOMSTATS, XML.replace("<target dev='vnet1'/>", limited));
        round();
        assertThat(last(TWO).getInterfaces()).singleElement().satisfies(nic -> {
            assertThat(nic.getReceiveLimitBytesPerSecond()).isEqualTo(1_024_000);
            assertThat(nic.getSendLimitBytesPerSecond()).isEqualTo(2_048_000);
        });
        assertThat(last(ONE).getInterfaces()).singleElement().satisfies(nic -> assertThat(
                        nic.getReceiveLimitBytesPerSecond())
                .isNull());
    }

    @Test
    void disksAndMemoryAreRepeatedUntilTheyAreReadAgainWithTheClockOfTheirReading() throws IOException {
        round();
        long readNanos = last(ONE).getBlockReadNanos();
        for (int i = 0; i < 9; i++) round();
        assertThat(last(ONE).getBlockReadNanos()).isEqualTo(readNanos);
        assertThat(last(ONE).getNetworkReadNanos()).isGreaterThan(readNanos);

        roundsUntil(() -> last(ONE).getBlockReadNanos() != readNanos);
        assertThat(last(ONE).getMemory().getReadNanos()).isEqualTo(last(ONE).getBlockReadNanos());
    }

    @Test
    void aQemuThatHangsIsMarkedAndAllOthersAreOnTime() throws IOException {
        libvirt.start(TWO, "guest1", 1, DOMSTATS, XML);
        round();
        long before = last(TWO).getBlockReadNanos();
        libvirt.hang(TWO);
        for (int i = 0; i < 9; i++) round();
        source.read(sink); // the slow call starts, and hangs
        for (int i = 0; i < 5; i++) {
            sink.clear();
            round();
            assertThat(sink.all(DomainSample.class))
                    .as("CPU and network at second %d", i)
                    .hasSize(2);
        }

        roundsUntil(() -> last(TWO).getStale());
        assertThat(last(TWO).getMissing()).containsExactly("balloon", "block");
        assertThat(last(TWO).getBlockReadNanos()).isEqualTo(before);
        assertThat(last(ONE).getStale()).isFalse();
        assertThat(last(ONE).getBlockReadNanos()).isGreaterThan(before);

        for (int i = 0; i < 41; i++) round();
        assertThat(last(TWO).getDisks()).as("too old to be repeated").isEmpty();
        assertThat(last(TWO).getVcpus()).hasSize(2);

        libvirt.hang(null);
        clock.advance(Duration.ofSeconds(10));
        roundsUntil(() -> !last(TWO).getStale());
        assertThat(last(TWO).getDisks()).hasSize(1);
    }

    @Test
    void aDaemonThatIsKilledFailsTheRoundAndEndsNoDomain() throws IOException {
        round();
        libvirt.refuse("connection refused");
        assertThatThrownBy(() -> source.read(sink)).hasMessage("the socket is closed");
        assertThatThrownBy(() -> source.read(sink)).hasMessage("connection refused");
        libvirt.refuse(null);
        round();

        assertThat(sink.all(DomainSample.class))
                .hasSize(2)
                .extracting(DomainSample::getStartMicros)
                .containsOnly(QEMU_START);
        assertThat(sink.all(InventoryRecord.class)).hasSize(1);
        assertThat(sink.all(Event.class)).isEmpty();
    }

    @Test
    void aDomainThatIsGoneLeavesATombstoneAndAnEventThoughNobodyTold() throws IOException {
        round();
        libvirt.stop(ONE);
        for (int i = 0; i < 5; i++) round();

        assertThat(sink.all(InventoryRecord.class))
                .extracting(InventoryRecord::getState)
                .containsExactly(EntityState.PRESENT, EntityState.GONE);
        assertThat(sink.all(Event.class))
                .extracting(Event::getName, Event::getDetail, Event::getEntityName)
                .containsExactly(tuple("stopped", "seen", "guest2"));
    }

    @Test
    void aRestartBeginsAnotherLifeAndWhatIsToldIsNotToldTwice() throws IOException {
        round();
        notices.add(new Notice.Lifecycle(ONE, "guest2", clock.wallMicros(), "stopped", "saved"));
        notices.add(new Notice.Lifecycle(ONE, "guest2", clock.wallMicros(), "started", "restored"));
        tree.remove("proc/393");
        libvirt.start(ONE, "guest2", 3, DOMSTATS, XML);
        long restarted = clock.wallMicros();
        roundsUntil(() -> sink.all(InventoryRecord.class).size() == 2);
        for (int i = 0; i < 6; i++) round();

        assertThat(last(ONE).getStartMicros()).isEqualTo(restarted);
        assertThat(last(ONE).getCgroupPath()).isNull();
        assertThat(sink.all(InventoryRecord.class))
                .extracting(InventoryRecord::getValidFromMicros, InventoryRecord::getState)
                .containsExactly(tuple(QEMU_START, EntityState.PRESENT), tuple(restarted, EntityState.PRESENT));
        assertThat(sink.all(Event.class))
                .extracting(Event::getName, Event::getDetail)
                .containsExactly(tuple("stopped", "saved"), tuple("started", "restored"));
    }

    @Test
    void aDomainThatIsMigratedHereIsHereOnlyWhenItRunsHere() throws IOException {
        libvirt.stop(ONE);
        round();
        String incoming =
                DOMSTATS.replace("state.state=1", "state.state=3").replace("state.reason=1", "state.reason=2");
        libvirt.start(ONE, "guest2", 4, incoming, XML);
        for (int i = 0; i < 3; i++) round();
        assertThat(sink.all(InventoryRecord.class)).isEmpty();

        libvirt.domstats(ONE, DOMSTATS);
        long arrived = clock.wallMicros();
        roundsUntil(() -> !sink.all(InventoryRecord.class).isEmpty());
        assertThat(sink.all(InventoryRecord.class))
                .extracting(InventoryRecord::getValidFromMicros)
                .containsExactly(arrived);
        assertThat(last(ONE).getStartMicros()).isEqualTo(QEMU_START);
    }

    @Test
    void aNewDomainOfAnOldNameIsAnotherEntity() throws IOException {
        round();
        libvirt.stop(ONE);
        libvirt.start(TWO, "guest2", 3, DOMSTATS, XML);
        round();
        roundsUntil(() -> sink.all(InventoryRecord.class).size() == 3);
        assertThat(sink.all(InventoryRecord.class))
                .extracting(InventoryRecord::getEntityId, InventoryRecord::getState)
                .containsExactlyInAnyOrder(
                        tuple(ONE.toString(), EntityState.PRESENT),
                        tuple(ONE.toString(), EntityState.GONE),
                        tuple(TWO.toString(), EntityState.PRESENT));
    }

    @Test
    void aRebootIsRememberedForTheGuestsOwnCounters() throws IOException {
        round();
        notices.add(new Notice.Lifecycle(ONE, "guest2", 42, "rebooted", ""));
        round();
        round();
        assertThat(last(ONE).getRebootMicros()).isEqualTo(42);
        assertThat(last(ONE).getStartMicros()).isEqualTo(QEMU_START);
    }

    @Test
    void aLiveChangeIsAnEventAndAnotherVersionOfTheInventory() throws IOException {
        round();
        libvirt.xml(ONE, XML.replace("<quota>40000</quota>", "<quota>20000</quota>"));
        notices.add(new Notice.Changed(ONE, clock.wallMicros()));
        round();
        long changed = clock.wallMicros();
        roundsUntil(() -> sink.all(InventoryRecord.class).size() == 2);

        assertThat(sink.all(Event.class))
                .extracting(Event::getName, Event::getDetail)
                .containsExactly(tuple("vcpu-quota", "40000/100000 µs → 20000/100000 µs"));
        assertThat(last(ONE).getShapeMicros()).isEqualTo(changed);
        assertThat(last(ONE).getEntitlementCores()).isEqualTo(0.4);
    }

    @Test
    void aJobIsASpanOfTimeFromItsStartToItsEnd() throws IOException {
        round();
        clock.advance(Duration.ofSeconds(10));
        libvirt.job(ONE, new JobReport(true, 9, 4_000));
        long seen = clock.wallMicros();
        roundsUntil(() -> !sink.all(Event.class).isEmpty());
        libvirt.job(ONE, JobReport.NONE);
        clock.advance(Duration.ofSeconds(10));
        roundsUntil(() -> sink.all(Event.class).size() == 2);

        assertThat(sink.all(Event.class))
                .extracting(Event::getName, Event::getPhase, Event::getStartMicros, Event::getOutcome)
                .containsExactly(
                        tuple("backup", EventPhase.START, seen - 4_000_000, null),
                        tuple("backup", EventPhase.END, seen - 4_000_000, "ended"));
        assertThat(sink.all(Event.class))
                .extracting(Event::getSpanId)
                .hasSize(2)
                .doesNotContainNull();
    }

    @Test
    void whereLibvirtIsOnlyWantedIfItIsThereItsAbsenceIsNormalUntilItWasSeen() throws IOException {
        libvirt.refuse("not installed");
        assertThat(source.read(sink)).isEqualTo(new Source.Round(0, 0, 0));
        libvirt.refuse(null);
        assertThat(source.read(sink).samples()).as("looked for once a minute").isZero();
        clock.advance(Duration.ofMinutes(1));
        assertThat(source.read(sink).samples()).isEqualTo(1);

        libvirt.refuse("gone");
        assertThatThrownBy(() -> source.read(sink)).isInstanceOf(IOException.class);
    }

    @Test
    void whereLibvirtIsWantedItsAbsenceIsAFault() throws IOException {
        libvirt.refuse("not installed");
        try (var wanted = source("enabled: true")) {
            assertThatThrownBy(() -> wanted.read(sink)).hasMessage("not installed");
        }
    }

    @Test
    void moreDomainsThanTheLimitAreCounted() throws IOException {
        libvirt.start(TWO, "guest1", 1, DOMSTATS, XML);
        try (var limited = source("limit: 1")) {
            assertThat(limited.read(sink)).isEqualTo(new Source.Round(1, 0, 1));
        }
    }

    @Test
    void theDomainsOfAnotherHostAreSampledInItsName() throws IOException {
        try (var remote = source("uri: 'qemu+tls://metal-7/system', host-id: metal-7")) {
            remote.read(sink);
        }
        var sample = last(ONE);
        assertThat(sample.getStamp().getHostId()).isEqualTo("metal-7");
        assertThat(sample.getCgroupPath())
                .as("a process of this host is not its")
                .isNull();
        assertThat(sink.keys()).allMatch(key -> key.startsWith("acme/metal-7"));
    }

    @Test
    void aDomainThatIsShutOffHasNoCpuTime() throws IOException {
        libvirt.domstats(ONE, DOMSTATS.replace("state.state=1", "state.state=5"));
        round();
        assertThat(last(ONE).getCpuMicros()).isNull();
        assertThat(last(ONE).getVcpus()).isEmpty();
    }

    @Test
    void withoutSchedulerStatisticsThereIsNoDelayRatherThanNone() throws IOException {
        libvirt.domstats(ONE, DOMSTATS.replaceAll("delay=\\d+", "delay=0"));
        tree.remove("proc/393");
        round();
        assertThat(last(ONE).getVcpus()).extracting("delayMicros").containsOnlyNulls();
    }

    @Test
    void whereLibvirtTellsNoDelayTheKernelDoes() throws IOException {
        libvirt.domstats(ONE, DOMSTATS.replaceAll("(?m)^.*delay=.*$", ""));
        round();
        assertThat(last(ONE).getVcpus().get(1).getDelayMicros()).isEqualTo(2_904_429);
    }
}
