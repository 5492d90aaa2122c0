package io.loadmark.streams.requests;

import io.loadmark.model.window.Lateness;
import io.loadmark.model.window.Tumbling;
import io.loadmark.schema.InstanceTelemetry;
import io.loadmark.schema.PartialWindow;
import io.loadmark.schema.RuntimeInterval;
import io.loadmark.schema.RuntimeLoad;
import io.loadmark.schemas.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What instances tell beside their requests: whether they tell of calls at all, and of their managed runtime. Only what was
 * stored before a window closed is used for it, so that a replay gives the same.
 */
final class Telemetry {
    private static final Comparator<RuntimeInterval> ORDER =
            Comparator.comparing(RuntimeInterval::getToMicros).thenComparing(RuntimeInterval::getFromMicros);
    private static final long KEPT_MICROS = Duration.ofDays(1).toNanos() / 1000;
    private static final long SWEEP_MICROS = Duration.ofHours(1).toNanos() / 1000;

    private final KeyValueStore<String, InstanceTelemetry> instances;
    private final Lateness lateness;
    private long sweptMicros;

    Telemetry(KeyValueStore<String, InstanceTelemetry> instances, Lateness lateness) {
        this.instances = instances;
        this.lateness = lateness;
    }

    /** Notes whether a part tells of calls. */
    void note(String instanceKey, PartialWindow part) {
        if (part.getCalls() == null || part.getLate()) return;
        var known = of(instanceKey);
        Long since = known.getCallsSinceMicros();
        boolean isFirst = since == null || part.getStartMicros() < since;
        if (!isFirst && part.getReceivedMicros() - known.getToldMicros() < SWEEP_MICROS) return;
        instances.put(
                instanceKey,
                new InstanceTelemetry(
                        isFirst ? Long.valueOf(part.getStartMicros()) : since,
                        known.getRuntime(),
                        Math.max(known.getToldMicros(), part.getReceivedMicros())));
    }

    /**
     * Adds what a runtime told.
     *
     * @param writtenBefore windows that start earlier have been written
     */
    void add(RuntimeInterval interval, long writtenBefore) {
        String key = Key.instance(interval.getInstance());
        var known = of(key);
        var intervals = new ArrayList<>(known.getRuntime());
        intervals.removeIf(other -> ORDER.compare(other, interval) == 0 || reach(other) < writtenBefore);
        intervals.add(interval);
        intervals.sort(ORDER);
        instances.put(
                key,
                new InstanceTelemetry(
                        known.getCallsSinceMicros(),
                        intervals,
                        Math.max(known.getToldMicros(), interval.getReceivedMicros())));
    }

    /** Whether a window without calls had none. */
    boolean tellsOfCalls(String instanceKey, long startMicros) {
        Long since = of(instanceKey).getCallsSinceMicros();
        return since != null && since <= startMicros;
    }

    /** What the runtime tells of a second: of the intervals that reach into it, else of the last one before. */
    @Nullable
    RuntimeLoad runtime(String instanceKey, long startMicros) {
        long end = Tumbling.SECOND.endOf(startMicros);
        RuntimeInterval last = null;
        var within = new ArrayList<RuntimeInterval>();
        for (var interval : of(instanceKey).getRuntime()) {
            if (lateness.isLate(end, interval.getReceivedMicros())) continue;
            if (interval.getToMicros() <= startMicros) last = interval;
            else if (interval.getFromMicros() < end) within.add(interval);
        }
        if (!within.isEmpty()) return RuntimeLoads.mean(within, startMicros, end);
        if (last == null || reach(last) < end) return null;
        return RuntimeLoads.mean(List.of(last), last.getFromMicros(), last.getToMicros());
    }

    /** An interval stands for what follows it for as long as it lasted, and for the grace in which the next may come. */
    private long reach(RuntimeInterval interval) {
        return lateness.closes(2 * interval.getToMicros() - interval.getFromMicros());
    }

    private InstanceTelemetry of(String instanceKey) {
        var known = instances.get(instanceKey);
        return known == null ? new InstanceTelemetry(null, List.of(), 0L) : known;
    }

    /** Forgets, now and then, instances that have long been silent. */
    void forget(long reachedMicros) {
        if (reachedMicros - sweptMicros < SWEEP_MICROS) return;
        sweptMicros = reachedMicros;
        try (var entries = instances.all()) {
            while (entries.hasNext()) {
                var entry = entries.next();
                if (entry.value.getToldMicros() < reachedMicros - KEPT_MICROS) instances.delete(entry.key);
            }
        }
    }
}
