package io.loadmark.streams.flow;

import org.apache.kafka.common.TopicPartition;

/** Knows how far partitions reach, so that an idle one does not hold up time. */
@FunctionalInterface
public interface ReadProgress {
    /** Nothing is known. */
    long UNKNOWN = Long.MIN_VALUE;

    /**
     * Until when everything that the broker stored in the partition has been read by a reader at {@code nextOffset}.
     *
     * @return broker time, microseconds since 1970; {@link #UNKNOWN} while there is more to read, or nothing is known
     */
    long readUntil(TopicPartition partition, long nextOffset);
}
