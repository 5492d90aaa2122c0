package io.loadmark.sink.delivery;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongCounterBuilder;
import java.util.List;

/**
 * What the sink counts of itself. Records count once their offsets are committed, and for each topic
 * read = written + control + dead_lettered.
 */
public final class SinkCounters {
    private static final AttributeKey<String> TOPIC = AttributeKey.stringKey("topic");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");
    private static final AttributeKey<String> TABLE = AttributeKey.stringKey("table");
    private static final double NANOS = 1e9;

    private final LongCounter read;
    private final LongCounter records;
    private final LongCounter rows;
    private final LongCounter faults;
    private final LongCounter lost;
    private final DoubleHistogram insert;

    public SinkCounters(OpenTelemetry telemetry) {
        var meter = telemetry.getMeter("io.loadmark.sink");
        read = counter(meter.counterBuilder("loadmark.sink.read"), "{record}", "Records read and done with.");
        records = counter(
                meter.counterBuilder("loadmark.sink.records"),
                "{record}",
                "Records done with, by what became of them.");
        rows = counter(meter.counterBuilder("loadmark.sink.rows"), "{row}", "Rows handed to ClickHouse and accepted.");
        faults = counter(meter.counterBuilder("loadmark.sink.faults"), "{attempt}", "Deliveries that had to wait.");
        lost = counter(
                meter.counterBuilder("loadmark.sink.lost"),
                "{offset}",
                "Offsets that Kafka's retention had removed before they were read.");
        insert = meter.histogramBuilder("loadmark.sink.insert.duration")
                .setUnit("s")
                .setDescription("Time that ClickHouse took for a block.")
                .setExplicitBucketBoundariesAdvice(List.of(.005, .01, .025, .05, .1, .25, .5, 1., 2.5, 5., 10., 30.))
                .build();
    }

    private static LongCounter counter(LongCounterBuilder builder, String unit, String description) {
        return builder.setUnit(unit).setDescription(description).build();
    }

    void inserted(Block block, long nanos) {
        insert.record(nanos / NANOS, Attributes.of(TABLE, block.table().name()));
    }

    void delivered(Lane lane) {
        String topic = lane.partition().topic();
        var batch = lane.batch();
        read.add(batch.records(), Attributes.of(TOPIC, topic));
        outcome(topic, "written", batch.records() - batch.control() - batch.refused());
        outcome(topic, "control", batch.control());
        outcome(topic, "dead_lettered", batch.refused());
        for (var block : batch.blocks()) {
            rows.add(
                    block.size() - block.rejected(),
                    Attributes.of(TABLE, block.table().name()));
        }
    }

    private void outcome(String topic, String outcome, long count) {
        records.add(count, Attributes.of(TOPIC, topic, OUTCOME, outcome));
    }

    void fault(Lane lane) {
        faults.add(1, Attributes.of(TOPIC, lane.partition().topic()));
    }

    void lost(String topic, long offsets) {
        lost.add(offsets, Attributes.of(TOPIC, topic));
    }
}
