package io.loadmark.app.collect;

import io.loadmark.collector.Collector;
import io.loadmark.collector.CollectorConfig;
import io.loadmark.schema.InventoryRecord;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.specific.SpecificRecord;

/**
 * One reading of everything.
 *
 * @param problems what could not be read, by source
 */
public record Round(List<SpecificRecord> samples, Map<String, String> problems) {
    public Round {
        samples = List.copyOf(samples);
        problems = Map.copyOf(problems);
    }

    /** Reads this machine, without Kafka. */
    public static Round take(String tenant, CollectorConfig config) throws InterruptedException {
        var samples = new CopyOnWriteArrayList<SpecificRecord>();
        var problems = Collector.once(tenant, config, (topic, key, value) -> {
            if (!(value instanceof InventoryRecord)) samples.add(value);
        });
        return new Round(samples, problems);
    }
}
