package io.loadmark.sink.delivery;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.jspecify.annotations.Nullable;

/**
 * Whether the consumer is connected to any broker. Polling says nothing while all are away, it just returns no records;
 * heartbeats keep at least one connection while they are not.
 */
final class KafkaLink {
    private final Consumer<?, ?> consumer;
    private @Nullable Metric connections;

    KafkaLink(Consumer<?, ?> consumer) {
        this.consumer = consumer;
    }

    boolean isUp() {
        if (connections == null) connections = find();
        return connections != null && connections.metricValue() instanceof Double count && count > 0;
    }

    private @Nullable Metric find() {
        for (var metric : consumer.metrics().entrySet()) {
            var name = metric.getKey();
            if (name.name().equals("connection-count") && name.group().equals("consumer-metrics"))
                return metric.getValue();
        }
        return null;
    }
}
