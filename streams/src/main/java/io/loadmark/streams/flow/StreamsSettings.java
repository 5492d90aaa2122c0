package io.loadmark.streams.flow;

import static io.loadmark.runtime.config.ConfigException.check;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.loadmark.model.usage.PageCachePolicy;
import io.loadmark.model.window.Lateness;
import io.loadmark.model.window.Tumbling;
import java.time.Duration;
import java.util.List;

/** {@code streams:} in loadmark.yaml. */
public record StreamsSettings(
        List<String> topologies,
        String stateDir,
        int threads,
        Duration commitInterval,
        Duration grace,
        Duration correction,
        Duration joinWindow,
        Duration placementWait,
        double samplingFactor,
        boolean tailSampled,
        Duration maxAhead,
        Duration warmUp,
        Duration curveInterval,
        PageCache pageCache,
        double pageCacheFraction,
        List<TransactionRule> transactions,
        double traceSampling,
        Duration traceWait) {

    /** How much of the page cache counts as used memory; see {@link PageCachePolicy.Kind}. */
    public enum PageCache {
        @JsonProperty("none")
        NONE,
        @JsonProperty("working-set")
        WORKING_SET,
        @JsonProperty("fraction")
        FRACTION,
        @JsonProperty("all")
        ALL
    }

    public StreamsSettings {
        topologies = List.copyOf(topologies);
        for (String name : topologies) {
            check(TopologyName.NAMES.contains(name), "streams.topologies knows %s, not %s", TopologyName.NAMES, name);
        }
        check(threads >= 1 && threads <= 256, "streams.threads must be in 1..256, was %d", threads);
        check(
                commitInterval.toMillis() >= 10 && commitInterval.toSeconds() <= 60,
                "streams.commit-interval must be in 10ms..60s, was %s",
                commitInterval);
        check(grace.toMillis() >= 1000 && grace.toMinutes() <= 10, "streams.grace must be in 1s..10m, was %s", grace);
        check(
                correction.compareTo(grace) >= 0 && correction.toHours() <= 24,
                "streams.correction must be in grace..24h, was %s",
                correction);
        check(
                joinWindow.toSeconds() >= 1 && joinWindow.toSeconds() <= 60 && joinWindow.toNanosPart() == 0,
                "streams.join-window must be 1 to 60 whole seconds, was %s",
                joinWindow);
        check(
                placementWait.compareTo(Duration.ofMinutes(10)) <= 0,
                "streams.placement-wait must be at most 10m, was %s",
                placementWait);
        check(
                samplingFactor == 0 || samplingFactor >= 1,
                "streams.sampling-factor must be 0 (unknown) or at least 1, was %s",
                samplingFactor);
        check(
                curveInterval.compareTo(Duration.ofHours(1)) <= 0,
                "streams.curve-interval must be at most 1h, was %s",
                curveInterval);
        check(
                pageCacheFraction >= 0 && pageCacheFraction <= 1,
                "streams.page-cache-fraction must be in 0..1, was %s",
                pageCacheFraction);
        check(!transactions.contains(null), "streams.transactions has an empty element");
        transactions = List.copyOf(transactions);
        TransactionRule.check(transactions);
        check(
                traceSampling >= 1e-6 && traceSampling <= 1,
                "streams.trace-sampling must be in 0.000001..1, was %s",
                traceSampling);
        check(
                traceWait.toMillis() >= 1000 && traceWait.toMinutes() <= 10,
                "streams.trace-wait must be in 1s..10m, was %s",
                traceWait);
    }

    public Lateness lateness() {
        return Lateness.of(grace, correction);
    }

    public Tumbling joinWindows() {
        return Tumbling.of(joinWindow);
    }

    public PageCachePolicy pageCachePolicy() {
        return new PageCachePolicy(PageCachePolicy.Kind.valueOf(pageCache.name()), pageCacheFraction);
    }

    public long maxAheadMicros() {
        return maxAhead.toNanos() / 1000;
    }

    public long placementWaitMicros() {
        return placementWait.toNanos() / 1000;
    }

    public long warmUpMicros() {
        return warmUp.toNanos() / 1000;
    }

    public long traceWaitMicros() {
        return traceWait.toNanos() / 1000;
    }

    public long curveIntervalMicros() {
        return curveInterval.toNanos() / 1000;
    }
}
