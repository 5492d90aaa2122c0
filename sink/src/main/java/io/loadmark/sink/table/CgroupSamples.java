package io.loadmark.sink.table;

import static io.loadmark.sink.rowbinary.ColumnType.LABEL;
import static io.loadmark.sink.rowbinary.ColumnType.LABELS;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_FLOAT64;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_INT32;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_INT64;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_STRING;
import static io.loadmark.sink.rowbinary.ColumnType.STRING;
import static io.loadmark.sink.rowbinary.ColumnType.TIME;

import io.loadmark.schema.CgroupSample;
import io.loadmark.sink.rowbinary.Columns;
import io.loadmark.sink.table.Table.Keep;

/** Table {@code cgroup_samples}. */
final class CgroupSamples {
    private static final Columns<CgroupSample> COLUMNS = Columns.<CgroupSample>none()
            .add("", StampColumns.STAMP, CgroupSample::getStamp)
            .add("path", STRING, CgroupSample::getPath)
            .add("created_at", TIME, CgroupSample::getCreatedMicros)
            .add("hierarchy", LABEL, r -> r.getHierarchy().name())
            .add("container_id", OPTIONAL_STRING, CgroupSample::getContainerId)
            .add("domain_name", OPTIONAL_STRING, CgroupSample::getDomainName)
            .add("domain_uuid", OPTIONAL_STRING, CgroupSample::getDomainUuid)
            .add("usage_micros", OPTIONAL_INT64, CgroupSample::getUsageMicros)
            .add("user_micros", OPTIONAL_INT64, CgroupSample::getUserMicros)
            .add("system_micros", OPTIONAL_INT64, CgroupSample::getSystemMicros)
            .add("periods", OPTIONAL_INT64, CgroupSample::getPeriods)
            .add("throttled_periods", OPTIONAL_INT64, CgroupSample::getThrottledPeriods)
            .add("throttled_micros", OPTIONAL_INT64, CgroupSample::getThrottledMicros)
            .add("quota_micros", OPTIONAL_INT64, CgroupSample::getQuotaMicros)
            .add("period_micros", OPTIONAL_INT64, CgroupSample::getPeriodMicros)
            .add("cpu_weight", OPTIONAL_INT64, CgroupSample::getCpuWeight)
            .add("cpuset_cpus", OPTIONAL_INT32, CgroupSample::getCpusetCpus)
            .add("entitlement_cores", OPTIONAL_FLOAT64, CgroupSample::getEntitlementCores)
            .add("memory_current_bytes", OPTIONAL_INT64, CgroupSample::getMemoryCurrentBytes)
            .add("memory_limit_bytes", OPTIONAL_INT64, CgroupSample::getMemoryLimitBytes)
            .add("anon_bytes", OPTIONAL_INT64, CgroupSample::getAnonBytes)
            .add("file_bytes", OPTIONAL_INT64, CgroupSample::getFileBytes)
            .add("shmem_bytes", OPTIONAL_INT64, CgroupSample::getShmemBytes)
            .add("inactive_file_bytes", OPTIONAL_INT64, CgroupSample::getInactiveFileBytes)
            .add("slab_reclaimable_bytes", OPTIONAL_INT64, CgroupSample::getSlabReclaimableBytes)
            .add("kernel_bytes", OPTIONAL_INT64, CgroupSample::getKernelBytes)
            .add("swap_bytes", OPTIONAL_INT64, CgroupSample::getSwapBytes)
            .add("major_faults", OPTIONAL_INT64, CgroupSample::getMajorFaults)
            .add("oom_kills", OPTIONAL_INT64, CgroupSample::getOomKills)
            .add("read_bytes", OPTIONAL_INT64, CgroupSample::getReadBytes)
            .add("written_bytes", OPTIONAL_INT64, CgroupSample::getWrittenBytes)
            .add("reads", OPTIONAL_INT64, CgroupSample::getReads)
            .add("writes", OPTIONAL_INT64, CgroupSample::getWrites)
            .add("pids", OPTIONAL_INT64, CgroupSample::getPids)
            .add("pids_limit", OPTIONAL_INT64, CgroupSample::getPidsLimit)
            .add("runnable_tasks", OPTIONAL_INT32, CgroupSample::getRunnableTasks)
            .add("blocked_tasks", OPTIONAL_INT32, CgroupSample::getBlockedTasks)
            .add("load_average1", OPTIONAL_FLOAT64, CgroupSample::getLoadAverage1)
            .add("load_average5", OPTIONAL_FLOAT64, CgroupSample::getLoadAverage5)
            .add("load_average15", OPTIONAL_FLOAT64, CgroupSample::getLoadAverage15)
            .perhaps("cpu_pressure_", StampColumns.PRESSURE, CgroupSample::getCpuPressure)
            .perhaps("memory_pressure_", StampColumns.PRESSURE, CgroupSample::getMemoryPressure)
            .perhaps("io_pressure_", StampColumns.PRESSURE, CgroupSample::getIoPressure)
            .add("slow_read_nanos", OPTIONAL_INT64, CgroupSample::getSlowReadNanos)
            .add("missing", LABELS, CgroupSample::getMissing);

    static final Table<CgroupSample> TABLE = new Table<>(
            CgroupSample.class,
            "cgroup_samples",
            Keep.RAW,
            "at",
            true,
            s -> s.getStamp().getAtMicros(),
            COLUMNS);

    private CgroupSamples() {}
}
