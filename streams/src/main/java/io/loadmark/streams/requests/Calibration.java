package io.loadmark.streams.requests;

import io.loadmark.model.request.SpanLoss;
import io.loadmark.model.window.Lateness;
import io.loadmark.model.window.Tumbling;
import io.loadmark.schema.ExactCount;
import io.loadmark.schema.PartialWindow;
import io.loadmark.schema.RequestWindowState;
import io.loadmark.schema.Sampling;
import io.loadmark.schema.SamplingSource;
import io.loadmark.schemas.Key;
import io.loadmark.streams.flow.WindowKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Compares what spans counted with what an instance's own metrics counted over the same interval. The factor holds for
 * the windows after the interval. Only counts that came before their interval closed are used, so that a replay
 * calibrates alike.
 */
final class Calibration {
    private static final double LEAST_REQUESTS = 30;
    private static final long LONGEST_MICROS = 600_000_000L;

    private final Lateness lateness;
    private final double configured;
    private final KeyValueStore<WindowKey, RequestWindowState> windows;
    private final KeyValueStore<WindowKey, ExactCount> counts;
    private final KeyValueStore<String, Sampling> factors;

    Calibration(
            ProcessorContext<?, ?> context,
            KeyValueStore<WindowKey, RequestWindowState> windows,
            Lateness lateness,
            double configured) {
        this.windows = windows;
        this.lateness = lateness;
        this.configured = configured;
        counts = context.getStateStore(RequestsTopology.EXACT_COUNTS);
        factors = context.getStateStore(RequestsTopology.CALIBRATIONS);
    }

    /** Keeps an exact count until all windows of its interval have closed. */
    void add(ExactCount count, long storedMillis) {
        if (storedMillis * 1000 >= closes(count)) return;
        if (count.getToMicros() - count.getFromMicros() > LONGEST_MICROS) return;
        counts.put(
                new WindowKey(
                        count.getToMicros(),
                        Key.instance(count.getInstance()) + WindowKey.SEPARATOR + count.getFromMicros()),
                count);
    }

    private long closes(ExactCount count) {
        return lateness.closes(Tumbling.SECOND.endOf(Tumbling.SECOND.startOf(count.getToMicros() - 1)));
    }

    /** Takes out the counts all of whose windows have closed, by end of interval. */
    List<ExactCount> closed(long reachedMicros) {
        var closed = new ArrayList<ExactCount>();
        try (var entries = counts.all()) {
            while (entries.hasNext()) {
                var entry = entries.next();
                if (closes(entry.value) > reachedMicros) break;
                closed.add(entry.value);
                counts.delete(entry.key);
            }
        }
        return closed;
    }

    /** Makes a count the calibration of its instance's windows from now on. */
    void apply(ExactCount count) {
        String instanceKey = Key.instance(count.getInstance());
        double spans = 0;
        long withoutThreshold = 0;
        long last = Tumbling.SECOND.startOf(count.getToMicros() - 1);
        for (long start = Tumbling.SECOND.startOf(count.getFromMicros());
                start <= last;
                start += Tumbling.SECOND.lengthMicros()) {
            var window = windows.get(new WindowKey(start, instanceKey));
            if (window == null) continue;
            double covered = Math.min(Tumbling.SECOND.endOf(start), count.getToMicros())
                    - Math.max(start, count.getFromMicros());
            for (PartialWindow part : window.getParts()) {
                spans += part.getCounts().getRequests() * covered / Tumbling.SECOND.lengthMicros();
                withoutThreshold += part.getCounts().getWithoutThreshold();
            }
        }
        if (spans >= LEAST_REQUESTS && count.getRequests() >= LEAST_REQUESTS) {
            boolean explained = configured > 0 || withoutThreshold == 0;
            factors.put(instanceKey, next(factors.get(instanceKey), count.getRequests() / spans, explained));
        }
    }

    private static Sampling next(@Nullable Sampling before, double factor, boolean explained) {
        var loss =
                before == null ? SpanLoss.first(factor, explained) : new SpanLoss(before.getLeastFactor()).then(factor);
        return new Sampling(factor, SamplingSource.METRICS, loss.leastFactor(), loss.isSuspectedAt(factor));
    }

    /** The calibration in force. */
    Sampling of(String instanceKey) {
        var factor = factors.get(instanceKey);
        if (factor != null) return factor;
        return configured > 0
                ? Sampling.newBuilder().setSource(SamplingSource.CONFIGURED).build()
                : RequestWindows.UNVERIFIED;
    }
}
