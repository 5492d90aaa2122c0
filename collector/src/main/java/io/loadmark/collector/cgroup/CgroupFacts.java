package io.loadmark.collector.cgroup;

import io.loadmark.collector.inventory.Facts;
import io.loadmark.schema.CgroupInventory;
import io.loadmark.schema.InventoryRecord;
import org.jspecify.annotations.Nullable;

/** What the inventory holds of a control group. */
record CgroupFacts(
        String path, @Nullable String containerId, @Nullable Domain domain) implements Facts {
    @Override
    public void writeTo(InventoryRecord.Builder inventory) {
        inventory.setCgroup(new CgroupInventory(
                path, containerId, domain == null ? null : domain.name(), domain == null ? null : domain.uuid()));
    }
}
