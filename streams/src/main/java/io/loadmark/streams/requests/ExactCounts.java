package io.loadmark.streams.requests;

import io.loadmark.schema.CountSeries;
import io.loadmark.schema.ExactCount;
import io.loadmark.schema.InstanceId;
import io.loadmark.schemas.Key;
import io.loadmark.streams.requests.MetricBatch.Count;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Exact request counts out of OTLP metrics: cumulative series are differenced, and the series of one instance that
 * cover the same interval are added. A series whose start moved has restarted and counts from its new start.
 */
final class ExactCounts {
    private static final String OLD_HTTP = "http.server.duration#";
    private static final String NEW_HTTP = "http.server.request.duration#";

    private record Interval(InstanceId id, long fromMicros, long toMicros) {}

    private final ProcessorContext<String, SpecificRecord> context;
    private final KeyValueStore<String, CountSeries> series;

    ExactCounts(ProcessorContext<String, SpecificRecord> context) {
        this.context = context;
        series = context.getStateStore(RequestsTopology.COUNT_SERIES);
    }

    void add(List<Count> points, long timestampMillis) {
        Map<Interval, Double> requests = new LinkedHashMap<>();
        for (var point : points) if (!isSaidAgain(point, points)) add(point, requests);
        requests.forEach((interval, count) -> context.forward(new Record<>(
                Key.instance(interval.id()),
                new ExactCount(interval.id(), interval.fromMicros(), interval.toMicros(), count),
                timestampMillis)));
    }

    /** A process that speaks the old and the new HTTP conventions counts each request under both names. */
    private static boolean isSaidAgain(Count point, List<Count> points) {
        return point.series().startsWith(OLD_HTTP)
                && points.stream()
                        .anyMatch(other -> other.series().startsWith(NEW_HTTP)
                                && other.id().equals(point.id()));
    }

    private void add(Count point, Map<Interval, Double> requests) {
        long from = point.startNanos();
        long count = point.count();
        if (point.cumulative()) {
            String key = Key.instance(point.id()) + "/" + point.series();
            var before = series.get(key);
            boolean same = before != null && before.getStartNanos() == point.startNanos();
            if (same && before.getTimeNanos() >= point.timeNanos()) return; // a repetition
            series.put(key, new CountSeries(point.startNanos(), point.timeNanos(), point.count()));
            if (same) {
                from = before.getTimeNanos();
                count -= before.getCount();
            }
        }
        if (from <= 0 || count < 0 || point.timeNanos() <= from) return; // no interval to speak of
        requests.merge(new Interval(point.id(), from / 1000, point.timeNanos() / 1000), (double) count, Double::sum);
    }
}
