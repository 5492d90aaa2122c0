package io.loadmark.collector.host;

import io.loadmark.collector.identity.HostIdentity;
import io.loadmark.collector.inventory.Facts;
import io.loadmark.schema.HostInventory;
import io.loadmark.schema.InventoryRecord;
import org.jspecify.annotations.Nullable;

/** What the inventory holds of a host. */
record HostFacts(
        HostIdentity host,
        String hostName,
        String kernel,
        CpuInfo cpus,
        int onlineCpus,
        long memoryBytes,
        @Nullable String hypervisor)
        implements Facts {
    @Override
    public void writeTo(InventoryRecord.Builder inventory) {
        inventory.setHost(new HostInventory(
                hostName,
                host.bootId(),
                host.productUuid(),
                kernel,
                cpus.model(),
                onlineCpus,
                cpus.physicalCores(),
                memoryBytes,
                hypervisor));
    }
}
