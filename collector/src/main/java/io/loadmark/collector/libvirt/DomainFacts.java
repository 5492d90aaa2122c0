package io.loadmark.collector.libvirt;

import io.loadmark.collector.inventory.Facts;
import io.loadmark.schema.DomainInventory;
import io.loadmark.schema.InventoryRecord;
import org.jspecify.annotations.Nullable;

/** What the inventory holds of a domain. */
record DomainFacts(DomainInventory domain) implements Facts {

    /** With what its XML doesn't know. */
    static DomainFacts of(DomainInventory xml, Life life) {
        var process = life.process();
        return new DomainFacts(DomainInventory.newBuilder(xml)
                .setStartMicros(life.startMicros())
                .setPid(process == null ? null : process.pid())
                .setCgroupPath(process == null ? null : process.cgroupPath())
                .setTuning(Tuning.fingerprint(xml))
                .build());
    }

    /** In nearly every round they are the same object, and a configuration is long. */
    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean equals(@Nullable Object other) {
        return other instanceof DomainFacts facts && (domain == facts.domain || domain.equals(facts.domain));
    }

    @Override
    public int hashCode() {
        return domain.hashCode();
    }

    @Override
    public void writeTo(InventoryRecord.Builder inventory) {
        inventory.setDomain(domain);
    }
}
