package io.loadmark.collector.inventory;

import io.loadmark.schema.InventoryRecord;

/** What the inventory holds of an entity. Compared with {@code equals} to tell a change, so records implement it. */
public interface Facts {

    /** Puts the facts into their part of the record. */
    void writeTo(InventoryRecord.Builder inventory);
}
