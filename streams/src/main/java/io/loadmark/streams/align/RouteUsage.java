package io.loadmark.streams.align;

import io.loadmark.schema.Usage;
import io.loadmark.schema.Watermark;
import io.loadmark.schemas.Key;
import io.loadmark.streams.flow.Routing;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Sends what a guest's collector told of the guest's cgroups and processes to the guest's physical host, as of the time
 * of the usage and by what the inventory held when it came. Watermarks follow to every partition, because any of them may
 * hold a guest's physical host.
 */
final class RouteUsage implements Processor<String, SpecificRecord, String, SpecificRecord> {
    private static final long REMEMBERED_MICROS = Duration.ofSeconds(1).toNanos() / 1000;
    private static final int MOST_HOSTS = 10_000;

    private final int partitions;
    private final Map<String, Where> remembered = new LinkedHashMap<>();

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    private ProcessorContext<String, SpecificRecord> context;

    @SuppressWarnings("NullAway.Init")
    private Placements placements;

    /** Where a host was in a second: all that it tells of that second goes the same way. */
    private record Where(long second, String physicalHostKey) {}

    RouteUsage(int partitions) {
        this.partitions = partitions;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        this.context = context;
        placements = new Placements(context.getStateStore(AlignTopology.INVENTORY_HISTORY));
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
        if (record.value() instanceof Usage usage) context.forward(record.withKey(physicalHostKey(usage)));
        else if (record.value() instanceof Watermark mark) tellAll(mark, record.timestamp());
    }

    /** Whether a usage stays where it is: it is that of a physical host. */
    static boolean isAtHome(String key, SpecificRecord value) {
        return value instanceof Usage usage && key.equals(Key.host(usage.getTenant(), usage.getHostId()));
    }

    private String physicalHostKey(Usage usage) {
        String host = Key.host(usage.getTenant(), usage.getHostId());
        long second = Math.floorDiv(usage.getToMicros(), REMEMBERED_MICROS);
        var where = remembered.get(host);
        if (where == null || where.second() != second) {
            if (remembered.size() >= MOST_HOSTS) remembered.clear();
            String physical = placements.physicalHost(
                    usage.getTenant(), usage.getHostId(), usage.getToMicros(), usage.getReceivedMicros());
            where = new Where(second, Key.host(usage.getTenant(), physical));
            remembered.put(host, where);
        }
        return where.physicalHostKey();
    }

    private void tellAll(Watermark mark, long timestampMillis) {
        int own = context.taskId().partition();
        for (int partition = 0; partition < partitions; partition++) {
            var told = new Watermark(own, partitions, mark.getAtMicros());
            context.forward(new Record<>(Routing.toPartition(partition), told, timestampMillis));
        }
    }
}
