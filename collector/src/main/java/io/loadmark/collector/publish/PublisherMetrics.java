package io.loadmark.collector.publish;

import io.loadmark.runtime.topics.Topic;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongGauge;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the publisher counts. Records + recovered = acknowledged + dropped + waiting, of a process that was not killed; a
 * record may be delivered twice after a kill, and is then recovered and acknowledged once more.
 */
final class PublisherMetrics {
    private static final AttributeKey<String> TOPIC = AttributeKey.stringKey("topic");
    private static final Map<Topic, Attributes> BY_TOPIC = Arrays.stream(Topic.values())
            .collect(Collectors.toUnmodifiableMap(
                    Function.identity(), topic -> Attributes.of(TOPIC, topic.topicName())));
    private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");
    private static final AttributeKey<String> PLACE = AttributeKey.stringKey("place");

    private final LongCounter records;
    private final LongCounter recovered;
    private final LongCounter acknowledged;
    private final LongCounter dropped;
    private final LongGauge waiting;
    private final LongGauge spoolSize;

    PublisherMetrics(OpenTelemetry telemetry) {
        var meter = telemetry.getMeter("io.loadmark.collector");
        records = meter.counterBuilder("loadmark.collector.publish.records")
                .setDescription("Records to be published: samples and inventory.")
                .build();
        recovered = meter.counterBuilder("loadmark.collector.publish.recovered")
                .setDescription("Records that an earlier process left in the spool.")
                .build();
        acknowledged = meter.counterBuilder("loadmark.collector.publish.acknowledged")
                .setDescription("Records that Kafka has acknowledged.")
                .build();
        dropped = meter.counterBuilder("loadmark.collector.publish.dropped")
                .setDescription("Records that are lost.")
                .build();
        waiting = meter.gaugeBuilder("loadmark.collector.publish.waiting")
                .ofLongs()
                .setDescription("Records that Kafka has not acknowledged yet.")
                .build();
        spoolSize = meter.gaugeBuilder("loadmark.collector.spool.size")
                .ofLongs()
                .setUnit("By")
                .setDescription("Size of the spool on disk.")
                .build();
    }

    private static Attributes of(Topic topic) {
        return Objects.requireNonNull(BY_TOPIC.get(topic));
    }

    void taken(Topic topic) {
        records.add(1, of(topic));
    }

    void recovered(long count) {
        recovered.add(count);
    }

    void acknowledged(Topic topic) {
        acknowledged.add(1, of(topic));
    }

    void dropped(Loss why, long count) {
        dropped.add(count, Attributes.of(REASON, why.label()));
    }

    void waiting(long inMemory, long inSpool, long spoolBytes) {
        waiting.set(inMemory, Attributes.of(PLACE, "memory"));
        waiting.set(inSpool, Attributes.of(PLACE, "spool"));
        spoolSize.set(spoolBytes);
    }
}
