package io.loadmark.streams.requests;

import io.loadmark.otlp.HeapFigure;
import io.loadmark.otlp.MalformedOtlpException;
import io.loadmark.otlp.MetricVisitor;
import io.loadmark.otlp.OtlpMetrics;
import io.loadmark.otlp.ResourceFields;
import io.loadmark.schema.InstanceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What one record of otlp_metrics tells, read whole before any of it is counted. */
final class MetricBatch implements MetricVisitor {

    /** A point of a counter of served requests. */
    record Count(InstanceId id, String series, long startNanos, long timeNanos, long count, boolean cumulative) {}

    /** A point of a counter of pauses. */
    record Pause(String series, long startNanos, long count, double seconds, boolean cumulative) {}

    /** What a runtime told at one time: its pauses, and bytes by pool of its heap. */
    record RuntimeTold(InstanceId id, long timeNanos, List<Pause> pauses, Map<HeapFigure, Map<String, Double>> heap) {}

    private record Moment(long timeNanos, InstanceId id) {}

    private static final Comparator<Moment> ORDER = Comparator.comparingLong(Moment::timeNanos)
            .thenComparing(Moment::id, Comparator.comparing(InstanceId::toString));

    private final String tenant;
    private final long latestMicros;
    private final List<Count> counts = new ArrayList<>();
    private final Map<Moment, RuntimeTold> runtimes = new TreeMap<>(ORDER);
    private long ahead;

    private MetricBatch(String tenant, long latestMicros) {
        this.tenant = tenant;
        this.latestMicros = latestMicros;
    }

    /**
     * Reads a record.
     *
     * @param latestMicros what a runtime tells of later than this has a clock that can't be right and is left out
     */
    static MetricBatch read(byte[] record, String tenant, long latestMicros) throws MalformedOtlpException {
        var batch = new MetricBatch(tenant, latestMicros);
        OtlpMetrics.read(record, batch);
        return batch;
    }

    List<Count> counts() {
        return counts;
    }

    /** What runtimes told, by time. */
    Iterable<RuntimeTold> runtimes() {
        return runtimes.values();
    }

    /** Points of runtimes left out because they have no time or one in the future. */
    long ahead() {
        return ahead;
    }

    @Override
    public void count(ResourceFields resource, String series, long start, long time, long count, boolean cumulative) {
        counts.add(new Count(SpanBatch.instanceId(tenant, resource), series, start, time, count, cumulative));
    }

    @Override
    public void paused(
            ResourceFields resource,
            String series,
            long start,
            long time,
            long count,
            double seconds,
            boolean cumulative) {
        if (isAhead(time)) return;
        at(resource, time).pauses().add(new Pause(series, start, count, seconds, cumulative));
    }

    @Override
    public void heap(ResourceFields resource, HeapFigure figure, String pool, long time, double bytes) {
        if (isAhead(time)) return;
        at(resource, time).heap().computeIfAbsent(figure, f -> new HashMap<>()).put(pool, bytes);
    }

    private boolean isAhead(long timeNanos) {
        boolean isAhead = timeNanos <= 0 || timeNanos / 1000 > latestMicros;
        if (isAhead) ahead++;
        return isAhead;
    }

    private RuntimeTold at(ResourceFields resource, long timeNanos) {
        var id = SpanBatch.instanceId(tenant, resource);
        return runtimes.computeIfAbsent(
                new Moment(timeNanos, id),
                moment -> new RuntimeTold(id, timeNanos, new ArrayList<>(), new EnumMap<>(HeapFigure.class)));
    }
}
