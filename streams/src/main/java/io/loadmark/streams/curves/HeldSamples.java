package io.loadmark.streams.curves;

import io.loadmark.schema.LoadSample;
import io.loadmark.streams.flow.AvroSerde;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Samples that came before the instance's window before them, kept by instance and window. */
final class HeldSamples {
    private static final char SEPARATOR = '\0';
    private static final char AFTER_SEPARATOR = '\1';
    private static final int MICROS_DIGITS = 17;

    private final KeyValueStore<String, LoadSample> samples;

    HeldSamples(KeyValueStore<String, LoadSample> samples) {
        this.samples = samples;
    }

    static StoreBuilder<KeyValueStore<String, LoadSample>> store(String name) {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(name), Serdes.String(), AvroSerde.of(LoadSample.class))
                .withCachingEnabled();
    }

    void hold(String instance, LoadSample sample) {
        samples.put(key(instance, sample), sample);
    }

    /** In window order. */
    List<LoadSample> of(String instance) {
        var found = new ArrayList<LoadSample>();
        try (var entries = samples.range(instance + SEPARATOR, instance + AFTER_SEPARATOR)) {
            while (entries.hasNext()) found.add(entries.next().value);
        }
        return found;
    }

    void release(String instance, LoadSample sample) {
        samples.delete(key(instance, sample));
    }

    private static String key(String instance, LoadSample sample) {
        return instance + SEPARATOR + String.format(Locale.ROOT, "%0" + MICROS_DIGITS + "d", sample.getStartMicros());
    }
}
