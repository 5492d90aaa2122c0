package io.loadmark.app.fit;

import io.loadmark.runtime.config.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file with what its format tells beyond its columns.
 *
 * @param table rows, one a stretch of time
 * @param format of the file
 * @param notes what was made of it, for people
 */
public record LoadTestFile(CsvTable table, Format format, List<String> notes) {
    /** Which column holds what, and whether the load generator waits for answers. */
    public enum Format {
        /** A table of anything. */
        CSV(null, null, null, false),
        /** JMeter's results, one line a sample: made into windows here. */
        JTL(JtlWindows.QPS, JtlWindows.P99, JtlWindows.CONCURRENCY, true),
        /** Locust's {@code *_stats_history.csv}. */
        LOCUST("Requests/s", "99%", "User Count", true);

        private final @Nullable String qps;
        private final @Nullable String p99;
        private final @Nullable String concurrency;
        private final boolean closedLoop;

        Format(@Nullable String qps, @Nullable String p99, @Nullable String concurrency, boolean closedLoop) {
            this.qps = qps;
            this.p99 = p99;
            this.concurrency = concurrency;
            this.closedLoop = closedLoop;
        }

        /** Column of the throughput, where the format has one. */
        public @Nullable String qps() {
            return qps;
        }

        /** Column of the 99th percentile, milliseconds, where the format has one. */
        public @Nullable String p99() {
            return p99;
        }

        /** Column of the concurrency, where the format has one. */
        public @Nullable String concurrency() {
            return concurrency;
        }

        /** Whether its load generator sends the next request after the answer to the one before. */
        public boolean isClosedLoop() {
            return closedLoop;
        }
    }

    /**
     * Reads a file; JMeter's samples are gathered into windows of the given length.
     *
     * @throws ConfigException when the file can't be read or is none of the formats
     */
    public static LoadTestFile read(Path file, Duration window) {
        List<String> header = CsvTable.header(file);
        if (header.contains("timeStamp") && header.contains("elapsed")) {
            return JtlWindows.read(file, window);
        }
        if (header.contains("User Count") && header.contains("Requests/s")) {
            return locust(CsvTable.read(file));
        }
        if (header.contains("Request Count") && header.contains("Failure Count")) {
            throw new ConfigException(file + " is Locust's summary, one line for the whole run; give its"
                    + " *_stats_history.csv, which --csv writes beside it");
        }
        return new LoadTestFile(CsvTable.read(file), Format.CSV, List.of());
    }

    /** Only the lines over all requests: the others are parts of them. */
    private static LoadTestFile locust(CsvTable table) {
        int name = table.columns().indexOf("Name");
        var rows = table.rows().stream()
                .filter(row -> name < 0 || row.get(name).equals("Aggregated"))
                .toList();
        return new LoadTestFile(
                new CsvTable(table.source(), table.columns(), rows),
                Format.LOCUST,
                List.of("Locust history: " + rows.size() + " lines named Aggregated"));
    }
}
