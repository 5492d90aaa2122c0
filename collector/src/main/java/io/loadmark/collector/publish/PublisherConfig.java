package io.loadmark.collector.publish;

import static io.loadmark.runtime.config.ConfigException.check;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.loadmark.runtime.config.ByteSize;
import java.time.Duration;
import java.util.Locale;

/**
 * {@code collector.publisher:} in loadmark.yaml.
 *
 * @param memory what may wait in memory, the producer's buffer included
 * @param patience how long Kafka may acknowledge nothing before samples go to the spool
 */
public record PublisherConfig(ByteSize memory, Duration patience, Compression compression, SpoolConfig spool) {
    private static final long LEAST_MEMORY = 8L << 20;
    private static final long MOST_MEMORY = 1L << 30;
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final int EIGHTHS = 8;

    /** How batches are compressed. */
    public enum Compression {
        @JsonProperty("lz4")
        LZ4,
        @JsonProperty("zstd")
        ZSTD;

        String kafkaName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public PublisherConfig {
        check(
                memory.bytes() >= LEAST_MEMORY && memory.bytes() <= MOST_MEMORY,
                "collector.publisher.memory must be in 8MiB..1GiB, was %s",
                memory);
        check(
                patience.compareTo(SHORTEST) >= 0 && patience.compareTo(LONGEST) <= 0,
                "collector.publisher.patience must be in 100ms..2m, was %s",
                patience);
    }

    /** An eighth of the memory: on its way from the sources, in a lane before it is sent, in a lane until acknowledged. */
    long share() {
        return memory.bytes() / EIGHTHS;
    }

    /** Of the producer: what five shares (one from the sources, two in each of two lanes) leave. */
    long producerBuffer() {
        return 3 * share();
    }
}
