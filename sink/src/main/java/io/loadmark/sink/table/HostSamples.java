package io.loadmark.sink.table;

import static io.loadmark.sink.rowbinary.ColumnType.INT32;
import static io.loadmark.sink.rowbinary.ColumnType.INT32S;
import static io.loadmark.sink.rowbinary.ColumnType.INT64;
import static io.loadmark.sink.rowbinary.ColumnType.LABEL;
import static io.loadmark.sink.rowbinary.ColumnType.LABELS;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_FLOAT64;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_INT64;

import io.loadmark.schema.CpuTimes;
import io.loadmark.schema.DiskCounters;
import io.loadmark.schema.HostMemory;
import io.loadmark.schema.HostSample;
import io.loadmark.schema.HugePages;
import io.loadmark.schema.KsmGauges;
import io.loadmark.schema.NicCounters;
import io.loadmark.schema.NumaNode;
import io.loadmark.sink.rowbinary.Columns;
import io.loadmark.sink.table.Table.Keep;

/** Table {@code host_samples}. */
final class HostSamples {
    private static final Columns<CpuTimes> CPU_TIMES = Columns.<CpuTimes>none()
            .add("user_micros", INT64, CpuTimes::getUserMicros)
            .add("nice_micros", INT64, CpuTimes::getNiceMicros)
            .add("system_micros", INT64, CpuTimes::getSystemMicros)
            .add("idle_micros", INT64, CpuTimes::getIdleMicros)
            .add("iowait_micros", INT64, CpuTimes::getIowaitMicros)
            .add("irq_micros", INT64, CpuTimes::getIrqMicros)
            .add("softirq_micros", INT64, CpuTimes::getSoftirqMicros)
            .add("steal_micros", INT64, CpuTimes::getStealMicros)
            .add("guest_micros", INT64, CpuTimes::getGuestMicros);

    private static final Columns<HostMemory> HOST_MEMORY = Columns.<HostMemory>none()
            .add("total_bytes", INT64, HostMemory::getTotalBytes)
            .add("free_bytes", INT64, HostMemory::getFreeBytes)
            .add("available_bytes", INT64, HostMemory::getAvailableBytes)
            .add("buffers_bytes", INT64, HostMemory::getBuffersBytes)
            .add("cached_bytes", INT64, HostMemory::getCachedBytes)
            .add("shmem_bytes", INT64, HostMemory::getShmemBytes)
            .add("slab_reclaimable_bytes", INT64, HostMemory::getSlabReclaimableBytes)
            .add("swap_total_bytes", INT64, HostMemory::getSwapTotalBytes)
            .add("swap_free_bytes", INT64, HostMemory::getSwapFreeBytes)
            .add("anon_huge_bytes", OPTIONAL_INT64, HostMemory::getAnonHugeBytes)
            .add("committed_bytes", OPTIONAL_INT64, HostMemory::getCommittedBytes);

    private static final Columns<HugePages> HUGE_PAGES = Columns.<HugePages>none()
            .add("page_bytes", INT64, HugePages::getPageBytes)
            .add("total", INT64, HugePages::getTotal)
            .add("free", INT64, HugePages::getFree)
            .add("reserved", OPTIONAL_INT64, HugePages::getReserved)
            .add("surplus", OPTIONAL_INT64, HugePages::getSurplus);

    private static final Columns<KsmGauges> KSM = Columns.<KsmGauges>none()
            .add("run", INT64, KsmGauges::getRun)
            .add("pages_shared", INT64, KsmGauges::getPagesShared)
            .add("pages_sharing", INT64, KsmGauges::getPagesSharing)
            .add("pages_unshared", OPTIONAL_INT64, KsmGauges::getPagesUnshared)
            .add("pages_volatile", OPTIONAL_INT64, KsmGauges::getPagesVolatile)
            .add("full_scans", OPTIONAL_INT64, KsmGauges::getFullScans);

    private static final Columns<NumaNode> NUMA_NODES = Columns.<NumaNode>none()
            .add("node", INT32, NumaNode::getNode)
            .add("cpus", LABEL, NumaNode::getCpus)
            .add("total_bytes", OPTIONAL_INT64, NumaNode::getTotalBytes)
            .add("free_bytes", OPTIONAL_INT64, NumaNode::getFreeBytes)
            .add("hits", OPTIONAL_INT64, NumaNode::getHits)
            .add("misses", OPTIONAL_INT64, NumaNode::getMisses)
            .add("foreign", OPTIONAL_INT64, NumaNode::getForeign)
            .add("local", OPTIONAL_INT64, NumaNode::getLocal)
            .add("remote", OPTIONAL_INT64, NumaNode::getRemote);

    private static final Columns<DiskCounters> DISK_COUNTERS = Columns.<DiskCounters>none()
            .add("device", LABEL, DiskCounters::getDevice)
            .add("reads", INT64, DiskCounters::getReads)
            .add("read_bytes", INT64, DiskCounters::getReadBytes)
            .add("read_micros", INT64, DiskCounters::getReadMicros)
            .add("writes", INT64, DiskCounters::getWrites)
            .add("written_bytes", INT64, DiskCounters::getWrittenBytes)
            .add("write_micros", INT64, DiskCounters::getWriteMicros)
            .add("in_flight", INT64, DiskCounters::getInFlight)
            .add("busy_micros", INT64, DiskCounters::getBusyMicros)
            .add("queue_micros", INT64, DiskCounters::getQueueMicros);

    private static final Columns<NicCounters> NIC_COUNTERS = Columns.<NicCounters>none()
            .add("device", LABEL, NicCounters::getDevice)
            .add("received_bytes", INT64, NicCounters::getReceivedBytes)
            .add("received_packets", INT64, NicCounters::getReceivedPackets)
            .add("receive_errors", INT64, NicCounters::getReceiveErrors)
            .add("receive_drops", INT64, NicCounters::getReceiveDrops)
            .add("sent_bytes", INT64, NicCounters::getSentBytes)
            .add("sent_packets", INT64, NicCounters::getSentPackets)
            .add("send_errors", INT64, NicCounters::getSendErrors)
            .add("send_drops", INT64, NicCounters::getSendDrops)
            .add("speed_bytes_per_second", OPTIONAL_INT64, NicCounters::getSpeedBytesPerSecond);

    private static final Columns<HostSample> COLUMNS = Columns.<HostSample>none()
            .add("", StampColumns.STAMP, HostSample::getStamp)
            .add("host_name", LABEL, HostSample::getHostName)
            .add("online_cpus", INT32, HostSample::getOnlineCpus)
            .perhaps("cpu_", CPU_TIMES, HostSample::getCpu)
            .each("cpus", CPU_TIMES, HostSample::getCpus)
            .add("cpu_numbers", INT32S, HostSample::getCpuNumbers)
            .add("context_switches", OPTIONAL_INT64, HostSample::getContextSwitches)
            .add("runnable_tasks", OPTIONAL_INT64, HostSample::getRunnableTasks)
            .add("blocked_tasks", OPTIONAL_INT64, HostSample::getBlockedTasks)
            .add("load_average1", OPTIONAL_FLOAT64, HostSample::getLoadAverage1)
            .add("load_average5", OPTIONAL_FLOAT64, HostSample::getLoadAverage5)
            .add("load_average15", OPTIONAL_FLOAT64, HostSample::getLoadAverage15)
            .perhaps("memory_", HOST_MEMORY, HostSample::getMemory)
            .each("huge_pages", HUGE_PAGES, HostSample::getHugePages)
            .perhaps("ksm_", KSM, HostSample::getKsm)
            .each("numa_nodes", NUMA_NODES, HostSample::getNumaNodes)
            .add("swap_in_pages", OPTIONAL_INT64, HostSample::getSwapInPages)
            .add("swap_out_pages", OPTIONAL_INT64, HostSample::getSwapOutPages)
            .add("major_faults", OPTIONAL_INT64, HostSample::getMajorFaults)
            .add("oom_kills", OPTIONAL_INT64, HostSample::getOomKills)
            .each("disks", DISK_COUNTERS, HostSample::getDisks)
            .each("nics", NIC_COUNTERS, HostSample::getNics)
            .perhaps("cpu_pressure_", StampColumns.PRESSURE, HostSample::getCpuPressure)
            .perhaps("memory_pressure_", StampColumns.PRESSURE, HostSample::getMemoryPressure)
            .perhaps("io_pressure_", StampColumns.PRESSURE, HostSample::getIoPressure)
            .add("missing", LABELS, HostSample::getMissing);

    static final Table<HostSample> TABLE = new Table<>(
            HostSample.class,
            "host_samples",
            Keep.RAW,
            "at",
            true,
            s -> s.getStamp().getAtMicros(),
            COLUMNS);

    private HostSamples() {}
}
