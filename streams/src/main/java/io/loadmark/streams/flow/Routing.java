package io.loadmark.streams.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Which partition a record goes to: by its key as every Kafka producer would, except that watermarks name the
 * partition that they are for. Their keys start with a character that no tenant may contain.
 */
public final class Routing {
    private static final char CONTROL = '~';

    private Routing() {}

    /** Key of a control record for one partition. */
    public static String toPartition(int partition) {
        return CONTROL + Integer.toString(partition);
    }

    /** For every sink and repartition topic that carries watermarks. */
    public static <V> StreamPartitioner<String, V> partitioner() {
        return (topic, key, value, partitions) -> Optional.of(Set.of(partition(key, partitions)));
    }

    static int partition(String key, int partitions) {
        return !key.isEmpty() && key.charAt(0) == CONTROL
                ? Integer.parseInt(key.substring(1)) % partitions
                : BuiltInPartitioner.partitionForKey(key.getBytes(UTF_8), partitions);
    }
}
