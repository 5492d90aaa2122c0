package io.loadmark.streams.requests;

import io.loadmark.schema.PauseTotal;
import io.loadmark.schema.RuntimeInterval;
import io.loadmark.schema.RuntimeSeries;
import io.loadmark.schemas.Key;
import io.loadmark.streams.requests.MetricBatch.Pause;
import io.loadmark.streams.requests.MetricBatch.RuntimeTold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Intervals between the metrics of an instance's managed runtime, with the pauses in each: cumulative series are differenced,
 * a series whose start moved has restarted and counts from its new start, and one that went backwards counts nothing. Who
 * tells differences tells nothing of an interval without pauses; that it is alive is then known by its heap.
 */
final class RuntimePauses {
    private static final long LONGEST_NANOS = Duration.ofMinutes(10).toNanos();
    private static final int MOST_SERIES = 256;

    private final KeyValueStore<String, RuntimeSeries> series;

    RuntimePauses(KeyValueStore<String, RuntimeSeries> series) {
        this.series = series;
    }

    /** Intervals that end with what a batch tells. */
    List<RuntimeInterval> add(MetricBatch batch, long storedMicros) {
        var intervals = new ArrayList<RuntimeInterval>();
        for (var runtime : batch.runtimes()) add(runtime, storedMicros).ifPresent(intervals::add);
        return intervals;
    }

    private Optional<RuntimeInterval> add(RuntimeTold told, long storedMicros) {
        String key = Key.instance(told.id());
        var before = series.get(key);
        if (before != null && told.timeNanos() <= before.getTimeNanos()) return Optional.empty(); // a repetition
        var sum = new Sum(before);
        told.pauses().forEach(sum::add);
        if (told.pauses().isEmpty() && !sum.totals.isEmpty())
            return Optional.empty(); // its series come by another record
        series.put(key, new RuntimeSeries(told.timeNanos(), sum.differences, List.copyOf(sum.totals.values())));
        if (told.pauses().isEmpty() && !sum.differences) return Optional.empty(); // no collection yet, or none is told
        long from = sum.from(before);
        if (from <= 0 || told.timeNanos() <= from || told.timeNanos() - from > LONGEST_NANOS) return Optional.empty();
        return Optional.of(new RuntimeInterval(
                told.id(),
                from / 1000,
                told.timeNanos() / 1000,
                sum.pauses,
                sum.seconds,
                LiveHeap.ratio(told.heap()),
                storedMicros));
    }

    /** What the points of one time add. */
    private static final class Sum {
        final Map<String, PauseTotal> totals = new TreeMap<>();
        boolean differences;
        double pauses;
        double seconds;
        private long start = Long.MAX_VALUE;

        Sum(@Nullable RuntimeSeries before) {
            if (before == null) return;
            differences = before.getDifferences();
            for (var total : before.getTotals()) totals.put(total.getSeries(), total);
        }

        void add(Pause point) {
            start = Math.min(start, point.startNanos());
            if (!point.cumulative()) {
                differences = true;
                pauses += point.count();
                seconds += point.seconds();
                return;
            }
            var total = totals.get(point.series());
            if (total == null && totals.size() >= MOST_SERIES) return;
            totals.put(
                    point.series(), new PauseTotal(point.series(), point.startNanos(), point.count(), point.seconds()));
            long more = point.count();
            double longer = point.seconds();
            if (total != null && total.getStartNanos() == point.startNanos()) {
                more -= total.getPauses();
                longer -= total.getSeconds();
            }
            if (more < 0 || longer < 0) return;
            pauses += more;
            seconds += longer;
        }

        /** Start of the interval: the last metrics, or the start of all series when that is later. */
        long from(@Nullable RuntimeSeries before) {
            long since = start == Long.MAX_VALUE ? 0 : start;
            return before == null ? since : Math.max(before.getTimeNanos(), since);
        }
    }
}
