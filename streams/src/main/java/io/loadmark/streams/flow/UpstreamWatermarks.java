package io.loadmark.streams.flow;

import io.loadmark.schema.Watermark;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The least of the watermarks that the upstream partitions have sent; unknown until each has spoken once. */
public final class UpstreamWatermarks {
    private final KeyValueStore<Integer, Long> marks;
    private long least;

    public UpstreamWatermarks(ProcessorContext<?, ?> context, String store) {
        marks = context.getStateStore(store);
        Long before = marks.get(LEAST);
        least = before == null ? ReadProgress.UNKNOWN : before;
    }

    private static final int LEAST = -1;

    /** The store, to be connected to the processor. */
    public static StoreBuilder<KeyValueStore<Integer, Long>> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.Integer(), Serdes.Long())
                .withCachingEnabled();
    }

    /** Takes what an upstream partition says; true if the least has moved. */
    public boolean advance(Watermark mark) {
        Long before = marks.get(mark.getUpstream());
        if (before != null && before >= mark.getAtMicros()) return false;
        marks.put(mark.getUpstream(), mark.getAtMicros());
        long now = Long.MAX_VALUE;
        for (int upstream = 0; upstream < mark.getUpstreams(); upstream++) {
            Long at = marks.get(upstream);
            now = Math.min(now, at == null ? ReadProgress.UNKNOWN : at);
        }
        if (now <= least) return false;
        least = now;
        marks.put(LEAST, now);
        return true;
    }

    /** Broker time up to which everything upstream has arrived here, microseconds since 1970, or unknown. */
    public long least() {
        return least;
    }
}
