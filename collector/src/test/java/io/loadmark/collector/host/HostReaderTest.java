package io.loadmark.collector.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.collector.fixture.Hosts;
import io.loadmark.collector.fixture.Tree;
import io.loadmark.schema.CpuTimes;
import io.loadmark.schema.DiskCounters;
import io.loadmark.schema.HostMemory;
import io.loadmark.schema.HostSample;
import io.loadmark.schema.NicCounters;
import io.loadmark.schema.Pressure;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                        1048572L << 10));
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
                .isEqualTo(new NicCounters("eth0", 874354587L, 1036395L, 0L, 0L, 563352563L, 732147L, 0L, 0L));
    }

    @Test
    void theInterfacesOfProcessOneAreTheHosts() {
        tree.write("proc/1/net/dev", "a\nb\n uplink: 1 2 3 4 0 0 0 0 5 6 7 8 0 0 0 0\n");
        assertThat(read().getNics()).containsExactly(new NicCounters("uplink", 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L));
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
