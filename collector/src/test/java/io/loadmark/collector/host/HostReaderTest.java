package io.loadmark.collector.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.collector.fixture.Hosts;
import io.loadmark.collector.fixture.Tree;
import io.loadmark.collector.kernel.KernelFiles;
import io.loadmark.collector.kernel.Reading;
import io.loadmark.collector.kernel.Text;
import io.loadmark.schema.CpuTimes;
import io.loadmark.schema.DiskCounters;
import io.loadmark.schema.HostMemory;
import io.loadmark.schema.HostSample;
import io.loadmark.schema.HugePages;
import io.loadmark.schema.KsmGauges;
import io.loadmark.schema.NicCounters;
import io.loadmark.schema.NumaNode;
import io.loadmark.schema.Pressure;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostReaderTest {

    private final Tree tree;

    HostReaderTest(@TempDir Path root) {
        tree = new Tree(root)
                .with("procfs.txt")
                .write("proc/vmstat", "pgmajfault 7\npswpin 3\npswpout 4\noom_kill 2\n");
    }

    private HostSample read() {
        return new HostReader(tree.proc(), tree.sys()).read(Hosts.stamp(), "node-1");
    }

    @Test
    void cpuTimesAreTicksOfTenMilliseconds() {
        var sample = read();
        assertThat(sample.getCpu())
                .isEqualTo(new CpuTimes(
                        3_018_540_000L,
                        6_120_000L,
                        1_119_220_000L,
                        89_790_040_000L,
                        35_520_000L,
                        20_000L,
                        39_440_000L,
                        0L,
                        0L));
        assertThat(sample.getOnlineCpus()).isEqualTo(8);
        assertThat(sample.getCpus()).hasSize(8);
        assertThat(sample.getCpus().get(7).getNiceMicros()).isEqualTo(2_680_000);
        assertThat(sample.getCpuNumbers()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(sample.getContextSwitches()).isEqualTo(38014093);
        assertThat(sample.getRunnableTasks()).isEqualTo(2);
        assertThat(sample.getBlockedTasks()).isEqualTo(1);
    }

    @Test
    void gaugesAndPressureAreTakenAsTheyAre() {
        var sample = read();
        assertThat(sample.getLoadAverage1()).isEqualTo(0.02);
        assertThat(sample.getLoadAverage15()).isEqualTo(0.05);
        assertThat(sample.getCpuPressure()).isEqualTo(new Pressure(15L, null));
        assertThat(sample.getMemoryPressure().getFullMicros()).isNotNull();
        assertThat(sample.getMajorFaults()).isEqualTo(7);
        assertThat(sample.getSwapInPages()).isEqualTo(3);
        assertThat(sample.getSwapOutPages()).isEqualTo(4);
        assertThat(sample.getOomKills()).isEqualTo(2);
        assertThat(sample.getHostName()).isEqualTo("node-1");
    }

    @Test
    void kernelsBeforeMemAvailableHaveNoMemoryAndSayWhy() {
        assertThat(read().getMemory()).isNull();
        assertThat(read().getMissing()).containsExactly("meminfo");
    }

    @Test
    void memoryIsInBytes() {
        tree.write("proc/meminfo", """
                MemTotal:       15666184 kB
                MemFree:          440324 kB
                MemAvailable:   13500000 kB
                Buffers:         1020128 kB
                Cached:         12007640 kB
                SwapCached:            0 kB
                SwapTotal:       1048576 kB
                SwapFree:        1048572 kB
                Shmem:              1308 kB
                SReclaimable:    1738124 kB
                Committed_AS:     530844 kB
                AnonHugePages:     12288 kB
                """);
        var sample = read();
        assertThat(sample.getMissing()).isEmpty();
        assertThat(sample.getMemory())
                .isEqualTo(new HostMemory(
                        15666184L << 10,
                        440324L << 10,
                        13500000L << 10,
                        1020128L << 10,
                        12007640L << 10,
                        1308L << 10,
                        1738124L << 10,
                        1048576L << 10,
                        1048572L << 10,
                        12288L << 10,
                        530844L << 10));
    }

    @Test
    void aCpuThatIsOfflineKeepsItsNumber() {
        tree.write("proc/stat", "cpu  9 0 0 0 0 0 0 0 0 0\ncpu0 4 0 0 0 0 0 0 0 0 0\ncpu3 5 0 0 0 0 0 0 0 0 0\n");
        assertThat(read().getCpuNumbers()).containsExactly(0, 3);
        assertThat(read().getCpus().get(1).getUserMicros()).isEqualTo(50_000);
    }

    @Test
    void poolsOfHugePagesAreReadAndEmptyOnesAreEmpty() {
        var pools = "sys/kernel/mm/hugepages/";
        tree.write(pools + "hugepages-2048kB/nr_hugepages", "512\n")
                .write(pools + "hugepages-2048kB/free_hugepages", "12\n")
                .write(pools + "hugepages-2048kB/resv_hugepages", "4\n")
                .write(pools + "hugepages-2048kB/surplus_hugepages", "0\n")
                .write(pools + "hugepages-1048576kB/nr_hugepages", "0\n")
                .write(pools + "nonsense/nr_hugepages", "7\n");
        assertThat(read().getHugePages())
                .containsExactly(new HugePages(1L << 30, 0L, 0L, 0L, 0L), new HugePages(2L << 20, 512L, 12L, 4L, 0L));
    }

    @Test
    void samepageMergingTellsWhatItSaves() {
        assertThat(read().getKsm()).isNull();
        var ksm = "sys/kernel/mm/ksm/";
        tree.write(ksm + "run", "1\n")
                .write(ksm + "pages_shared", "10\n")
                .write(ksm + "pages_sharing", "30\n")
                .write(ksm + "pages_unshared", "5\n")
                .write(ksm + "full_scans", "2\n");
        assertThat(read().getKsm()).isEqualTo(new KsmGauges(1L, 10L, 30L, 5L, null, 2L));
        tree.write(ksm + "run", "0\n");
        assertThat(read().getKsm()).isEqualTo(new KsmGauges(0L, 10L, 30L, null, null, null));
    }

    @Test
    void numaNodesTellTheirMemoryCpusAndMisses() {
        assertThat(read().getNumaNodes()).isEmpty();
        var nodes = "sys/devices/system/node/";
        for (int node = 0; node < 2; node++) {
            tree.write(nodes + "node" + node + "/cpulist", node == 0 ? "0-3,8\n" : "\n");
            tree.write(
                    nodes + "node" + node + "/numastat",
                    "numa_hit 275%d\nnuma_miss 3\nnuma_foreign 4\ninterleave_hit 5\nlocal_node 6\nother_node 7\n"
                            .formatted(node));
        }
        tree.write(nodes + "node0/meminfo", "Node 0 MemTotal:       16384 kB\nNode 0 MemFree:         1024 kB\n")
                .write(nodes + "node1/meminfo", "Node 1 MemTot\n")
                .write(nodes + "possible", "0-1\n");
        var sample = read();
        assertThat(sample.getNumaNodes())
                .containsExactly(
                        new NumaNode(0, "0-3,8", 16384L << 10, 1024L << 10, 2750L, 3L, 4L, 6L, 7L),
                        new NumaNode(1, "", null, null, 2751L, 3L, 4L, 6L, 7L));
        assertThat(sample.getMissing()).containsExactly("meminfo", "node1/meminfo");
    }

    @ParameterizedTest
    @CsvSource({
        "kvm-clock tsc acpi_pm, Amazon EC2,            m7i.large,         false, kvm",
        "tsc hpet acpi_pm,      QEMU,                  Standard PC,       true,  qemu",
        "tsc,                   'VMware, Inc.',        VMware7 1,         true,  vmware",
        "tsc,                   Microsoft Corporation, Virtual Machine,   true,  hyperv",
        "tsc hpet,              Dell Inc.,             PowerEdge R740,    false, ''",
        "tsc,                   Some Cloud,            Instance,          true,  unknown"
    })
    void whatTheHostIsAGuestOfIsFoundByItsClockThenByItsNamesThenByItsCpus(
            String clocks, String vendor, String product, boolean flag, String hypervisor) {
        tree.write("sys/devices/system/clocksource/clocksource0/available_clocksource", clocks + "\n")
                .write("sys/class/dmi/id/sys_vendor", vendor + "\n")
                .write("sys/class/dmi/id/product_name", product + "\n");
        var found = Hypervisor.find(tree.sys(), new Reading(new KernelFiles()), flag);
        assertThat(found == null ? "" : found).isEqualTo(hypervisor);
    }

    @Test
    void theFlagOfVirtualCpusIsSeen() {
        assertThat(CpuInfo.parse(Text.of("flags\t\t: fpu vme hypervisor\n")).hypervised())
                .isTrue();
        assertThat(CpuInfo.parse(Text.of("flags\t\t: fpu hypervisorish\n")).hypervised())
                .isFalse();
    }

    @Test
    void onlyWholeDisksAreTaken() {
        assertThat(read().getDisks())
                .extracting(DiskCounters::getDevice)
                .containsExactly("sda", "dm-0", "dm-1", "mmcblk0", "vda", "sr0", "nvme0n1", "sdc");
        assertThat(read().getDisks().get(0))
                .isEqualTo(new DiskCounters(
                        "sda",
                        25354637L,
                        1003346126L * 512,
                        18492372000L,
                        28444756L,
                        505697032L * 512,
                        63877960000L,
                        0L,
                        9653880000L,
                        82621804000L));
    }

    @Test
    void aDiskWhoseNumberContinuesAnothersIsNoPartition() {
        tree.write(
                "proc/diskstats",
                " 253 1 dm-1 1 0 8 1 1 0 8 1 0 1 2\n 253 10 dm-10 1 0 8 1 1 0 8 1 0 1 2\n 8 0 sda 1 0 8 1 1 0 8 1 0 1 2\n");
        assertThat(read().getDisks()).extracting(DiskCounters::getDevice).containsExactly("dm-1", "dm-10", "sda");
    }

    @Test
    void everyInterfaceIsTaken() {
        assertThat(read().getNics())
                .extracting(NicCounters::getDevice)
                .containsExactly("vethf345468", "lo", "docker0", "eth0");
        assertThat(read().getNics().get(3))
                .isEqualTo(new NicCounters("eth0", 874354587L, 1036395L, 0L, 0L, 563352563L, 732147L, 0L, 0L, null));
    }

    @Test
    void theInterfacesOfProcessOneAreTheHosts() {
        tree.write("proc/1/net/dev", "a\nb\n uplink: 1 2 3 4 0 0 0 0 5 6 7 8 0 0 0 0\n");
        assertThat(read().getNics()).containsExactly(new NicCounters("uplink", 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, null));
    }

    @Test
    void malformedFilesLeaveTheirFieldsAbsentAndTheOthersThere() {
        tree.write("proc/stat", "cpu 1 2 x\n")
                .write("proc/loadavg", "nan inf 1\n")
                .remove("proc/diskstats");
        tree.write("proc/net/dev", "").write("proc/pressure/io", "some total=\n");
        var sample = read();
        assertThat(sample.getCpu()).isNull();
        assertThat(sample.getOnlineCpus()).isPositive();
        assertThat(sample.getLoadAverage1()).isNull();
        assertThat(sample.getDisks()).isEmpty();
        assertThat(sample.getIoPressure()).isNull();
        assertThat(sample.getMajorFaults()).isEqualTo(7);
        assertThat(sample.getMissing())
                .containsExactlyInAnyOrder("stat", "loadavg", "meminfo", "diskstats", "net/dev", "pressure/io");
    }

    @Test
    void thisMachineIsReadWithNothingMissing() {
        var sample = new HostReader(Path.of("/proc"), Path.of("/sys")).read(Hosts.stamp(), "node-1");
        assertThat(sample.getMissing()).isEmpty();
        assertThat(sample.getCpus()).hasSize(sample.getOnlineCpus());
        assertThat(sample.getMemory().getTotalBytes()).isPositive();
        assertThat(sample.getNics()).isNotEmpty();
    }
}
