package io.loadmark.streams.flow;

import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.ReadPosition;
import io.loadmark.schema.Watermark;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The watermark of a first stage: the broker time up to which this task has read all of its input partitions. A
 * partition speaks by the broker's stamp on its last record; one that has been read to its end, by the time at which
 * that end was looked up. The wall clock alone never moves it.
 */
public final class InputWatermark {
    private final List<Topic> inputs;
    private final ReadProgress progress;
    private final int partition;
    private final KeyValueStore<String, ReadPosition> positions;
    private long reached = ReadProgress.UNKNOWN;

    public InputWatermark(
            ProcessorContext<?, ?> context, List<Topic> inputs, ReadProgress progress, String positionStore) {
        this.inputs = inputs;
        this.progress = progress;
        partition = context.taskId().partition();
        positions = context.getStateStore(positionStore);
    }

    /** The store of read positions, to be connected to the processor. */
    public static StoreBuilder<KeyValueStore<String, ReadPosition>> store(String name) {
        return Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), Serdes.String(), AvroSerde.of(ReadPosition.class))
                .withCachingEnabled();
    }

    /** A record has been processed, and what came of it forwarded. */
    public void read(String topic, long offset, long storedMicros) {
        var before = positions.get(topic);
        long latest = before == null ? storedMicros : Math.max(before.getStoredMicros(), storedMicros);
        positions.put(topic, new ReadPosition(offset + 1, latest));
    }

    /** The watermark if it has moved since the last call, microseconds since 1970. */
    public OptionalLong advance() {
        long least = Long.MAX_VALUE;
        for (Topic input : inputs) least = Math.min(least, reached(input));
        if (least <= reached) return OptionalLong.empty();
        reached = least;
        return OptionalLong.of(reached);
    }

    private long reached(Topic input) {
        var position = positions.get(input.topicName());
        long next = position == null ? 0 : position.getNextOffset();
        long stored = position == null ? ReadProgress.UNKNOWN : position.getStoredMicros();
        return Math.max(stored, progress.readUntil(new TopicPartition(input.topicName(), partition), next));
    }

    /** The control record for this partition's own downstream partition, which nobody else speaks to. */
    public Record<String, Watermark> toOwnPartition(long atMicros, long nowMillis) {
        return new Record<>(Routing.toPartition(partition), new Watermark(0, 1, atMicros), nowMillis);
    }

    /** The control records for the downstream partitions, as many as upstream ones, all of which speak to each. */
    public List<Record<String, Watermark>> toAllPartitions(int partitions, long atMicros, long nowMillis) {
        return IntStream.range(0, partitions)
                .mapToObj(downstream -> new Record<>(
                        Routing.toPartition(downstream), new Watermark(partition, partitions, atMicros), nowMillis))
                .toList();
    }
}
