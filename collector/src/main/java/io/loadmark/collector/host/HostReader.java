package io.loadmark.collector.host;

import io.loadmark.collector.kernel.CpuList;
import io.loadmark.collector.kernel.KernelFiles;
import io.loadmark.collector.kernel.KeyNumbers;
import io.loadmark.collector.kernel.PressureFile;
import io.loadmark.collector.kernel.Reading;
import io.loadmark.schema.HostMemory;
import io.loadmark.schema.HostSample;
import io.loadmark.schema.NicCounters;
import io.loadmark.schema.Pressure;
import io.loadmark.schema.Stamp;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses the host's files in {@code /proc} and {@code /sys} into a sample. For one thread. */
final class HostReader {
    private static final int KIB = 1024;

    private final Reading reading = new Reading(new KernelFiles());
    private final Path proc;
    private final Path cpuDirectory;
    private final HugePagePools hugePages;
    private final Ksm ksm;
    private final NumaNodes numaNodes;
    private final KeyNumbers meminfo = KeyNumbers.of(
                    "MemTotal",
                    "MemFree",
                    "MemAvailable",
                    "Buffers",
                    "Cached",
                    "Shmem",
                    "SReclaimable",
                    "SwapTotal",
                    "SwapFree")
            .optional("AnonHugePages", "Committed_AS");
    // Without swap or an old kernel some of them are not there.
    private final KeyNumbers vmstat = KeyNumbers.of("pgmajfault").optional("pswpin", "pswpout", "oom_kill");

    HostReader(Path proc, Path sys) {
        this.proc = proc;
        cpuDirectory = sys.resolve("devices/system/cpu");
        hugePages = new HugePagePools(sys, reading);
        ksm = new Ksm(sys, reading);
        numaNodes = new NumaNodes(sys, reading);
    }

    HostSample read(Stamp stamp, String fallbackName) {
        reading.begin();
        var sample = HostSample.newBuilder().setStamp(stamp).setHostName(hostName(fallbackName));
        readCpus(sample);
        readLoad(sample);
        sample.setMemory(memory())
                .setHugePages(hugePages.read())
                .setKsm(ksm.read())
                .setNumaNodes(numaNodes.read());
        readPaging(sample);
        var disks = reading.required(proc, "diskstats", DiskStats::parse);
        sample.setDisks(disks == null ? List.of() : disks);
        sample.setNics(nics());
        sample.setCpuPressure(pressure("pressure/cpu"))
                .setMemoryPressure(pressure("pressure/memory"))
                .setIoPressure(pressure("pressure/io"));
        return sample.setMissing(reading.missing()).build();
    }

    private String hostName(String fallback) {
        String name = reading.optional(proc, "sys/kernel/hostname", text -> text.nextLine() ? text.word() : "");
        return name == null || name.isEmpty() ? fallback : name;
    }

    private void readCpus(HostSample.Builder sample) {
        var stat = reading.required(proc, "stat", CpuStat::parse);
        if (stat == null) {
            sample.setOnlineCpus(onlineCpus()).setCpus(List.of());
            return;
        }
        sample.setOnlineCpus(stat.cpus().size())
                .setCpu(stat.cpu())
                .setCpus(stat.cpus())
                .setCpuNumbers(stat.numbers())
                .setContextSwitches(stat.contextSwitches())
                .setRunnableTasks(stat.runnableTasks())
                .setBlockedTasks(stat.blockedTasks());
    }

    private int onlineCpus() {
        Integer online = reading.optional(cpuDirectory, "online", CpuList::count);
        return online == null ? Runtime.getRuntime().availableProcessors() : online;
    }

    private void readLoad(HostSample.Builder sample) {
        var load = reading.required(proc, "loadavg", LoadAverage::parse);
        if (load == null) return;
        sample.setLoadAverage1(load.one()).setLoadAverage5(load.five()).setLoadAverage15(load.fifteen());
    }

    private @Nullable HostMemory memory() {
        reading.requiredNumbers(proc, "meminfo", meminfo);
        if (reading.missing().contains("meminfo")) return null;
        return HostMemory.newBuilder()
                .setTotalBytes(bytes("MemTotal"))
                .setFreeBytes(bytes("MemFree"))
                .setAvailableBytes(bytes("MemAvailable"))
                .setBuffersBytes(bytes("Buffers"))
                .setCachedBytes(bytes("Cached"))
                .setShmemBytes(bytes("Shmem"))
                .setSlabReclaimableBytes(bytes("SReclaimable"))
                .setSwapTotalBytes(bytes("SwapTotal"))
                .setSwapFreeBytes(bytes("SwapFree"))
                .setAnonHugeBytes(meminfo.times("AnonHugePages", KIB))
                .setCommittedBytes(meminfo.times("Committed_AS", KIB))
                .build();
    }

    private long bytes(String key) {
        Long kibibytes = meminfo.get(key);
        if (kibibytes == null) throw new IllegalStateException(key + " is there, or meminfo were missing");
        return kibibytes * KIB;
    }

    private void readPaging(HostSample.Builder sample) {
        reading.requiredNumbers(proc, "vmstat", vmstat);
        sample.setSwapInPages(vmstat.get("pswpin"))
                .setSwapOutPages(vmstat.get("pswpout"))
                .setMajorFaults(vmstat.get("pgmajfault"))
                .setOomKills(vmstat.get("oom_kill"));
    }

    /** Those of process 1, which are the host's even where the collector has a network namespace of its own. */
    private List<NicCounters> nics() {
        var nics = reading.optional(proc, "1/net/dev", NetDev::parse);
        if (nics == null) nics = reading.required(proc, "net/dev", NetDev::parse);
        return nics == null ? List.of() : nics;
    }

    private @Nullable Pressure pressure(String name) {
        return reading.optional(proc, name, PressureFile::parse);
    }
}
