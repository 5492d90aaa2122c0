package io.loadmark.collector.publish;

import io.loadmark.schema.CgroupSample;
import io.loadmark.schema.DomainSample;
import io.loadmark.schema.Event;
import io.loadmark.schema.HostSample;
import io.loadmark.schema.InventoryRecord;
import io.loadmark.schema.ProcessSample;
import io.loadmark.schemas.AvroCodec;
import org.apache.avro.specific.SpecificRecord;

/** Encodes what the collector publishes. */
final class Codecs {
    private final AvroCodec<HostSample> host = AvroCodec.of(HostSample.class);
    private final AvroCodec<DomainSample> domain = AvroCodec.of(DomainSample.class);
    private final AvroCodec<CgroupSample> cgroup = AvroCodec.of(CgroupSample.class);
    private final AvroCodec<ProcessSample> process = AvroCodec.of(ProcessSample.class);
    private final AvroCodec<InventoryRecord> inventory = AvroCodec.of(InventoryRecord.class);
    private final AvroCodec<Event> event = AvroCodec.of(Event.class);

    byte[] encode(SpecificRecord value) {
        if (value instanceof HostSample sample) return host.encode(sample);
        if (value instanceof DomainSample sample) return domain.encode(sample);
        if (value instanceof CgroupSample sample) return cgroup.encode(sample);
        if (value instanceof ProcessSample sample) return process.encode(sample);
        if (value instanceof InventoryRecord record) return inventory.encode(record);
        if (value instanceof Event happened) return event.encode(happened);
        throw new IllegalArgumentException(
                "not published by the collector: " + value.getSchema().getFullName());
    }
}
