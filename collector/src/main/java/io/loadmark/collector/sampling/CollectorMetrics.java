package io.loadmark.collector.sampling;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongGauge;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What the collector counts about itself. For each source: ticks = rounds + skipped ticks + failed rounds. */
public final class CollectorMetrics {
    private static final AttributeKey<String> SOURCE = AttributeKey.stringKey("source");

    private final LongCounter samples;
    private final LongCounter missing;
    private final LongCounter skipped;
    private final LongCounter failed;
    private final LongGauge limited;
    private final DoubleHistogram durations;

    public CollectorMetrics(OpenTelemetry telemetry) {
        var meter = telemetry.getMeter("io.loadmark.collector");
        samples = meter.counterBuilder("loadmark.collector.samples")
                .setDescription("Samples taken.")
                .build();
        missing = meter.counterBuilder("loadmark.collector.missing")
                .setDescription("Files that should have been there and could not be read.")
                .build();
        skipped = meter.counterBuilder("loadmark.collector.ticks.skipped")
                .setDescription("Ticks that a source left out because it was still busy or the host stood still.")
                .build();
        failed = meter.counterBuilder("loadmark.collector.rounds.failed")
                .setDescription("Rounds in which a source could not be read at all.")
                .build();
        limited = meter.gaugeBuilder("loadmark.collector.entities.limited")
                .ofLongs()
                .setDescription("Entities left out because there are more than the configured limit.")
                .build();
        durations = meter.histogramBuilder("loadmark.collector.round.duration")
                .setUnit("s")
                .setDescription("Time that a round of a source took.")
                .build();
    }

    void round(String source, Source.Round round, Duration duration) {
        var of = Attributes.of(SOURCE, source);
        samples.add(round.samples(), of);
        missing.add(round.missing(), of);
        limited.set(round.limited(), of);
        durations.record(duration.toNanos() / (double) TimeUnit.SECONDS.toNanos(1), of);
    }

    void skipped(String source, long ticks) {
        if (ticks > 0) skipped.add(ticks, Attributes.of(SOURCE, source));
    }

    void failed(String source) {
        failed.add(1, Attributes.of(SOURCE, source));
    }
}
