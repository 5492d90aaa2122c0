package io.loadmark.sink.table;

import static io.loadmark.sink.rowbinary.ColumnType.BOOL;
import static io.loadmark.sink.rowbinary.ColumnType.INT32;
import static io.loadmark.sink.rowbinary.ColumnType.INT64;
import static io.loadmark.sink.rowbinary.ColumnType.LABEL;
import static io.loadmark.sink.rowbinary.ColumnType.LABELS;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_FLOAT64;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_INT32;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_INT64;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_LABEL;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_STRING;
import static io.loadmark.sink.rowbinary.ColumnType.STRING;
import static io.loadmark.sink.rowbinary.ColumnType.TIME;

import io.loadmark.schema.DomainDisk;
import io.loadmark.schema.DomainInterface;
import io.loadmark.schema.DomainMemory;
import io.loadmark.schema.DomainSample;
import io.loadmark.schema.NamedFigure;
import io.loadmark.schema.VcpuCounters;
import io.loadmark.sink.rowbinary.Columns;
import io.loadmark.sink.table.Table.Keep;

/** Table {@code domain_samples}. */
final class DomainSamples {
    private static final Columns<VcpuCounters> VCPU_COUNTERS = Columns.<VcpuCounters>none()
            .add("index", INT32, VcpuCounters::getIndex)
            .add(
                    "state",
                    OPTIONAL_LABEL,
                    r -> r.getState() == null ? null : r.getState().name())
            .add("time_micros", OPTIONAL_INT64, VcpuCounters::getTimeMicros)
            .add("wait_micros", OPTIONAL_INT64, VcpuCounters::getWaitMicros)
            .add("delay_micros", OPTIONAL_INT64, VcpuCounters::getDelayMicros)
            .add("periods", OPTIONAL_INT64, VcpuCounters::getPeriods)
            .add("throttled_periods", OPTIONAL_INT64, VcpuCounters::getThrottledPeriods)
            .add("throttled_micros", OPTIONAL_INT64, VcpuCounters::getThrottledMicros)
            .add("thread_id", OPTIONAL_INT64, VcpuCounters::getThreadId);

    private static final Columns<DomainMemory> DOMAIN_MEMORY = Columns.<DomainMemory>none()
            .add("read_nanos", INT64, DomainMemory::getReadNanos)
            .add("current_bytes", OPTIONAL_INT64, DomainMemory::getCurrentBytes)
            .add("maximum_bytes", OPTIONAL_INT64, DomainMemory::getMaximumBytes)
            .add("rss_bytes", OPTIONAL_INT64, DomainMemory::getRssBytes)
            .add("available_bytes", OPTIONAL_INT64, DomainMemory::getAvailableBytes)
            .add("usable_bytes", OPTIONAL_INT64, DomainMemory::getUsableBytes)
            .add("unused_bytes", OPTIONAL_INT64, DomainMemory::getUnusedBytes)
            .add("disk_caches_bytes", OPTIONAL_INT64, DomainMemory::getDiskCachesBytes)
            .add("swap_in_bytes", OPTIONAL_INT64, DomainMemory::getSwapInBytes)
            .add("swap_out_bytes", OPTIONAL_INT64, DomainMemory::getSwapOutBytes)
            .add("major_faults", OPTIONAL_INT64, DomainMemory::getMajorFaults)
            .add("minor_faults", OPTIONAL_INT64, DomainMemory::getMinorFaults)
            .add("hugepage_allocations", OPTIONAL_INT64, DomainMemory::getHugepageAllocations)
            .add("hugepage_failures", OPTIONAL_INT64, DomainMemory::getHugepageFailures)
            .add("updated_at", TIME.optional(), DomainMemory::getUpdatedMicros)
            .add("hugepages", BOOL.optional(), DomainMemory::getHugepages);

    private static final Columns<DomainDisk> DOMAIN_DISK = Columns.<DomainDisk>none()
            .add("name", LABEL, DomainDisk::getName)
            .add("reads", OPTIONAL_INT64, DomainDisk::getReads)
            .add("read_bytes", OPTIONAL_INT64, DomainDisk::getReadBytes)
            .add("read_micros", OPTIONAL_INT64, DomainDisk::getReadMicros)
            .add("writes", OPTIONAL_INT64, DomainDisk::getWrites)
            .add("written_bytes", OPTIONAL_INT64, DomainDisk::getWrittenBytes)
            .add("write_micros", OPTIONAL_INT64, DomainDisk::getWriteMicros)
            .add("flushes", OPTIONAL_INT64, DomainDisk::getFlushes)
            .add("flush_micros", OPTIONAL_INT64, DomainDisk::getFlushMicros)
            .add("errors", OPTIONAL_INT64, DomainDisk::getErrors)
            .add("allocation_bytes", OPTIONAL_INT64, DomainDisk::getAllocationBytes)
            .add("capacity_bytes", OPTIONAL_INT64, DomainDisk::getCapacityBytes)
            .add("physical_bytes", OPTIONAL_INT64, DomainDisk::getPhysicalBytes)
            .add("threshold_bytes", OPTIONAL_INT64, DomainDisk::getThresholdBytes);

    private static final Columns<DomainInterface> DOMAIN_INTERFACE = Columns.<DomainInterface>none()
            .add("name", LABEL, DomainInterface::getName)
            .add("received_bytes", OPTIONAL_INT64, DomainInterface::getReceivedBytes)
            .add("received_packets", OPTIONAL_INT64, DomainInterface::getReceivedPackets)
            .add("receive_errors", OPTIONAL_INT64, DomainInterface::getReceiveErrors)
            .add("receive_drops", OPTIONAL_INT64, DomainInterface::getReceiveDrops)
            .add("sent_bytes", OPTIONAL_INT64, DomainInterface::getSentBytes)
            .add("sent_packets", OPTIONAL_INT64, DomainInterface::getSentPackets)
            .add("send_errors", OPTIONAL_INT64, DomainInterface::getSendErrors)
            .add("send_drops", OPTIONAL_INT64, DomainInterface::getSendDrops)
            .add("receive_limit_bytes_per_second", OPTIONAL_INT64, DomainInterface::getReceiveLimitBytesPerSecond)
            .add("send_limit_bytes_per_second", OPTIONAL_INT64, DomainInterface::getSendLimitBytesPerSecond);

    private static final Columns<NamedFigure> NAMED_FIGURE = Columns.<NamedFigure>none()
            .add("name", LABEL, NamedFigure::getName)
            .add("value", INT64, NamedFigure::getValue);

    private static final Columns<DomainSample> COLUMNS = Columns.<DomainSample>none()
            .add("", StampColumns.STAMP, DomainSample::getStamp)
            .add("domain_id", STRING, DomainSample::getDomainId)
            .add("name", LABEL, DomainSample::getName)
            .add("libvirt_id", INT32, DomainSample::getLibvirtId)
            .add("started_at", TIME, DomainSample::getStartMicros)
            .add("rebooted_at", TIME.optional(), DomainSample::getRebootMicros)
            .add("shape_valid_from", TIME.optional(), DomainSample::getShapeMicros)
            .add("state", LABEL, r -> r.getState().name())
            .add("state_reason", OPTIONAL_INT32, DomainSample::getStateReason)
            .add("jobs", OPTIONAL_STRING, DomainSample::getJobs)
            .add("cpu_micros", OPTIONAL_INT64, DomainSample::getCpuMicros)
            .add("user_micros", OPTIONAL_INT64, DomainSample::getUserMicros)
            .add("system_micros", OPTIONAL_INT64, DomainSample::getSystemMicros)
            .add("halt_poll_success_micros", OPTIONAL_INT64, DomainSample::getHaltPollSuccessMicros)
            .add("halt_poll_fail_micros", OPTIONAL_INT64, DomainSample::getHaltPollFailMicros)
            .add("vcpus_current", OPTIONAL_INT32, DomainSample::getVcpusCurrent)
            .add("vcpus_maximum", OPTIONAL_INT32, DomainSample::getVcpusMaximum)
            .each("vcpus", VCPU_COUNTERS, DomainSample::getVcpus)
            .add("vcpu_quota_micros", OPTIONAL_INT64, DomainSample::getVcpuQuotaMicros)
            .add("vcpu_period_micros", OPTIONAL_INT64, DomainSample::getVcpuPeriodMicros)
            .add("entitlement_cores", OPTIONAL_FLOAT64, DomainSample::getEntitlementCores)
            .add("cgroup_path", OPTIONAL_STRING, DomainSample::getCgroupPath)
            .add("throttled_micros", OPTIONAL_INT64, DomainSample::getThrottledMicros)
            .perhaps("memory_", DOMAIN_MEMORY, DomainSample::getMemory)
            .add("block_read_nanos", OPTIONAL_INT64, DomainSample::getBlockReadNanos)
            .each("disks", DOMAIN_DISK, DomainSample::getDisks)
            .add("network_read_nanos", OPTIONAL_INT64, DomainSample::getNetworkReadNanos)
            .each("interfaces", DOMAIN_INTERFACE, DomainSample::getInterfaces)
            .each("others", NAMED_FIGURE, DomainSample::getOthers)
            .add("stale", BOOL, DomainSample::getStale)
            .add("missing", LABELS, DomainSample::getMissing);

    static final Table<DomainSample> TABLE = new Table<>(
            DomainSample.class,
            "domain_samples",
            Keep.RAW,
            "at",
            true,
            s -> s.getStamp().getAtMicros(),
            COLUMNS);

    private DomainSamples() {}
}
