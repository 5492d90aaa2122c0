package io.loadmark.streams.usage;

import static io.loadmark.streams.TopologyHarness.TENANT;
import static io.loadmark.streams.TopologyHarness.micros;
import static io.loadmark.streams.TopologyHarness.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.DomainDisk;
import io.loadmark.schema.DomainInterface;
import io.loadmark.schema.DomainMemory;
import io.loadmark.schema.DomainSample;
import io.loadmark.schema.DomainState;
import io.loadmark.schema.EntityKind;
import io.loadmark.schema.LayerLoad;
import io.loadmark.schema.Stamp;
import io.loadmark.schema.Usage;
import io.loadmark.schema.VcpuCounters;
import io.loadmark.schemas.Key;
import io.loadmark.streams.TopologyHarness;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DomainUsageTest {
    private static final String HOST = "metal-1";
    private static final String DOMAIN = "8c7f0a10-2222-4b6e-9a55-0000000000a2";
    private static final long SECOND = 1_000_000;
    private static final double EXACT = 1e-12;

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
    void cpuIsThatOfTheVcpusAgainstTheirEntitlement() {
        store(sample(0).setEntitlementCores(0.8).setVcpus(List.of(vcpu(0, 0, 0, 0L), vcpu(1, 0, 0, 0L))));
        store(sample(1)
                .setEntitlementCores(0.8)
                .setCpuMicros(9 * SECOND)
                .setVcpusCurrent(2)
                .setVcpuQuotaMicros(40_000L)
                .setVcpuPeriodMicros(100_000L)
                .setVcpus(List.of(vcpu(0, 300_000, 0, 0L), vcpu(1, 200_000, 0, 0L))));

        assertThat(usages()).singleElement().satisfies(usage -> {
            assertThat(usage.getKind()).isEqualTo(EntityKind.DOMAIN);
            assertThat(usage.getEntityId()).isEqualTo(DOMAIN);
            assertThat(usage.getLoad().getCpuCores()).isCloseTo(0.5, within(EXACT));
            assertThat(usage.getLoad().getEntitlementCores()).isEqualTo(0.8);
            assertThat(usage.getLoad().getQuotaCores()).isCloseTo(0.8, within(EXACT));
            assertThat(usage.getLoad().getQuotaPeriodMicros()).isEqualTo(100_000);
        });
    }

    @Test
    void stealIsWhatIsLeftOfTheDelayWithoutOnesOwnThrottling() {
        store(sample(0).setThrottledMicros(0L).setVcpus(List.of(vcpu(0, 0, 0, 0L), vcpu(1, 0, 0, 0L))));
        store(sample(1)
                .setThrottledMicros(100_000L)
                .setVcpus(List.of(vcpu(0, 0, 800_000, 500_000L), vcpu(1, 0, 300_000, 400_000L))));

        // max(0, 0.8 − 0.5) + max(0, 0.3 − 0.4) − 0.1 of the groups above
        var load = load();
        assertThat(load.getStealCores()).isCloseTo(0.2, within(EXACT));
        assertThat(load.getRunDelayCores()).isCloseTo(1.1, within(EXACT));
        assertThat(load.getThrottledCores()).isCloseTo(1.0, within(EXACT));
    }

    @Test
    void anIntervalWithAJobAtEitherEndIsOneOfTheJob() {
        store(sample(0));
        store(sample(1));
        store(sample(2).setJobs("backup"));
        store(sample(3));
        assertThat(loads()).extracting(LayerLoad::getJobRatio).containsExactly(0.0, 1.0, 1.0);
    }

    @Test
    void throttlingMayExplainAllOfTheDelay() {
        store(sample(0).setThrottledMicros(0L).setVcpus(List.of(vcpu(0, 0, 0, 0L))));
        store(sample(1).setThrottledMicros(0L).setVcpus(List.of(vcpu(0, 0, 800_000, 810_000L))));
        assertThat(load().getStealCores()).isZero();
    }

    @Test
    void withoutAViewOfThrottlingStealIsKnownOnlyWhereNothingCanThrottle() {
        store(sample(0).setVcpusCurrent(1).setEntitlementCores(1.0).setVcpus(List.of(vcpu(0, 0, 0, null))));
        store(sample(1).setVcpusCurrent(1).setEntitlementCores(1.0).setVcpus(List.of(vcpu(0, 0, 300_000, null))));
        store(sample(2).setVcpusCurrent(1).setEntitlementCores(0.5).setVcpus(List.of(vcpu(0, 0, 600_000, null))));

        var loads = loads();
        assertThat(loads).hasSize(2);
        assertThat(loads.get(0).getStealCores()).isCloseTo(0.3, within(EXACT));
        assertThat(loads.get(1).getStealCores()).isNull();
    }

    @Test
    void aNewRunStartsAnEpochEvenIfItsCountersAreHigher() {
        store(sample(0).setVcpus(List.of(vcpu(0, 100, 0, 0L))));
        store(sample(1).setStartMicros(micros(0.5)).setVcpus(List.of(vcpu(0, 900_000, 0, 0L))));
        store(sample(2).setStartMicros(micros(0.5)).setLibvirtId(8).setVcpus(List.of(vcpu(0, 950_000, 0, 0L))));
        assertThat(usages()).isEmpty();
    }

    @Test
    void disksHaveAClockOfTheirOwn() {
        store(sample(0).setBlockReadNanos(nanos(0)).setDisks(List.of(disk(0))));
        store(sample(1).setBlockReadNanos(nanos(0)).setDisks(List.of(disk(0))));
        store(sample(2).setBlockReadNanos(nanos(10)).setDisks(List.of(disk(100))));

        var loads = loads();
        assertThat(loads.get(0).getIoPerSecond()).as("not read anew").isNull();
        var load = loads.get(1);
        assertThat(load.getSeconds()).isCloseTo(1, within(EXACT));
        assertThat(load.getIoPerSecond()).isCloseTo(20, within(EXACT)); // 100 reads and 100 writes in 10 s
        assertThat(load.getReadBytesPerSecond()).isCloseTo(40_960, within(1e-9));
        assertThat(load.getIoAwaitMillis()).isCloseTo(1.5, within(EXACT)); // 1 ms a read, 2 ms a write
    }

    @Test
    void aDiskThatMayHaveBeenChangedForAnotherGivesNoRate() {
        store(sample(0).setShapeMicros(1L).setBlockReadNanos(nanos(0)).setDisks(List.of(disk(5))));
        store(sample(1).setShapeMicros(2L).setBlockReadNanos(nanos(1)).setDisks(List.of(disk(100))));
        assertThat(load().getIoPerSecond()).isNull();
    }

    @Test
    void trafficIsAsTheGuestSeesIt() {
        store(sample(0).setNetworkReadNanos(nanos(0)).setInterfaces(List.of(nic(0))));
        store(sample(1).setNetworkReadNanos(nanos(1)).setInterfaces(List.of(nic(1000))));
        var load = load();
        assertThat(load.getReceivedBytesPerSecond()).isEqualTo(100_000);
        assertThat(load.getSentBytesPerSecond()).isEqualTo(50_000);
        assertThat(load.getPacketsPerSecond()).isEqualTo(2_000);
        assertThat(load.getPacketLossRatio()).isCloseTo(0.005, within(EXACT));
        assertThat(load.getNetworkBusyRatio()).as("no limit is set").isNull();
    }

    @Test
    void trafficWithALimitIsAShareOfTheNearest() {
        // Receives 100,000 B/s, sends 50,000.
        var limited = DomainInterface.newBuilder(nic(1000))
                .setReceiveLimitBytesPerSecond(1_000_000L)
                .setSendLimitBytesPerSecond(200_000L);
        store(sample(0).setNetworkReadNanos(nanos(0)).setInterfaces(List.of(nic(0))));
        store(sample(1).setNetworkReadNanos(nanos(1)).setInterfaces(List.of(limited.build())));
        assertThat(load().getNetworkBusyRatio()).isCloseTo(0.25, within(EXACT));
    }

    @Test
    void memoryIsWhatTheGuestCannotUseWhileItsReportIsFresh() {
        store(sample(0));
        store(sample(1).setMemory(memory().setUpdatedMicros(micros(-58)).build()));
        var load = load();
        assertThat(load.getMemoryUsedBytes()).isEqualTo(600);
        assertThat(load.getMemoryLimitBytes()).isEqualTo(900);
    }

    @Test
    void anOldReportSaysNothingOfUseAndHugepagesCountAsAllocated() {
        store(sample(0));
        store(sample(1).setMemory(memory().setUpdatedMicros(micros(-60)).build()));
        store(sample(2).setMemory(memory().setHugepages(true).build()));

        var loads = loads();
        assertThat(loads.get(0).getMemoryUsedBytes()).isNull();
        assertThat(loads.get(0).getMemoryLimitBytes()).isEqualTo(1000);
        assertThat(loads.get(1).getMemoryUsedBytes()).isEqualTo(1000);
    }

    @Test
    void whatTheGuestCountsBeginsAnewWithItsBoot() {
        store(sample(0).setMemory(faults(0, 10)));
        store(sample(1).setMemory(faults(1, 30)));
        store(sample(2).setRebootMicros(micros(1.5)).setMemory(faults(2, 40)));

        assertThat(loads()).extracting(LayerLoad::getMajorFaultsPerSecond).containsExactly(20.0, null);
    }

    private static DomainMemory.Builder memory() {
        return DomainMemory.newBuilder()
                .setReadNanos(0)
                .setCurrentBytes(1000L)
                .setAvailableBytes(900L)
                .setUsableBytes(300L);
    }

    private static DomainMemory faults(double second, long faults) {
        return memory().setReadNanos(nanos(second))
                .setUpdatedMicros(micros(second))
                .setMajorFaults(faults)
                .build();
    }

    private static VcpuCounters vcpu(int index, long time, long delay, @Nullable Long throttled) {
        return VcpuCounters.newBuilder()
                .setIndex(index)
                .setTimeMicros(time)
                .setDelayMicros(delay)
                .setThrottledMicros(throttled)
                .build();
    }

    private static DomainDisk disk(long requests) {
        return DomainDisk.newBuilder()
                .setName("vda")
                .setReads(requests)
                .setReadBytes(requests * 4096)
                .setReadMicros(requests * 1000)
                .setWrites(requests)
                .setWrittenBytes(requests * 512)
                .setWriteMicros(requests * 2000)
                .build();
    }

    private static DomainInterface nic(long packets) {
        return DomainInterface.newBuilder()
                .setName("vnet0")
                .setReceivedBytes(packets * 100)
                .setReceivedPackets(packets)
                .setReceiveErrors(0L)
                .setReceiveDrops(packets / 100)
                .setSentBytes(packets * 50)
                .setSentPackets(packets)
                .setSendErrors(0L)
                .setSendDrops(0L)
                .build();
    }

    private static long nanos(double second) {
        return Math.round(second * 1e9);
    }

    private static DomainSample.Builder sample(double second) {
        return DomainSample.newBuilder()
                .setStamp(new Stamp(TENANT, HOST, "boot-1", micros(second), nanos(second)))
                .setDomainId(DOMAIN)
                .setName("guest")
                .setLibvirtId(7)
                .setStartMicros(micros(-100))
                .setState(DomainState.RUNNING);
    }

    private void store(DomainSample.Builder sample) {
        var built = sample.build();
        topology.store(
                Topic.DOMAIN, Key.host(TENANT, HOST), built, (built.getStamp().getAtMicros() - micros(0)) / 1e6);
    }

    private LayerLoad load() {
        return loads().get(0);
    }

    private List<LayerLoad> loads() {
        return usages().stream().map(Usage::getLoad).toList();
    }

    private List<Usage> usages() {
        return topology.written(Topic.USAGE, Usage.class);
    }
}
