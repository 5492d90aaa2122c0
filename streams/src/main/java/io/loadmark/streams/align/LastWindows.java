package io.loadmark.streams.align;

import io.loadmark.streams.flow.WindowKey;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** Each instance's last window that was handed on: the chain along which it is learned from. */
final class LastWindows {
    /** After a day without requests an instance begins a new chain. */
    private static final long KEPT_MICROS = Duration.ofDays(1).toNanos() / 1000;

    private static final long SWEEP_MICROS = Duration.ofHours(1).toNanos() / 1000;

    private final KeyValueStore<String, Long> starts;
    private long sweptMicros;

    LastWindows(KeyValueStore<String, Long> starts) {
        this.starts = starts;
    }

    static StoreBuilder<KeyValueStore<String, Long>> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.Long())
                .withCachingEnabled();
    }

    /** Goes on to a window of the instance that the key names; returns the start of the one before, if any. */
    @Nullable
    Long advance(WindowKey window) {
        Long before = starts.get(window.name());
        starts.put(window.name(), window.startMicros());
        return before;
    }

    /** Forgets, now and then, instances that have long been silent. */
    void forget(long closedMicros) {
        if (closedMicros - sweptMicros < SWEEP_MICROS) return;
        sweptMicros = closedMicros;
        try (var entries = starts.all()) {
            while (entries.hasNext()) {
                var entry = entries.next();
                if (entry.value < closedMicros - KEPT_MICROS) starts.delete(entry.key);
            }
        }
    }
}
