package io.loadmark.sink.table;

import static io.loadmark.sink.rowbinary.ColumnType.BOOL;
import static io.loadmark.sink.rowbinary.ColumnType.INT32;
import static io.loadmark.sink.rowbinary.ColumnType.INT64;
import static io.loadmark.sink.rowbinary.ColumnType.LABEL;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_INT32;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_INT64;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_LABEL;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_STRING;
import static io.loadmark.sink.rowbinary.ColumnType.STRING;
import static io.loadmark.sink.rowbinary.ColumnType.TIME;

import io.loadmark.schema.BlkioDevice;
import io.loadmark.schema.CpuPin;
import io.loadmark.schema.DiskInventory;
import io.loadmark.schema.DiskThrottle;
import io.loadmark.schema.DomainInventory;
import io.loadmark.schema.GuestNumaCell;
import io.loadmark.schema.MetadataEntry;
import io.loadmark.schema.NicInventory;
import io.loadmark.sink.rowbinary.Columns;

/** What the inventory holds of a domain. */
final class DomainInventoryColumns {
    private static final Columns<CpuPin> CPU_PIN =
            Columns.<CpuPin>none().add("id", INT32, CpuPin::getId).add("cpus", STRING, CpuPin::getCpus);

    private static final Columns<GuestNumaCell> GUEST_NUMA_CELL = Columns.<GuestNumaCell>none()
            .add("id", INT32, GuestNumaCell::getId)
            .add("cpus", OPTIONAL_STRING, GuestNumaCell::getCpus)
            .add("memory_bytes", OPTIONAL_INT64, GuestNumaCell::getMemoryBytes)
            .add("host_nodes", OPTIONAL_STRING, GuestNumaCell::getHostNodes);

    private static final Columns<BlkioDevice> BLKIO_DEVICE = Columns.<BlkioDevice>none()
            .add("path", STRING, BlkioDevice::getPath)
            .add("weight", OPTIONAL_INT32, BlkioDevice::getWeight)
            .add("read_bytes_per_second", OPTIONAL_INT64, BlkioDevice::getReadBytesPerSecond)
            .add("write_bytes_per_second", OPTIONAL_INT64, BlkioDevice::getWriteBytesPerSecond)
            .add("read_io_per_second", OPTIONAL_INT64, BlkioDevice::getReadIoPerSecond)
            .add("write_io_per_second", OPTIONAL_INT64, BlkioDevice::getWriteIoPerSecond);

    private static final Columns<DiskThrottle> DISK_THROTTLE = Columns.<DiskThrottle>none()
            .add("total_bytes_per_second", OPTIONAL_INT64, DiskThrottle::getTotalBytesPerSecond)
            .add("read_bytes_per_second", OPTIONAL_INT64, DiskThrottle::getReadBytesPerSecond)
            .add("write_bytes_per_second", OPTIONAL_INT64, DiskThrottle::getWriteBytesPerSecond)
            .add("total_max_bytes_per_second", OPTIONAL_INT64, DiskThrottle::getTotalMaxBytesPerSecond)
            .add("read_max_bytes_per_second", OPTIONAL_INT64, DiskThrottle::getReadMaxBytesPerSecond)
            .add("write_max_bytes_per_second", OPTIONAL_INT64, DiskThrottle::getWriteMaxBytesPerSecond)
            .add("total_io_per_second", OPTIONAL_INT64, DiskThrottle::getTotalIoPerSecond)
            .add("read_io_per_second", OPTIONAL_INT64, DiskThrottle::getReadIoPerSecond)
            .add("write_io_per_second", OPTIONAL_INT64, DiskThrottle::getWriteIoPerSecond)
            .add("total_max_io_per_second", OPTIONAL_INT64, DiskThrottle::getTotalMaxIoPerSecond)
            .add("read_max_io_per_second", OPTIONAL_INT64, DiskThrottle::getReadMaxIoPerSecond)
            .add("write_max_io_per_second", OPTIONAL_INT64, DiskThrottle::getWriteMaxIoPerSecond)
            .add("group", OPTIONAL_STRING, DiskThrottle::getGroup)
            .add("size_io_bytes", OPTIONAL_INT64, DiskThrottle::getSizeIoBytes);

    private static final Columns<DiskInventory> DISK_INVENTORY = Columns.<DiskInventory>none()
            .add("target", STRING, DiskInventory::getTarget)
            .add("device", LABEL, DiskInventory::getDevice)
            .add("bus", OPTIONAL_LABEL, DiskInventory::getBus)
            .add("source_type", LABEL, DiskInventory::getSourceType)
            .add("source", OPTIONAL_STRING, DiskInventory::getSource)
            .add("pool", OPTIONAL_LABEL, DiskInventory::getPool)
            .add("format", OPTIONAL_LABEL, DiskInventory::getFormat)
            .add("cache", OPTIONAL_LABEL, DiskInventory::getCache)
            .add("io_mode", OPTIONAL_LABEL, DiskInventory::getIoMode)
            .add("discard", OPTIONAL_LABEL, DiskInventory::getDiscard)
            .add("io_thread", OPTIONAL_INT32, DiskInventory::getIoThread)
            .add("queues", OPTIONAL_INT32, DiskInventory::getQueues)
            .add("read_only", BOOL, DiskInventory::getReadOnly)
            .add("shareable", BOOL, DiskInventory::getShareable)
            .perhaps("throttle_", DISK_THROTTLE, DiskInventory::getThrottle)
            .add("mirror_job", OPTIONAL_LABEL, DiskInventory::getMirrorJob);

    private static final Columns<NicInventory> NIC_INVENTORY = Columns.<NicInventory>none()
            .add("device", OPTIONAL_LABEL, NicInventory::getDevice)
            .add("mac", OPTIONAL_STRING, NicInventory::getMac)
            .add("type", LABEL, NicInventory::getType)
            .add("source", OPTIONAL_STRING, NicInventory::getSource)
            .add("model", OPTIONAL_LABEL, NicInventory::getModel)
            .add("driver", OPTIONAL_LABEL, NicInventory::getDriver)
            .add("queues", OPTIONAL_INT32, NicInventory::getQueues)
            .add("inbound_average_bytes_per_second", OPTIONAL_INT64, NicInventory::getInboundAverageBytesPerSecond)
            .add("inbound_peak_bytes_per_second", OPTIONAL_INT64, NicInventory::getInboundPeakBytesPerSecond)
            .add("inbound_burst_bytes", OPTIONAL_INT64, NicInventory::getInboundBurstBytes)
            .add("outbound_average_bytes_per_second", OPTIONAL_INT64, NicInventory::getOutboundAverageBytesPerSecond)
            .add("outbound_peak_bytes_per_second", OPTIONAL_INT64, NicInventory::getOutboundPeakBytesPerSecond)
            .add("outbound_burst_bytes", OPTIONAL_INT64, NicInventory::getOutboundBurstBytes)
            .add("uncounted", OPTIONAL_STRING, NicInventory::getUncounted);

    private static final Columns<MetadataEntry> METADATA_ENTRY = Columns.<MetadataEntry>none()
            .add("name", LABEL, MetadataEntry::getName)
            .add("value", STRING, MetadataEntry::getValue);

    static final Columns<DomainInventory> DOMAIN_INVENTORY = Columns.<DomainInventory>none()
            .add("name", LABEL, DomainInventory::getName)
            .add("title", OPTIONAL_STRING, DomainInventory::getTitle)
            .add("hypervisor", LABEL, DomainInventory::getHypervisor)
            .add("architecture", OPTIONAL_LABEL, DomainInventory::getArchitecture)
            .add("machine", OPTIONAL_LABEL, DomainInventory::getMachine)
            .add("started_at", TIME, DomainInventory::getStartMicros)
            .add("pid", OPTIONAL_INT64, DomainInventory::getPid)
            .add("cgroup_path", OPTIONAL_STRING, DomainInventory::getCgroupPath)
            .add("vcpus", INT32, DomainInventory::getVcpus)
            .add("vcpus_maximum", INT32, DomainInventory::getVcpusMaximum)
            .add("cpu_mode", OPTIONAL_LABEL, DomainInventory::getCpuMode)
            .add("cpu_model", OPTIONAL_LABEL, DomainInventory::getCpuModel)
            .add("sockets", OPTIONAL_INT32, DomainInventory::getSockets)
            .add("cores", OPTIONAL_INT32, DomainInventory::getCores)
            .add("threads", OPTIONAL_INT32, DomainInventory::getThreads)
            .add("cpuset", OPTIONAL_STRING, DomainInventory::getCpuset)
            .each("vcpu_pins", CPU_PIN, DomainInventory::getVcpuPins)
            .add("emulator_pin", OPTIONAL_STRING, DomainInventory::getEmulatorPin)
            .add("io_threads", INT32, DomainInventory::getIoThreads)
            .each("io_thread_pins", CPU_PIN, DomainInventory::getIoThreadPins)
            .add("shares", OPTIONAL_INT64, DomainInventory::getShares)
            .add("vcpu_period_micros", OPTIONAL_INT64, DomainInventory::getVcpuPeriodMicros)
            .add("vcpu_quota_micros", OPTIONAL_INT64, DomainInventory::getVcpuQuotaMicros)
            .add("emulator_period_micros", OPTIONAL_INT64, DomainInventory::getEmulatorPeriodMicros)
            .add("emulator_quota_micros", OPTIONAL_INT64, DomainInventory::getEmulatorQuotaMicros)
            .add("global_period_micros", OPTIONAL_INT64, DomainInventory::getGlobalPeriodMicros)
            .add("global_quota_micros", OPTIONAL_INT64, DomainInventory::getGlobalQuotaMicros)
            .add("io_thread_period_micros", OPTIONAL_INT64, DomainInventory::getIoThreadPeriodMicros)
            .add("io_thread_quota_micros", OPTIONAL_INT64, DomainInventory::getIoThreadQuotaMicros)
            .add("memory_bytes", INT64, DomainInventory::getMemoryBytes)
            .add("current_memory_bytes", INT64, DomainInventory::getCurrentMemoryBytes)
            .add("hard_limit_bytes", OPTIONAL_INT64, DomainInventory::getHardLimitBytes)
            .add("soft_limit_bytes", OPTIONAL_INT64, DomainInventory::getSoftLimitBytes)
            .add("swap_hard_limit_bytes", OPTIONAL_INT64, DomainInventory::getSwapHardLimitBytes)
            .add("hugepages", BOOL, DomainInventory::getHugepages)
            .add("hugepage_bytes", OPTIONAL_INT64, DomainInventory::getHugepageBytes)
            .add("locked", BOOL, DomainInventory::getLocked)
            .add("mergeable", BOOL, DomainInventory::getMergeable)
            .add("balloon_model", OPTIONAL_LABEL, DomainInventory::getBalloonModel)
            .add("balloon_period_seconds", OPTIONAL_INT32, DomainInventory::getBalloonPeriodSeconds)
            .add("numa_mode", OPTIONAL_LABEL, DomainInventory::getNumaMode)
            .add("numa_nodes", OPTIONAL_STRING, DomainInventory::getNumaNodes)
            .each("numa_cells", GUEST_NUMA_CELL, DomainInventory::getNumaCells)
            .add("blkio_weight", OPTIONAL_INT32, DomainInventory::getBlkioWeight)
            .each("blkio_devices", BLKIO_DEVICE, DomainInventory::getBlkioDevices)
            .each("disks", DISK_INVENTORY, DomainInventory::getDisks)
            .each("nics", NIC_INVENTORY, DomainInventory::getNics)
            .add("host_devices", STRING.array(), DomainInventory::getHostDevices)
            .add("tuning", OPTIONAL_STRING, DomainInventory::getTuning)
            .each("metadata", METADATA_ENTRY, DomainInventory::getMetadata);

    private DomainInventoryColumns() {}
}
