package io.loadmark.sink.delivery;

import static io.loadmark.runtime.config.ConfigException.check;

import java.time.Duration;

/**
 * {@code sink:} in loadmark.yaml.
 *
 * @param maxRows rows at which a batch ends
 * @param maxDelay time after its first record at which a batch ends
 * @param acknowledgedSpans whether to write one row a span
 * @param rawTtl how long ClickHouse keeps raw samples
 * @param derivedTtl how long ClickHouse keeps everything else
 */
public record SinkConfig(
        int maxRows, Duration maxDelay, boolean acknowledgedSpans, Duration rawTtl, Duration derivedTtl) {
    // One block is what ClickHouse takes whole; its own default for a block is 1,048,449 rows.
    private static final int MOST_ROWS = 1_000_000;
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);
    private static final Duration SHORTEST_TTL = Duration.ofHours(1);
    // ClickHouse counts the end of a row's life in 32-bit seconds, that is until 2106; rows are dated before 2090.
    private static final Duration LONGEST_TTL = Duration.ofDays(3_650);

    public SinkConfig {
        check(maxRows >= 1 && maxRows <= MOST_ROWS, "sink.max-rows must be in 1..%d, was %d", MOST_ROWS, maxRows);
        check(
                !maxDelay.isZero() && maxDelay.compareTo(LONGEST_DELAY) <= 0,
                "sink.max-delay must be positive and at most %s, was %s",
                LONGEST_DELAY,
                maxDelay);
        checkTtl("sink.raw-ttl", rawTtl);
        checkTtl("sink.derived-ttl", derivedTtl);
    }

    private static void checkTtl(String key, Duration ttl) {
        check(
                ttl.compareTo(SHORTEST_TTL) >= 0 && ttl.compareTo(LONGEST_TTL) <= 0,
                "%s must be in 1h..%dd, was %s",
                key,
                LONGEST_TTL.toDays(),
                ttl);
    }
}
