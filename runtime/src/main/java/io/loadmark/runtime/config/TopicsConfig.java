package io.loadmark.runtime.config;

import static io.loadmark.runtime.config.ConfigException.check;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;

/** {@code topics:} in loadmark.yaml. */
public record TopicsConfig(
        Manage manage,
        int partitions,
        short replicationFactor,
        Duration rawRetention,
        ByteSize rawRetentionBytes,
        Duration derivedRetention,
        ByteSize derivedRetentionBytes) {

    // Below it a restart of what reads would find its input gone.
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(3_650);
    private static final ByteSize FEWEST = new ByteSize(1 << 20);

    /** Whether missing topics are made; whether the settings of those that exist are checked. */
    public enum Manage {
        @JsonProperty("create")
        CREATE,
        @JsonProperty("check")
        CHECK,
        /** As {@link #CHECK} but for the settings, say of mirrored topics, whose stamps are those of their origin's broker. */
        @JsonProperty("trust")
        TRUST
    }

    public TopicsConfig {
        check(partitions >= 1 && partitions <= 1000, "topics.partitions must be in 1..1000, was %d", partitions);
        check(replicationFactor >= 1, "topics.replication-factor must be at least 1, was %d", replicationFactor);
        checkRetention("topics.raw-retention", rawRetention);
        checkRetention("topics.derived-retention", derivedRetention);
        checkRetention("topics.raw-retention-bytes", rawRetentionBytes);
        checkRetention("topics.derived-retention-bytes", derivedRetentionBytes);
    }

    private static void checkRetention(String key, Duration retention) {
        check(
                retention.compareTo(SHORTEST) >= 0 && retention.compareTo(LONGEST) <= 0,
                "%s must be in %s..%s, was %s",
                key,
                SHORTEST,
                LONGEST,
                retention);
    }

    private static void checkRetention(String key, ByteSize retention) {
        check(retention.bytes() >= FEWEST.bytes(), "%s must be at least %s, was %s", key, FEWEST, retention);
    }
}
