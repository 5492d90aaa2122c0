package io.loadmark.app.fit;

import io.loadmark.app.fit.LoadTestFile.Format;
import io.loadmark.model.sketch.LatencySketch;
import io.loadmark.runtime.config.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * JMeter's samples as windows: a request counts in the window in which it ended. The first and the last window are
 * partial, and left out. Only answers that JMeter counts as success are throughput.
 */
final class JtlWindows {
    static final String QPS = "qps";
    static final String P99 = "p99_ms";
    static final String CONCURRENCY = "concurrency";

    private static final List<String> COLUMNS = List.of(
            "start_ms", QPS, "offered_qps", "error_pct", "mean_ms", "p50_ms", "p90_ms", "p95_ms", P99, CONCURRENCY);

    /** A window collects its latencies in 16 KiB. */
    private static final int MOST_WINDOWS = 10_000;

    private final long windowMillis;
    private final TreeMap<Long, Window> windows = new TreeMap<>();
    private long malformed;

    private JtlWindows(Duration window) {
        windowMillis = window.toMillis();
    }

    /** What ended in one window. */
    private static final class Window {
        private final LatencySketch.Builder latency = LatencySketch.builder();
        private double samples;
        private double failed;
        private double elapsedMillis;
        private double threads;
    }

    static LoadTestFile read(Path file, Duration window) {
        var windows = new JtlWindows(window);
        var header = CsvTable.header(file);
        int stamp = header.indexOf("timeStamp");
        int elapsed = header.indexOf("elapsed");
        int success = header.indexOf("success");
        int threads = header.indexOf("allThreads");
        CsvTable.stream(file, (columns, row) -> {
            double at = NumberColumn.number(row.get(stamp));
            double took = NumberColumn.number(row.get(elapsed));
            if (!(at >= 0 && took >= 0 && Double.isFinite(at + took))) {
                windows.malformed++;
                return;
            }
            boolean failed = success >= 0 && !row.get(success).equalsIgnoreCase("true");
            windows.add(at, took, failed, threads < 0 ? Double.NaN : NumberColumn.number(row.get(threads)));
        });
        return windows.table(file);
    }

    private void add(double at, double took, boolean failed, double threads) {
        var window = windows.computeIfAbsent((long) ((at + took) / windowMillis), start -> new Window());
        if (windows.size() > MOST_WINDOWS) {
            throw new ConfigException("the samples span more than " + MOST_WINDOWS + " windows of " + windowMillis
                    + " ms: their timeStamp isn't in milliseconds, or --window is too short");
        }
        window.samples++;
        window.failed += failed ? 1 : 0;
        window.elapsedMillis += took;
        window.threads += threads;
        if (!failed) window.latency.add((long) (took * 1e6), 1);
    }

    private LoadTestFile table(Path file) {
        var rows = new ArrayList<List<String>>();
        windows.forEach((number, window) -> {
            if (windows.size() <= 2 || !(number.equals(windows.firstKey()) || number.equals(windows.lastKey()))) {
                rows.add(row(number, window));
            }
        });
        var notes = new ArrayList<String>();
        notes.add("JMeter: " + rows.size() + " windows of " + windowMillis + " ms, columns "
                + String.join(", ", COLUMNS));
        if (malformed > 0) notes.add(malformed + " samples without timeStamp or elapsed left out");
        return new LoadTestFile(new CsvTable(file.toString(), COLUMNS, rows), Format.JTL, notes);
    }

    private List<String> row(long number, Window window) {
        double seconds = windowMillis / 1e3;
        var row = new ArrayList<String>();
        row.add(Long.toString(number * windowMillis));
        row.add(text((window.samples - window.failed) / seconds));
        row.add(text(window.samples / seconds));
        row.add(text(100 * window.failed / window.samples));
        row.add(text(window.elapsedMillis / window.samples));
        LatencySketch latency = window.latency.build();
        for (double share : new double[] {0.5, 0.9, 0.95, 0.99}) {
            row.add(latency.isEmpty() ? "" : text(latency.quantileNanos(share) / 1e6));
        }
        row.add(Double.isNaN(window.threads) ? "" : text(window.threads / window.samples));
        return row;
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, "%.6g", value);
    }
}
