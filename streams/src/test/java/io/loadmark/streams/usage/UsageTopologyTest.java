package io.loadmark.streams.usage;

import static io.loadmark.streams.TopologyHarness.TENANT;
import static io.loadmark.streams.TopologyHarness.micros;
import static io.loadmark.streams.TopologyHarness.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.CgroupHierarchy;
import io.loadmark.schema.CgroupSample;
import io.loadmark.schema.CpuTimes;
import io.loadmark.schema.DeadLetter;
import io.loadmark.schema.HostSample;
import io.loadmark.schema.LayerLoad;
import io.loadmark.schema.NicCounters;
import io.loadmark.schema.ProcessSample;
import io.loadmark.schema.Stamp;
import io.loadmark.schema.Usage;
import io.loadmark.schema.Watermark;
import io.loadmark.schemas.Key;
import io.loadmark.streams.TopologyHarness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageTopologyTest {
    private static final String HOST = "host-1";

    private TopologyHarness topology;

    @BeforeEach
    void start(@TempDir Path stateDir) {
        topology = new TopologyHarness(progress -> new UsageTopology(settings(), progress).get(), stateDir);
    }

    @AfterEach
    void stop() {
        topology.close();
    }

    @Test
    void ratesDivideByTheMonotonicIntervalNotByTheWallClock() {
        cgroup(group(stamp(0, 0.0), 1).setUsageMicros(1_000_000L));
        cgroup(group(stamp(0.5, 2.0), 1).setUsageMicros(2_000_000L)); // the wall clock was set back by 1.5 s

        assertThat(usages()).singleElement().satisfies(u -> {
            assertThat(u.getLoad().getSeconds()).isEqualTo(2);
            assertThat(u.getLoad().getCpuCores()).isEqualTo(0.5);
        });
    }

    @Test
    void throttlingAndQuotaAreOfTheInterval() {
        cgroup(group(stamp(0, 0.0), 1).setPeriods(10L).setThrottledPeriods(5L).setThrottledMicros(0L));
        cgroup(group(stamp(1, 1.0), 1)
                .setPeriods(20L)
                .setThrottledPeriods(8L)
                .setThrottledMicros(250_000L)
                .setQuotaMicros(40_000L)
                .setPeriodMicros(100_000L));

        var load = usages().get(0).getLoad();
        assertThat(load.getThrottledPeriodRatio()).isCloseTo(0.3, within(1e-12));
        assertThat(load.getThrottledCores()).isCloseTo(0.25, within(1e-12));
        assertThat(load.getQuotaCores()).isCloseTo(0.4, within(1e-12));
        assertThat(load.getCpuCores()).isNull();
    }

    @Test
    void partOfThePageCacheCountsAsUsed() {
        cgroup(group(stamp(0, 0.0), 1));
        cgroup(group(stamp(1, 1.0), 1)
                .setMemoryCurrentBytes(1000L)
                .setFileBytes(500L)
                .setShmemBytes(100L)
                .setSlabReclaimableBytes(50L));

        // reclaimable: 500 − 100 + 50; 40 % of it counts
        assertThat(usages().get(0).getLoad().getMemoryUsedBytes()).isCloseTo(1000 - 450 + 0.4 * 450, within(1e-9));
    }

    @Test
    void ofAVirtualMachinesGroupAllMemoryCounts() {
        cgroup(group(stamp(0, 0.0), 1));
        cgroup(group(stamp(1, 1.0), 1)
                .setDomainName("vm-1")
                .setMemoryCurrentBytes(1000L)
                .setFileBytes(500L)
                .setLoadAverage1(0.75));

        var load = usages().get(0).getLoad();
        assertThat(load.getMemoryUsedBytes()).isEqualTo(1000);
        assertThat(load.getLoadAverage1()).isEqualTo(0.75);
    }

    @Test
    void aRebootAndANewGroupOfTheSamePathStartAnEpochWithoutARate() {
        cgroup(group(stamp(0, 100.0), 1).setUsageMicros(9_000_000L));
        cgroup(group(stamp("boot-2", 5, 3.0), 1).setUsageMicros(10L));
        cgroup(group(stamp("boot-2", 6, 4.0), 2).setUsageMicros(0L));
        cgroup(group(stamp("boot-2", 7, 5.0), 2).setUsageMicros(1_000_000L));

        assertThat(usages())
                .singleElement()
                .satisfies(u -> assertThat(u.getLoad().getCpuCores()).isEqualTo(1.0));
    }

    @Test
    void aCounterThatWentBackwardsIsAbsentNotNegative() {
        cgroup(group(stamp(0, 0.0), 1).setUsageMicros(500L).setReadBytes(100L));
        cgroup(group(stamp(1, 1.0), 1).setUsageMicros(400L).setReadBytes(300L));

        var load = usages().get(0).getLoad();
        assertThat(load.getCpuCores()).isNull();
        assertThat(load.getReadBytesPerSecond()).isEqualTo(200);
    }

    @Test
    void aSampleThatComesAgainGivesNothing() {
        cgroup(group(stamp(0, 0.0), 1).setUsageMicros(0L));
        cgroup(group(stamp(1, 1.0), 1).setUsageMicros(1000L));
        cgroup(group(stamp(1, 1.0), 1).setUsageMicros(1000L));
        cgroup(group(stamp(0, 0.0), 1).setUsageMicros(0L));

        assertThat(usages()).hasSize(1);
    }

    @Test
    void whatIsReadLessOftenGivesRatesOverTheTimeBetweenItsOwnReadings() {
        cgroup(group(stamp(0, 0.0), 1).setSlowReadNanos(0L).setUsageMicros(0L).setReadBytes(100L));
        cgroup(group(stamp(1, 1.0), 1)
                .setSlowReadNanos(0L)
                .setUsageMicros(500_000L)
                .setReadBytes(100L)
                .setPids(3L));
        cgroup(group(stamp(2, 2.0), 1)
                .setSlowReadNanos(2_000_000_000L)
                .setUsageMicros(1_000_000L)
                .setReadBytes(300L));

        var loads = usages().stream().map(Usage::getLoad).toList();
        assertThat(loads).extracting(LayerLoad::getReadBytesPerSecond).containsExactly(null, 100.0);
        assertThat(loads).extracting(LayerLoad::getCpuCores).containsExactly(0.5, 0.5);
        assertThat(loads.get(0).getThreads()).isEqualTo(3);
    }

    @Test
    void hostLoadLeavesOutLoopbackAndIdleTime() {
        host(hostSample(stamp(0, 0.0), 0, 0), 0);
        host(hostSample(stamp(1, 1.0), 1_500_000, 1000), 1);

        var load = usages().get(0).getLoad();
        assertThat(load.getCpuCores()).isCloseTo(1.5, within(1e-12));
        assertThat(load.getEntitlementCores()).isEqualTo(4);
        assertThat(load.getReceivedBytesPerSecond()).isEqualTo(1000);
    }

    @Test
    void processesAreKeptApartByPidAndStart() {
        process(new ProcessSampleAt(stamp(0, 0.0), 42, 7).micros(0));
        process(new ProcessSampleAt(stamp(1, 1.0), 42, 8).micros(900_000));
        process(new ProcessSampleAt(stamp(2, 2.0), 42, 8).micros(1_000_000));

        assertThat(usages()).singleElement().satisfies(u -> {
            assertThat(u.getEntityId()).isEqualTo("42@8");
            assertThat(u.getLoad().getCpuCores()).isCloseTo(0.1, within(1e-12));
        });
    }

    @Test
    void theWatermarkIsTheLeastOfTheInputsAndNeedsEachToBeReadToItsEnd() {
        cgroup(group(stamp(0, 0.0), 1));
        topology.passTime(Duration.ofHours(1));
        assertThat(topology.written(Topic.USAGE, Watermark.class)).isEmpty();

        topology.readToEnd(3);
        assertThat(topology.written(Topic.USAGE, Watermark.class))
                .extracting(Watermark::getAtMicros)
                .containsExactly(micros(3));
    }

    @Test
    void garbageAndClocksAheadGoToTheDeadLettersAndTheStreamGoesOn() {
        topology.store(Topic.HOST, "x", new byte[] {1}, 0);
        topology.store(Topic.PROCESS, "x", new byte[0], 0);
        cgroup(group(stamp(0, 0.0), 1).setUsageMicros(0L));
        topology.store(Topic.CGROUP, "x", group(stamp(7200, 7200.0), 1).build(), 1);
        cgroup(group(stamp(1, 1.0), 1).setUsageMicros(1000L));

        assertThat(topology.written(Topic.DEAD_LETTERS, DeadLetter.class))
                .extracting(DeadLetter::getTopic)
                .containsExactly("loadmark.host", "loadmark.process", "loadmark.cgroup");
        assertThat(usages()).hasSize(1);
    }

    private record ProcessSampleAt(Stamp stamp, long pid, long start) {
        ProcessSample micros(long user) {
            return ProcessSample.newBuilder()
                    .setStamp(stamp)
                    .setPid(pid)
                    .setStartMicros(start)
                    .setCommand("java")
                    .setState("S")
                    .setUserMicros(user)
                    .setSystemMicros(0L)
                    .build();
        }
    }

    private static Stamp stamp(double at, double monotonic) {
        return stamp("boot-1", at, monotonic);
    }

    private static Stamp stamp(String boot, double at, double monotonic) {
        return new Stamp(TENANT, HOST, boot, micros(at), Math.round(monotonic * 1e9));
    }

    private static CgroupSample.Builder group(Stamp stamp, long created) {
        return CgroupSample.newBuilder()
                .setStamp(stamp)
                .setPath("/shop/checkout")
                .setCreatedMicros(created)
                .setHierarchy(CgroupHierarchy.V2);
    }

    private static HostSample hostSample(Stamp stamp, long busy, long bytes) {
        return HostSample.newBuilder()
                .setStamp(stamp)
                .setHostName("one")
                .setOnlineCpus(4)
                .setCpu(new CpuTimes(busy, 0L, 0L, busy * 3, 0L, 0L, 0L, 0L, 0L))
                .setNics(List.of(nic("eth0", bytes), nic("lo", bytes * 100)))
                .build();
    }

    private static NicCounters nic(String name, long bytes) {
        return new NicCounters(name, bytes, 0L, 0L, 0L, 0L, 0L, 0L, 0L, null);
    }

    private void cgroup(CgroupSample.Builder sample) {
        var built = sample.build();
        double stored = (built.getStamp().getAtMicros() - micros(0)) / 1e6;
        topology.store(Topic.CGROUP, Key.host(TENANT, HOST), built, stored);
    }

    private void host(HostSample sample, double stored) {
        topology.store(Topic.HOST, Key.host(TENANT, HOST), sample, stored);
    }

    private void process(ProcessSample sample) {
        topology.store(Topic.PROCESS, Key.host(TENANT, HOST), sample, 1);
    }

    private List<Usage> usages() {
        return topology.written(Topic.USAGE, Usage.class);
    }
}
