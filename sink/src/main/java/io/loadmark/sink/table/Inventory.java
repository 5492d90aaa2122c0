package io.loadmark.sink.table;

import static io.loadmark.sink.rowbinary.ColumnType.INT32;
import static io.loadmark.sink.rowbinary.ColumnType.INT64;
import static io.loadmark.sink.rowbinary.ColumnType.LABEL;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_INT32;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_INT64;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_LABEL;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_STRING;
import static io.loadmark.sink.rowbinary.ColumnType.STRING;
import static io.loadmark.sink.rowbinary.ColumnType.TIME;

import io.loadmark.schema.CgroupInventory;
import io.loadmark.schema.HostInventory;
import io.loadmark.schema.InventoryRecord;
import io.loadmark.schema.ProcessInventory;
import io.loadmark.sink.rowbinary.Columns;
import io.loadmark.sink.table.Table.Keep;

/** Table {@code inventory}: kept like results, as what holds may have begun long ago. */
final class Inventory {
    private static final Columns<HostInventory> HOST_INVENTORY = Columns.<HostInventory>none()
            .add("host_name", LABEL, HostInventory::getHostName)
            .add("boot_id", LABEL, HostInventory::getBootId)
            .add("product_uuid", OPTIONAL_STRING, HostInventory::getProductUuid)
            .add("kernel", LABEL, HostInventory::getKernel)
            .add("cpu_model", LABEL, HostInventory::getCpuModel)
            .add("online_cpus", INT32, HostInventory::getOnlineCpus)
            .add("physical_cores", OPTIONAL_INT32, HostInventory::getPhysicalCores)
            .add("memory_bytes", INT64, HostInventory::getMemoryBytes)
            .add("hypervisor", OPTIONAL_LABEL, HostInventory::getHypervisor);

    private static final Columns<CgroupInventory> CGROUP_INVENTORY = Columns.<CgroupInventory>none()
            .add("path", STRING, CgroupInventory::getPath)
            .add("container_id", OPTIONAL_STRING, CgroupInventory::getContainerId)
            .add("domain_name", OPTIONAL_STRING, CgroupInventory::getDomainName)
            .add("domain_uuid", OPTIONAL_STRING, CgroupInventory::getDomainUuid);

    private static final Columns<ProcessInventory> PROCESS_INVENTORY = Columns.<ProcessInventory>none()
            .add("pid", INT64, ProcessInventory::getPid)
            .add("namespace_pid", OPTIONAL_INT64, ProcessInventory::getNamespacePid)
            .add("started_at", TIME, ProcessInventory::getStartMicros)
            .add("command", LABEL, ProcessInventory::getCommand)
            .add("cgroup_path", OPTIONAL_STRING, ProcessInventory::getCgroupPath)
            .add("service_namespace", OPTIONAL_LABEL, ProcessInventory::getServiceNamespace)
            .add("service_name", OPTIONAL_LABEL, ProcessInventory::getServiceName)
            .add("service_instance_id", OPTIONAL_STRING, ProcessInventory::getServiceInstanceId);

    private static final Columns<InventoryRecord> COLUMNS = Columns.<InventoryRecord>none()
            .add("tenant", LABEL, InventoryRecord::getTenant)
            .add("host_id", LABEL, InventoryRecord::getHostId)
            .add("kind", LABEL, r -> r.getKind().name())
            .add("entity_id", STRING, InventoryRecord::getEntityId)
            .add("valid_from", TIME, InventoryRecord::getValidFromMicros)
            .add("state", LABEL, r -> r.getState().name())
            .add("observed_at", TIME, InventoryRecord::getObservedMicros)
            .perhaps("host_", HOST_INVENTORY, InventoryRecord::getHost)
            .perhaps("cgroup_", CGROUP_INVENTORY, InventoryRecord::getCgroup)
            .perhaps("process_", PROCESS_INVENTORY, InventoryRecord::getProcess)
            .perhaps("domain_", DomainInventoryColumns.DOMAIN_INVENTORY, InventoryRecord::getDomain);

    static final Table<InventoryRecord> TABLE = new Table<>(
            InventoryRecord.class,
            "inventory",
            Keep.DERIVED,
            "observed_at",
            false,
            InventoryRecord::getObservedMicros,
            COLUMNS);

    private Inventory() {}
}
