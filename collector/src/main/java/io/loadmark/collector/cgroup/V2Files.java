package io.loadmark.collector.cgroup;

import io.loadmark.collector.kernel.CpuList;
import io.loadmark.collector.kernel.KeyNumbers;
import io.loadmark.collector.kernel.Reading;
import io.loadmark.schema.CgroupSample;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** cgroup v2; kernel Documentation/admin-guide/cgroup-v2.rst. A controller that a parent doesn't enable has no files. */
final class V2Files implements ControllerFiles {
    private final Reading reading;
    // Every group has the first three; the others come with the cpu controller.
    private final KeyNumbers cpu = KeyNumbers.of("usage_usec", "user_usec", "system_usec")
            .optional("nr_periods", "nr_throttled", "throttled_usec");
    private final KeyNumbers memory = KeyNumbers.of("anon", "file", "shmem", "inactive_file", "pgmajfault")
            .optional("slab_reclaimable", "kernel");
    private final KeyNumbers events = KeyNumbers.of("oom_kill");

    V2Files(Reading reading) {
        this.reading = reading;
    }

    @Override
    public void readCpu(Group group, CgroupSample.Builder sample) {
        reading.requiredNumbers(group.files().of(group.walked(), "cpu.stat"), cpu);
        sample.setUsageMicros(cpu.get("usage_usec"))
                .setUserMicros(cpu.get("user_usec"))
                .setSystemMicros(cpu.get("system_usec"))
                .setPeriods(cpu.get("nr_periods"))
                .setThrottledPeriods(cpu.get("nr_throttled"))
                .setThrottledMicros(cpu.get("throttled_usec"));
    }

    @Override
    public @Nullable Long weight(Group group) {
        return reading.number(group.walked(), "cpu.weight");
    }

    @Override
    public Bandwidth bandwidth(Group group) {
        var bandwidth = reading.optional(group.walked(), "cpu.max", Bandwidth::parse);
        return bandwidth == null ? Bandwidth.UNKNOWN : bandwidth;
    }

    @Override
    public @Nullable Integer cpus(Path directory) {
        return reading.optional(directory, "cpuset.cpus.effective", CpuList::count);
    }

    @Override
    public void readMemory(Path directory, CgroupSample.Builder sample) {
        if (!reading.numbers(directory, "memory.stat", memory)) return;
        sample.setAnonBytes(memory.get("anon"))
                .setFileBytes(memory.get("file"))
                .setShmemBytes(memory.get("shmem"))
                .setInactiveFileBytes(memory.get("inactive_file"))
                .setSlabReclaimableBytes(memory.get("slab_reclaimable"))
                .setKernelBytes(memory.get("kernel"))
                .setMajorFaults(memory.get("pgmajfault"))
                .setMemoryCurrentBytes(reading.number(directory, "memory.current"))
                .setMemoryLimitBytes(reading.number(directory, "memory.max"))
                .setSwapBytes(reading.number(directory, "memory.swap.current"));
        reading.numbers(directory, "memory.events", events);
        sample.setOomKills(events.get("oom_kill"));
    }

    @Override
    public void readIo(Path directory, CgroupSample.Builder sample) {
        var io = reading.optional(directory, "io.stat", IoStat::parse);
        if (io == null) return;
        sample.setReadBytes(io.readBytes())
                .setWrittenBytes(io.writtenBytes())
                .setReads(io.reads())
                .setWrites(io.writes());
    }
}
