package io.loadmark.collector.publish;

import static io.loadmark.runtime.config.ConfigException.check;

import io.loadmark.runtime.config.ByteSize;
import java.nio.file.Path;

/**
 * {@code collector.publisher.spool:} in loadmark.yaml.
 *
 * @param directory empty: {@code spool} below the data directory
 * @param limit bytes on disk; 0 turns the spool off
 * @param replayRate bytes a second of backlog that are replayed, beside what is sampled meanwhile
 */
public record SpoolConfig(String directory, ByteSize limit, ByteSize replayRate) {
    private static final long LEAST_LIMIT = 4L << 20;
    private static final long LEAST_RATE = 16L << 10;

    public SpoolConfig {
        check(
                limit.bytes() == 0 || limit.bytes() >= LEAST_LIMIT,
                "collector.publisher.spool.limit must be 0 or at least 4MiB, was %s",
                limit);
        check(
                replayRate.bytes() >= LEAST_RATE,
                "collector.publisher.spool.replay-rate must be at least 16KiB, was %s",
                replayRate);
    }

    boolean enabled() {
        return limit.bytes() > 0;
    }

    Path in(Path dataDirectory) {
        return directory.isEmpty() ? dataDirectory.resolve("spool") : Path.of(directory);
    }
}
