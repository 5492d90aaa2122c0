package io.loadmark.app.demo.load;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one step of load met. sent = completed + refused + failed + unfinished. Latency counts from the time a request was
 * due. Percentiles are exact and over all that was sent: an unfinished request is as slow as it was old when the step was
 * closed; a refused or failed one ranks above every answer, and a percentile that falls on it is null.
 *
 * @param startMicros of the step, since the epoch
 * @param endMicros of the step, since the epoch; its last requests may have been answered later
 * @param completed answered with 2xx
 * @param refused answered with 429 or 503
 * @param failed answered otherwise or not at all
 * @param cut whether it was stopped before its end
 * @param lagP99Micros how late the generator itself was; a large one discredits the step
 * @param slowestMicros latencies of the slowest tenth of all that was sent, ascending, so that steps can be pooled; of a
 *     request that was refused or failed {@link Long#MAX_VALUE}
 */
public record StepResult(
        String id,
        double intendedQps,
        long startMicros,
        long endMicros,
        int sent,
        int completed,
        int refused,
        int failed,
        int unfinished,
        boolean cut,
        @Nullable Long p50Micros,
        @Nullable Long p90Micros,
        @Nullable Long p95Micros,
        @Nullable Long p99Micros,
        @Nullable Long maxMicros,
        @Nullable Long lagP99Micros,
        List<Long> slowestMicros) {

    public StepResult {
        slowestMicros = List.copyOf(slowestMicros);
    }

    /** Whether at least 99 % of the requests were answered within {@code sla}. */
    public boolean meets(Duration sla) {
        return p99Micros != null && p99Micros * 1000 <= sla.toNanos();
    }

    /** Requests that took longer than {@code limit}; counts up to a tenth of all. */
    public long slowerThan(Duration limit) {
        return slowestMicros.stream()
                .filter(micros -> micros > limit.toNanos() / 1000)
                .count();
    }

    public Duration length() {
        return Duration.ofNanos((endMicros - startMicros) * 1000);
    }
}
