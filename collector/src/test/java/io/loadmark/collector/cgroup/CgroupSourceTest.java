package io.loadmark.collector.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import io.loadmark.collector.fixture.FakeClock;
import io.loadmark.collector.fixture.Hosts;
import io.loadmark.collector.fixture.RecordingSink;
import io.loadmark.collector.fixture.Tree;
import io.loadmark.collector.sampling.Source;
import io.loadmark.schema.CgroupHierarchy;
import io.loadmark.schema.CgroupSample;
import io.loadmark.schema.EntityState;
import io.loadmark.schema.InventoryRecord;
import io.loadmark.schema.Pressure;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupSourceTest {
    private static final Duration SLOW = Duration.ofSeconds(10);
    private static final CgroupConfig ALL = new CgroupConfig(true, ".*", "", 2000, SLOW, 100);

    private final Path root;

    private final RecordingSink sink = new RecordingSink();

    private CgroupSource source(CgroupConfig config) {
        var tree = new Tree(root);
        return new CgroupSource(config, tree.proc(), tree.sys(), Hosts.HOST, new FakeClock(Hosts.NOW_MICROS));
    }

    private CgroupSample read(Source source, String path) throws IOException {
        return get(read(source), path);
    }

    private static CgroupSample get(Map<String, CgroupSample> samples, String path) {
        return Objects.requireNonNull(samples.get(path), path);
    }

    private Map<String, CgroupSample> read(Source source) throws IOException {
        sink.clear();
        source.read(sink);
        return sink.all(CgroupSample.class).stream().collect(Collectors.toMap(CgroupSample::getPath, s -> s));
    }

    CgroupSourceTest(@TempDir Path root) {
        this.root = root;
    }

    @Test
    void aLimitedGroupOfV2IsReadWhole() throws IOException {
        new Tree(root).with("cgroup-v2.txt");
        var sample = read(source(ALL), "/limited");
        assertThat(sample.getHierarchy()).isEqualTo(CgroupHierarchy.V2);
        assertThat(sample.getUsageMicros()).isEqualTo(1149041);
        assertThat(sample.getUserMicros()).isEqualTo(1104536);
        assertThat(sample.getSystemMicros()).isEqualTo(44505);
        assertThat(sample.getPeriods()).isEqualTo(57);
        assertThat(sample.getThrottledPeriods()).isEqualTo(56);
        assertThat(sample.getThrottledMicros()).isEqualTo(4428521);
        assertThat(sample.getQuotaMicros()).isEqualTo(20000);
        assertThat(sample.getPeriodMicros()).isEqualTo(100000);
        assertThat(sample.getEntitlementCores()).isEqualTo(0.2, within(1e-9));
        assertThat(sample.getCpuWeight()).isEqualTo(50);
        assertThat(sample.getCpusetCpus()).isEqualTo(1);
        assertThat(sample.getMemoryCurrentBytes()).isEqualTo(12709888);
        assertThat(sample.getMemoryLimitBytes()).isEqualTo(33554432);
        assertThat(sample.getAnonBytes()).isEqualTo(53248);
        assertThat(sample.getFileBytes()).isEqualTo(12582912);
        assertThat(sample.getShmemBytes()).isEqualTo(12582912);
        assertThat(sample.getInactiveFileBytes()).isZero();
        assertThat(sample.getSlabReclaimableBytes()).isEqualTo(29208);
        assertThat(sample.getKernelBytes()).isEqualTo(73728);
        assertThat(sample.getSwapBytes()).isZero();
        assertThat(sample.getMajorFaults()).isZero();
        assertThat(sample.getOomKills()).isZero();
        assertThat(sample.getReadBytes()).isEqualTo(12582912);
        assertThat(sample.getWrittenBytes()).isEqualTo(8388608);
        assertThat(sample.getReads()).isEqualTo(12);
        assertThat(sample.getWrites()).isEqualTo(8);
        assertThat(sample.getPids()).isEqualTo(1);
        assertThat(sample.getPidsLimit()).isEqualTo(100);
        assertThat(sample.getRunnableTasks()).isEqualTo(1);
        assertThat(sample.getBlockedTasks()).isZero();
        assertThat(sample.getCpuPressure()).isEqualTo(new Pressure(4636426L, 4532827L));
        assertThat(sample.getMissing()).isEmpty();
    }

    @Test
    void theRootHasNoLimitsOfItsOwnAndCountsEveryThread() throws IOException {
        new Tree(root).with("cgroup-v2.txt");
        var sample = read(source(ALL), "/");
        assertThat(sample.getUsageMicros()).isEqualTo(2345678);
        assertThat(sample.getQuotaMicros()).isNull();
        assertThat(sample.getMemoryCurrentBytes()).isNull();
        assertThat(sample.getEntitlementCores()).isEqualTo(1);
        assertThat(sample.getRunnableTasks()).isEqualTo(1);
        assertThat(sample.getMissing()).isEmpty();
    }

    @Test
    void aLimitedGroupOfV1IsReadWhole() throws IOException {
        new Tree(root).with("cgroup-v1.txt");
        var sample = read(source(ALL), "/limited/inner");
        assertThat(sample.getHierarchy()).isEqualTo(CgroupHierarchy.V1);
        assertThat(sample.getUsageMicros()).isEqualTo(762365);
        assertThat(sample.getUserMicros()).isEqualTo(700_000);
        assertThat(sample.getSystemMicros()).isEqualTo(50_000);
        assertThat(sample.getPeriods()).isEqualTo(43);
        assertThat(sample.getThrottledPeriods()).isEqualTo(30);
        assertThat(sample.getThrottledMicros()).isEqualTo(1244656);
        assertThat(sample.getQuotaMicros()).isEqualTo(20000);
        assertThat(sample.getEntitlementCores()).isEqualTo(0.2, within(1e-9));
        // 1 + (512 − 2) · 9999 / 262142
        assertThat(sample.getCpuWeight()).isEqualTo(20);
        assertThat(sample.getCpusetCpus()).isEqualTo(1);
        assertThat(sample.getMemoryCurrentBytes()).isEqualTo(13606912);
        assertThat(sample.getMemoryLimitBytes()).isEqualTo(64 << 20);
        assertThat(sample.getAnonBytes()).isEqualTo(212992);
        assertThat(sample.getFileBytes()).isEqualTo(12845056);
        assertThat(sample.getShmemBytes()).isZero();
        assertThat(sample.getInactiveFileBytes()).isEqualTo(12668928);
        assertThat(sample.getSlabReclaimableBytes()).isNull();
        assertThat(sample.getKernelBytes()).isEqualTo(512000);
        assertThat(sample.getMajorFaults()).isEqualTo(1);
        assertThat(sample.getOomKills()).isZero();
        assertThat(sample.getReadBytes()).isZero();
        assertThat(sample.getPids()).isEqualTo(2);
        assertThat(sample.getPidsLimit()).isEqualTo(100);
        assertThat(sample.getRunnableTasks()).isEqualTo(1);
        assertThat(sample.getBlockedTasks()).isEqualTo(1);
        assertThat(sample.getCpuPressure()).isNull();
        assertThat(sample.getMissing()).isEmpty();
    }

    @Test
    void anUnlimitedV1GroupHasNoLimits() throws IOException {
        new Tree(root).with("cgroup-v1.txt");
        var sample = read(source(ALL), "/");
        assertThat(sample.getQuotaMicros()).isNull();
        assertThat(sample.getMemoryLimitBytes()).isNull();
        assertThat(sample.getEntitlementCores()).isEqualTo(2);
        assertThat(sample.getMissing()).isEmpty();
    }

    @Test
    void theLeastQuotaOfTheAncestorsIsTheEntitlement() throws IOException {
        new Tree(root).with("cgroup-v1.txt").write("sys/fs/cgroup/cpu/limited/inner/cpu.cfs_quota_us", "90000\n");
        var sample = read(source(ALL), "/limited/inner");
        assertThat(sample.getQuotaMicros()).isEqualTo(90000);
        assertThat(sample.getEntitlementCores()).isEqualTo(0.5, within(1e-9));
    }

    @Test
    void onAHybridHostPressureComesFromTheUnifiedHierarchy() throws IOException {
        new Tree(root)
                .with("cgroup-v1.txt")
                .write("sys/fs/cgroup/unified/cgroup.controllers", "\n")
                .write("sys/fs/cgroup/unified/limited/cpu.pressure", "some avg10=0 avg60=0 avg300=0 total=12\n");
        var samples = read(source(ALL));
        assertThat(get(samples, "/limited").getHierarchy()).isEqualTo(CgroupHierarchy.HYBRID);
        assertThat(get(samples, "/limited").getCpuPressure()).isEqualTo(new Pressure(12L, null));
        assertThat(get(samples, "/limited/inner").getCpuPressure()).isNull();
        assertThat(get(samples, "/limited/inner").getMissing()).isEmpty();
    }

    @Test
    void hierarchiesMountedTogetherAreFound() throws IOException {
        new Tree(root)
                .write("sys/fs/cgroup/cpu,cpuacct/a/cpuacct.usage", "5000\n")
                .write("sys/fs/cgroup/cpu,cpuacct/a/cpu.shares", "1024\n")
                .write("sys/fs/cgroup/cpu,cpuacct/a/tasks", "");
        var sample = read(source(ALL), "/a");
        assertThat(sample.getUsageMicros()).isEqualTo(5);
        assertThat(sample.getCpuWeight()).isEqualTo(39);
        assertThat(sample.getMemoryCurrentBytes()).isNull();
    }

    @Test
    void includeAndExcludeSelectByPathWhileLimitsAboveStillHold() throws IOException {
        new Tree(root).with("cgroup-v1.txt");
        var samples = read(source(new CgroupConfig(true, "limited", "limited$", 2000, SLOW, 100)));
        assertThat(samples).containsOnlyKeys("/limited/inner");
        assertThat(get(samples, "/limited/inner").getEntitlementCores()).isEqualTo(0.2, within(1e-9));
    }

    @Test
    void groupsBeyondTheLimitAreCountedAndNeverPutOneOut() throws IOException {
        var tree = new Tree(root).with("cgroup-v2.txt");
        var source = source(new CgroupConfig(true, "limited|new", "", 1, SLOW, 100));
        assertThat(read(source)).containsOnlyKeys("/limited");
        for (int i = 0; i < 5; i++) {
            tree.write("sys/fs/cgroup/new" + i + "/cpu.stat", "usage_usec 1\nuser_usec 1\nsystem_usec 0\n");
            tree.write("sys/fs/cgroup/new" + i + "/cgroup.threads", "");
        }
        assertThat(read(source)).containsOnlyKeys("/limited");
        assertThat(source.read(sink)).isEqualTo(new Source.Round(1, 0, 5));
    }

    @Test
    void aVanishedGroupIsGoneAndOneInItsPlaceIsAnother() throws IOException {
        var tree = new Tree(root).with("cgroup-v2.txt");
        var source = source(ALL);
        read(source);
        tree.remove("sys/fs/cgroup/limited");
        assertThat(read(source)).containsOnlyKeys("/");
        assertThat(sink.all(InventoryRecord.class))
                .singleElement()
                .satisfies(gone -> assertThat(gone.getState()).isEqualTo(EntityState.GONE))
                .satisfies(gone -> assertThat(gone.getEntityId()).isEqualTo("/limited"));
        tree.with("cgroup-v2.txt");
        var sample = read(source, "/limited");
        assertThat(sink.all(InventoryRecord.class))
                .singleElement()
                .satisfies(born -> assertThat(born.getValidFromMicros()).isEqualTo(sample.getCreatedMicros()));
    }

    @Test
    void malformedFilesAreMissingAndTheRestIsThere() throws IOException {
        var tree = new Tree(root).with("cgroup-v2.txt");
        tree.write("sys/fs/cgroup/limited/cpu.max", "many\n")
                .write("sys/fs/cgroup/limited/memory.stat", "anon 1\nfi")
                .write("sys/fs/cgroup/limited/io.stat", "254:0 rbytes=x\n")
                .write("sys/fs/cgroup/limited/cgroup.threads", "\u0000\n");
        var sample = read(source(ALL), "/limited");
        assertThat(sample.getMissing())
                .containsExactlyInAnyOrder("cpu.max", "memory.stat", "io.stat", "cgroup.threads");
        assertThat(sample.getAnonBytes()).isEqualTo(1);
        assertThat(sample.getRunnableTasks()).isNull();
        assertThat(sample.getUsageMicros()).isEqualTo(1149041);
    }

    @Test
    void aMachinesGroupsAndThoseBelowTellTheirDomain() throws IOException {
        var scope = "/machine.slice/machine-qemu\\x2d7\\x2dvm1.scope";
        new Tree(root)
                .with("cgroup-v2.txt")
                .write("sys/fs/cgroup" + scope + "/cgroup.threads", "")
                .write("sys/fs/cgroup" + scope + "/libvirt/vcpu0/cgroup.threads", "")
                .write(
                        "proc/1/root/run/systemd/machines/qemu-7-vm1",
                        "SERVICE=libvirt-qemu\nID=5b3a4c1e0f1d4e2b9c3d7a6b5c4d3e2f\n");
        var samples = read(source(ALL));
        for (var path : List.of(scope, scope + "/libvirt/vcpu0")) {
            assertThat(get(samples, path).getDomainName()).isEqualTo("vm1");
            assertThat(get(samples, path).getDomainUuid()).isEqualTo("5b3a4c1e-0f1d-4e2b-9c3d-7a6b5c4d3e2f");
        }
        assertThat(get(samples, "/limited").getDomainName()).isNull();
        assertThat(sink.all(InventoryRecord.class))
                .filteredOn(record -> record.getEntityId().equals(scope))
                .singleElement()
                .satisfies(
                        record -> assertThat(record.getCgroup().getDomainName()).isEqualTo("vm1"));
    }

    @Test
    void aGroupsLoadIsItsOwnThreadsDamped() throws IOException {
        new Tree(root).with("cgroup-v2.txt");
        var clock = new FakeClock(Hosts.NOW_MICROS);
        var tree = new Tree(root);
        var source = new CgroupSource(ALL, tree.proc(), tree.sys(), Hosts.HOST, clock);
        // The thread runs; then it is gone for a minute.
        assertThat(read(source, "/limited").getLoadAverage1()).isEqualTo(1);
        tree.write("sys/fs/cgroup/limited/cgroup.threads", "");
        clock.advance(Duration.ofMinutes(1));
        var sample = read(source, "/limited");
        assertThat(sample.getLoadAverage1()).isEqualTo(Math.exp(-1), within(1e-9));
        assertThat(sample.getLoadAverage15()).isEqualTo(Math.exp(-1 / 15.0), within(1e-9));
    }

    @Test
    void ofManyGroupsAllButCpuIsReadOnceAnInterval() throws IOException {
        var tree = new Tree(root).with("cgroup-v2.txt");
        var clock = new FakeClock(Hosts.NOW_MICROS);
        var config = new CgroupConfig(true, ".*", "", 2000, SLOW, 0);
        var source = new CgroupSource(config, tree.proc(), tree.sys(), Hosts.HOST, clock);
        var first = read(source, "/limited");
        assertThat(first.getSlowReadNanos()).isEqualTo(first.getStamp().getMonotonicNanos());

        clock.advance(SLOW); // its own place in the interval is passed
        long read = Objects.requireNonNull(read(source, "/limited").getSlowReadNanos());
        tree.write("sys/fs/cgroup/limited/cpu.stat", "usage_usec 7\nuser_usec 4\nsystem_usec 3\n")
                .write("sys/fs/cgroup/limited/cpu.max", "70000 100000\n")
                .write("sys/fs/cgroup/limited/memory.current", "7\n")
                .write("sys/fs/cgroup/limited/io.stat", "254:0 rbytes=x\n")
                .remove("sys/fs/cgroup/limited/cgroup.threads");
        var held = read(source, "/limited");
        assertThat(held.getUsageMicros()).isEqualTo(7);
        assertThat(held.getThrottledPeriods()).isNull();
        assertThat(held.getSlowReadNanos()).isEqualTo(read);
        assertThat(held.getQuotaMicros()).isEqualTo(20000);
        assertThat(held.getMemoryCurrentBytes()).isEqualTo(12709888);
        assertThat(held.getReadBytes()).isEqualTo(12582912);
        assertThat(held.getRunnableTasks()).isEqualTo(1);
        assertThat(held.getMissing()).isEmpty();

        clock.advance(SLOW);
        for (int i = 0; i < 2; i++) {
            var anew = read(source, "/limited");
            assertThat(anew.getSlowReadNanos()).isEqualTo(clock.monotonicNanos());
            assertThat(anew.getQuotaMicros()).isEqualTo(70000);
            assertThat(anew.getMemoryCurrentBytes()).isEqualTo(7);
            assertThat(anew.getReadBytes()).isNull();
            assertThat(anew.getMissing()).as("until it is read anew").containsExactly("io.stat", "cgroup.threads");
        }
    }

    @Test
    void aHostWithoutCgroupsIsAnError() {
        new Tree(root).write("sys/fs/cgroup/memory", "");
        assertThatThrownBy(() -> source(ALL).read(sink)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void thisMachineIsReadWithNothingMissing() throws IOException {
        assumeThatCode(() -> Hierarchies.find(Path.of("/sys/fs/cgroup"))).doesNotThrowAnyException();
        var source =
                new CgroupSource(ALL, Path.of("/proc"), Path.of("/sys"), Hosts.HOST, new FakeClock(Hosts.NOW_MICROS));
        assertThat(read(source).values())
                .isNotEmpty()
                .flatExtracting(CgroupSample::getMissing)
                .isEmpty();
    }
}
