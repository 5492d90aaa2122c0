package io.loadmark.collector.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.collector.CollectorConfig;
import io.loadmark.collector.fixture.Hosts;
import io.loadmark.collector.fixture.RecordingSink;
import io.loadmark.collector.identity.HostClock;
import io.loadmark.collector.identity.HostIdentity;
import io.loadmark.collector.identity.IdentityReader;
import io.loadmark.collector.logfile.LogFileSource;
import io.loadmark.collector.sampling.Source;
import io.loadmark.runtime.config.Configuration;
import io.loadmark.schema.DomainSample;
import io.loadmark.schema.EntityState;
import io.loadmark.schema.Event;
import io.loadmark.schema.EventType;
import io.loadmark.schema.InventoryRecord;
import io.loadmark.schema.VcpuCounters;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The source beside two real guests under software emulation, what is done to them, and to their daemon. Needs root, a few
 * Debian packages and two minutes; skipped aloud unless REQUIRE_GUESTS is 1, as {@code .ci/run} sets it. What is waited for
 * are samples that show something; how long that takes depends on the machine.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES) // each; they take seconds
class GuestsTest {
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int MOST_TICKS = 90;

    private static @Nullable Guests guests;
    private static @Nullable Source source;
    private static @Nullable LogFileSource logs;
    private static final RecordingSink SINK = new RecordingSink();
    private static final HostClock CLOCK = HostClock.system();

    @BeforeAll
    static void boot(@TempDir Path directory) throws IOException {
        if (!"1".equals(System.getenv("REQUIRE_GUESTS"))) {
            String skipped = "SKIPPED, no real guests are tested: set REQUIRE_GUESTS=1, as root on Debian with what"
                    + " collector/src/test/guests/guests needs";
            System.err.println(skipped);
            Assumptions.abort(skipped);
        }
        guests = new Guests(directory);
        var config = Configuration.reference()
                .with(
                        "test",
                        "collector: {libvirt: {enabled: true, uri: '" + guests.uri()
                                + "', slow-interval: 1s, inventory-interval: 5s, call-deadline: 3s},"
                                + " log-files: {paths: ['" + guests.qemuLogs() + "']}}")
                .section("collector", CollectorConfig.class);
        logs = new LogFileSource(config.logFiles(), host(config), CLOCK);
        source = Libvirt.source(
                config.libvirt(), config.proc(), config.sys(), TICK, host(config), CLOCK, OpenTelemetry.noop());
    }

    /** This host, so that processes have started when they did. */
    private static HostIdentity host(CollectorConfig config) {
        return new IdentityReader(config.proc(), config.sys(), Path.of("/etc")).read(Hosts.HOST.tenant(), "this");
    }

    @AfterAll
    static void end() throws IOException {
        if (source != null) source.close();
        if (logs != null) logs.close();
        if (guests != null) guests.close();
    }

    private static Guests guests() {
        return Objects.requireNonNull(guests);
    }

    private static Source source() {
        return Objects.requireNonNull(source);
    }

    /** The samples of one round, a tick after the one before; none if it failed. */
    private static List<DomainSample> round() {
        try {
            CLOCK.sleep(TICK);
            int before = SINK.all(DomainSample.class).size();
            source().read(SINK);
            Objects.requireNonNull(logs).read(SINK);
            var all = SINK.all(DomainSample.class);
            return all.subList(before, all.size());
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static DomainSample of(String uuid, List<DomainSample> samples) {
        return samples.stream()
                .filter(sample -> sample.getDomainId().equals(uuid))
                .findFirst()
                .orElseThrow();
    }

    private static boolean has(String uuid, List<DomainSample> samples, Predicate<DomainSample> what) {
        return samples.stream().anyMatch(sample -> sample.getDomainId().equals(uuid) && what.test(sample));
    }

    /** Rounds until one shows something. */
    private static List<DomainSample> roundsUntil(String what, Predicate<List<DomainSample>> shows) {
        for (int i = 0; i < MOST_TICKS; i++) {
            var samples = round();
            if (shows.test(samples)) return samples;
        }
        throw new AssertionError("not seen within " + MOST_TICKS + " ticks: " + what);
    }

    @Test
    @Order(1)
    void bothAreSampledWithTheirThreadsMemoryAndPlaceInTheInventory() throws IOException {
        var samples = roundsUntil(
                "both, with what their balloon drivers report",
                now -> has(Guests.ONE_UUID, now, GuestsTest::isComplete)
                        && has(Guests.TWO_UUID, now, GuestsTest::isComplete));
        var two = of(Guests.TWO_UUID, samples);
        assertThat(two.getVcpus()).hasSize(2).allSatisfy(vcpu -> {
            assertThat(vcpu.getTimeMicros()).isPositive();
            assertThat(vcpu.getDelayMicros()).isPositive();
            assertThat(vcpu.getThrottledMicros()).isZero();
            assertThat(vcpu.getThreadId()).isPositive();
        });
        assertThat(two.getMemory().getUsableBytes())
                .isBetween(1L, two.getMemory().getAvailableBytes());
        assertThat(two.getDisks()).singleElement().satisfies(disk -> assertThat(disk.getWrittenBytes())
                .isEqualTo(4 << 20));
        assertThat(two.getInterfaces()).hasSize(1);
        assertThat(two.getCgroupPath()).contains(Guests.TWO);

        assertThat(SINK.all(InventoryRecord.class))
                .extracting(InventoryRecord::getEntityId)
                .contains(Guests.ONE_UUID, Guests.TWO_UUID);
        assertThat(guests().console(Guests.ONE))
                .as("the guest knows itself by DMI")
                .contains("GUEST-DMI " + Guests.ONE_UUID);
    }

    private static boolean isComplete(DomainSample sample) {
        var memory = sample.getMemory();
        return memory != null
                && memory.getUsableBytes() != null
                && sample.getShapeMicros() != null
                && sample.getMissing().isEmpty();
    }

    /** What a guest's vCPUs got, waited and were throttled between two samples, in seconds a second. */
    private record Second(double used, double delay, double throttled) {
        static Second between(DomainSample from, DomainSample to) {
            double micros = (to.getStamp().getMonotonicNanos() - from.getStamp().getMonotonicNanos()) / 1e3;
            return new Second(
                    (sum(to, VcpuCounters::getTimeMicros) - sum(from, VcpuCounters::getTimeMicros)) / micros,
                    (sum(to, VcpuCounters::getDelayMicros) - sum(from, VcpuCounters::getDelayMicros)) / micros,
                    (sum(to, VcpuCounters::getThrottledMicros) - sum(from, VcpuCounters::getThrottledMicros)) / micros);
        }

        private static long sum(DomainSample sample, ToLongFunction<VcpuCounters> counter) {
            return sample.getVcpus().stream().mapToLong(counter).sum();
        }

        double steal() {
            return Math.max(0, delay - throttled);
        }

        void print(String situation, String guest) {
            System.out.printf(
                    Locale.ROOT,
                    "  %-34s %-9s used %.2f  delay %.2f  throttled %.2f  steal %.2f%n",
                    situation,
                    guest,
                    used,
                    delay,
                    throttled,
                    steal());
        }
    }

    private static Second[] measure(String situation) {
        var from = roundsUntil("both", samples -> samples.size() == 2);
        for (int i = 0; i < 4; i++) round();
        var to = roundsUntil("both", samples -> samples.size() == 2);
        var one = Second.between(of(Guests.ONE_UUID, from), of(Guests.ONE_UUID, to));
        var two = Second.between(of(Guests.TWO_UUID, from), of(Guests.TWO_UUID, to));
        one.print(situation, Guests.ONE);
        two.print(situation, Guests.TWO);
        return new Second[] {one, two};
    }

    @Test
    @Order(2)
    void aNoisyNeighbourIsToldFromOnesOwnQuota() throws IOException {
        guests().virsh("vcpupin", Guests.ONE, "0", "0");
        for (String vcpu : List.of("0", "1")) guests().virsh("vcpupin", Guests.TWO, vcpu, "0");
        measure("idle");
        var untuned = tuning();
        guests().burn(Guests.ONE);
        measure("guest 1 computes");
        guests().burn(Guests.TWO);
        var both = measure("both compute on one CPU");
        guests().virsh("schedinfo", Guests.ONE, "--live", "--set", "vcpu_quota=2000");
        var limited = measure("guest 1 under a quota of 2 %");
        roundsUntil("another tuning in the inventory", samples -> !tuning().equals(untuned));
        guests().virsh("schedinfo", Guests.ONE, "--live", "--set", "vcpu_quota=-1");
        roundsUntil("the change back", samples -> changes("vcpu-quota") >= 2);
        roundsUntil("the tuning that it had", samples -> tuning().equals(untuned));
        for (String name : List.of(Guests.ONE, Guests.TWO)) guests().rest(name);
        measure("at rest again");

        // Each wants the whole CPU and gets a part of it: the rest is the neighbour's.
        assertThat(both[0].steal()).isGreaterThan(0.25);
        assertThat(both[1].steal()).isGreaterThan(0.25);
        assertThat(both[0].throttled()).isZero();
        // Most of what guest 1 waits for is its own quota now.
        assertThat(limited[0].used()).isLessThan(0.1);
        assertThat(limited[0].throttled()).isGreaterThan(0.3);
        assertThat(limited[0].steal()).isLessThan(limited[0].delay() - 0.3);
        assertThat(limited[1].throttled()).isZero();
    }

    /** How the inventory says that guest 1 is run. */
    private static Optional<String> tuning() {
        return SINK.all(InventoryRecord.class).stream()
                .filter(record -> record.getEntityId().equals(Guests.ONE_UUID))
                .reduce((before, after) -> after)
                .map(record -> record.getDomain().getTuning());
    }

    private static long changes(String name) {
        return SINK.all(Event.class).stream()
                .filter(event -> event.getName().equals(name))
                .count();
    }

    @Test
    @Order(3)
    void aQemuThatStandsStillIsMarkedAndTheOtherIsOnTime() throws IOException {
        String pid = SINK.all(InventoryRecord.class).stream()
                .filter(record -> record.getEntityId().equals(Guests.ONE_UUID))
                .map(record -> Long.toString(record.getDomain().getPid()))
                .findFirst()
                .orElseThrow();
        guests().signal("STOP", pid);
        try {
            var samples = roundsUntil(
                    "its mark, and none on the other",
                    now -> has(Guests.ONE_UUID, now, DomainSample::getStale)
                            && has(Guests.TWO_UUID, now, sample -> !sample.getStale()));
            assertThat(of(Guests.ONE_UUID, samples).getMissing()).contains("block");
            long read = of(Guests.TWO_UUID, samples).getBlockReadNanos();
            var later = roundsUntil(
                    "the other's disks again", now -> has(Guests.TWO_UUID, now, s -> s.getBlockReadNanos() > read));
            assertThat(of(Guests.TWO_UUID, later).getStale()).isFalse();
            assertThat(of(Guests.ONE_UUID, later).getVcpus())
                    .as("CPU is known without QEMU")
                    .isNotEmpty();
        } finally {
            guests().signal("CONT", pid);
        }
        roundsUntil("its recovery", now -> has(Guests.ONE_UUID, now, sample -> !sample.getStale()));
    }

    @Test
    @Order(4)
    void aDaemonThatIsKilledAndStartedAgainEndsNoDomain() throws IOException {
        long inventory = SINK.all(InventoryRecord.class).size();
        var before = of(Guests.ONE_UUID, roundsUntil("both", samples -> samples.size() == 2));
        guests().killDaemon();
        roundsUntil("a round that fails", List::isEmpty);
        guests().startDaemon();

        var after = of(Guests.ONE_UUID, roundsUntil("both", samples -> samples.size() == 2));
        assertThat(after.getStartMicros()).isEqualTo(before.getStartMicros());
        assertThat(after.getLibvirtId()).isEqualTo(before.getLibvirtId());
        assertThat(after.getCpuMicros()).isGreaterThanOrEqualTo(before.getCpuMicros());
        for (int i = 0; i < 5; i++) round();
        assertThat(SINK.all(InventoryRecord.class).stream().skip(inventory))
                .noneMatch(record -> record.getState() == EntityState.GONE);
        assertThat(changes("stopped")).isZero();
    }

    @Test
    @Order(5)
    void aRestartIsAnotherLifeWithItsEventsAndATombstone() throws IOException {
        var before = of(Guests.TWO_UUID, roundsUntil("both", samples -> samples.size() == 2));
        guests().virsh("destroy", Guests.TWO);
        roundsUntil("its end", samples -> samples.size() == 1 && changes("stopped") == 1);
        guests().virsh("start", Guests.TWO);
        var after = of(
                Guests.TWO_UUID, roundsUntil("its start", samples -> samples.size() == 2 && changes("started") == 1));

        assertThat(after.getStartMicros()).isGreaterThan(before.getStartMicros());
        assertThat(after.getLibvirtId()).isNotEqualTo(before.getLibvirtId());
        assertThat(SINK.all(InventoryRecord.class))
                .filteredOn(record -> record.getEntityId().equals(Guests.TWO_UUID))
                .extracting(InventoryRecord::getState)
                .contains(EntityState.GONE);
        assertThat(SINK.all(Event.class))
                .filteredOn(event ->
                        event.getName().equals("stopped") || event.getName().equals("started"))
                .extracting(Event::getDetail)
                .containsExactly("destroyed", "booted");

        roundsUntil("what its QEMU said last", samples -> changes("qemu-terminated") == 1);
        assertThat(SINK.all(Event.class))
                .filteredOn(event -> event.getName().equals("qemu-terminated"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getType()).isEqualTo(EventType.LOG);
                    assertThat(event.getEntityId()).isEqualTo(Guests.TWO_UUID);
                    assertThat(event.getDetail()).contains("terminating on signal 15");
                });
    }
}
