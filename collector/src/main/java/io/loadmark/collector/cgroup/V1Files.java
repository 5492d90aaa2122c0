package io.loadmark.collector.cgroup;

import io.loadmark.collector.kernel.CpuList;
import io.loadmark.collector.kernel.KeyNumbers;
import io.loadmark.collector.kernel.Reading;
import io.loadmark.collector.kernel.UserHz;
import io.loadmark.schema.CgroupSample;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * cgroup v1; kernel Documentation/admin-guide/cgroup-v1. Memory is taken with everything below the group, as on v2: the
 * {@code total_} figures.
 */
final class V1Files implements ControllerFiles {
    private static final long NANOS_PER_MICRO = 1000;
    /** An unlimited group's limit is the largest number of whole pages; nobody sets more than this. */
    private static final long UNLIMITED_BYTES = 1L << 60;

    private final Reading reading;
    private final KeyNumbers cpu = KeyNumbers.of("nr_periods", "nr_throttled", "throttled_time");
    private final KeyNumbers times = KeyNumbers.of("user", "system");
    private final KeyNumbers memory = KeyNumbers.of("total_rss", "total_cache")
            .optional("total_shmem", "total_inactive_file", "total_pgmajfault", "total_swap");
    private final KeyNumbers oom = KeyNumbers.of().optional("oom_kill");

    V1Files(Reading reading) {
        this.reading = reading;
    }

    @Override
    public void readCpu(Group group, CgroupSample.Builder sample) {
        readTimes(group, sample);
        var directory = group.directory(Controller.CPU);
        if (directory == null) return;
        reading.numbers(group.files().of(directory, "cpu.stat"), cpu);
        sample.setPeriods(cpu.get("nr_periods"))
                .setThrottledPeriods(cpu.get("nr_throttled"))
                .setThrottledMicros(micros(cpu.get("throttled_time")));
    }

    @Override
    public @Nullable Long weight(Group group) {
        var directory = group.directory(Controller.CPU);
        return directory == null ? null : weight(reading.number(directory, "cpu.shares"));
    }

    private void readTimes(Group group, CgroupSample.Builder sample) {
        var directory = group.directory(Controller.CPUACCT);
        if (directory == null) return;
        sample.setUsageMicros(micros(reading.number(group.files().of(directory, "cpuacct.usage"))));
        reading.numbers(group.files().of(directory, "cpuacct.stat"), times);
        sample.setUserMicros(times.times("user", UserHz.micros(1)))
                .setSystemMicros(times.times("system", UserHz.micros(1)));
    }

    @Override
    public Bandwidth bandwidth(Group group) {
        var directory = group.directory(Controller.CPU);
        if (directory == null) return Bandwidth.UNKNOWN;
        Long quota = reading.number(directory, "cpu.cfs_quota_us"); // -1: unlimited
        Long period = reading.number(directory, "cpu.cfs_period_us");
        return new Bandwidth(quota == null || quota <= 0 ? null : quota, period);
    }

    @Override
    public @Nullable Integer cpus(Path directory) {
        Integer effective = reading.optional(directory, "cpuset.effective_cpus", CpuList::count);
        return effective != null ? effective : reading.optional(directory, "cpuset.cpus", CpuList::count);
    }

    @Override
    public void readMemory(Path directory, CgroupSample.Builder sample) {
        if (!reading.numbers(directory, "memory.stat", memory)) return;
        Long limit = reading.number(directory, "memory.limit_in_bytes");
        sample.setAnonBytes(memory.get("total_rss"))
                .setFileBytes(memory.get("total_cache"))
                .setShmemBytes(memory.get("total_shmem"))
                .setInactiveFileBytes(memory.get("total_inactive_file"))
                .setMajorFaults(memory.get("total_pgmajfault"))
                .setSwapBytes(memory.get("total_swap"))
                .setMemoryCurrentBytes(reading.number(directory, "memory.usage_in_bytes"))
                .setMemoryLimitBytes(limit == null || limit >= UNLIMITED_BYTES ? null : limit)
                .setKernelBytes(reading.number(directory, "memory.kmem.usage_in_bytes"));
        reading.numbers(directory, "memory.oom_control", oom);
        sample.setOomKills(oom.get("oom_kill"));
    }

    @Override
    public void readIo(Path directory, CgroupSample.Builder sample) {
        var bytes = blkio(directory, "blkio.throttle.io_service_bytes");
        if (bytes != null) sample.setReadBytes(bytes.read()).setWrittenBytes(bytes.written());
        var operations = blkio(directory, "blkio.throttle.io_serviced");
        if (operations != null) sample.setReads(operations.read()).setWrites(operations.written());
    }

    /** With everything below the group; before Linux 4.20 only its own. */
    private @Nullable BlkioStat blkio(Path directory, String name) {
        var recursive = reading.optional(directory, name + "_recursive", BlkioStat::parse);
        return recursive != null ? recursive : reading.optional(directory, name, BlkioStat::parse);
    }

    private static @Nullable Long micros(@Nullable Long nanos) {
        return nanos == null ? null : (Long) (nanos / NANOS_PER_MICRO);
    }

    /** cpu.weight of the same meaning, as container runtimes convert it: shares 2..262144 to weight 1..10000. */
    private static @Nullable Long weight(@Nullable Long shares) {
        return shares == null ? null : (Long) (1 + (shares - 2) * 9999 / 262142);
    }
}
