package io.loadmark.collector.process;

import io.loadmark.collector.inventory.Facts;
import io.loadmark.schema.InventoryRecord;
import io.loadmark.schema.ProcessInventory;

/** What the inventory holds of a process. */
record ProcessFacts(KnownProcess process) implements Facts {
    @Override
    public void writeTo(InventoryRecord.Builder inventory) {
        inventory.setProcess(new ProcessInventory(
                process.pid(),
                process.namespacePid(),
                process.startMicros(),
                process.command(),
                process.cgroupPath(),
                process.service().namespace(),
                process.service().name(),
                process.service().instanceId()));
    }
}
