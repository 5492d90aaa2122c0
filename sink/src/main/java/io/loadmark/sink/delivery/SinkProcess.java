package io.loadmark.sink.delivery;

import io.loadmark.runtime.config.ClickHouseConfig;
import io.loadmark.runtime.config.KafkaConfig;
import io.loadmark.runtime.health.Health;
import io.loadmark.runtime.topics.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Joins the consumer group and delivers until told to stop; may be run again after it has failed. */
public final class SinkProcess {
    /** Name under which health speaks of the sink. */
    public static final String COMPONENT = "sink";

    private static final String GROUP = "loadmark-sink";
    private static final Set<Topic> NEVER = Set.of(Topic.METRICS);

    private final String tenant;
    private final SinkConfig config;
    private final KafkaConfig kafka;
    private final ClickHouseConfig clickHouse;
    private final Health health;
    private final SinkCounters counters;
    private final Step.Observer observer;

    public SinkProcess(
            String tenant,
            SinkConfig config,
            KafkaConfig kafka,
            ClickHouseConfig clickHouse,
            Health health,
            SinkCounters counters,
            Step.Observer observer) {
        this.tenant = tenant;
        this.config = config;
        this.kafka = kafka;
        this.clickHouse = clickHouse;
        this.health = health;
        this.counters = counters;
        this.observer = observer;
    }

    /** Works until told to stop. Throws when Kafka can't be worked with, by which nothing is lost. */
    public void run(BooleanSupplier stopping) {
        try (var letters = new DeadLetterProducer(kafka);
                var writer = new TableWriter(clickHouse);
                var admin = Admin.create(kafka.client(Map.of("client.id", "loadmark-sink-admin")));
                var consumer = consumer()) {
            var refusals = new Refusals();
            var limits = new Lane.Limits(config.maxRows(), config.maxDelay().toNanos());
            var lanes = new Lanes(consumer, admin, tenant, limits, refusals);
            var inserter = new Inserter(writer, refusals, counters, observer);
            var delivery = new Delivery(consumer, inserter, letters, counters, observer);
            new Session(consumer, lanes, delivery, counters, health).run(topics(), stopping);
        }
    }

    private List<String> topics() {
        return Arrays.stream(Topic.values())
                .filter(topic -> !NEVER.contains(topic))
                .filter(topic -> topic != Topic.SPANS || config.acknowledgedSpans())
                .map(Topic::topicName)
                .toList();
    }

    private Consumer<byte[], byte[]> consumer() {
        var own = Map.<String, Object>of(
                "client.id",
                "loadmark-sink",
                "group.id",
                GROUP,
                "isolation.level",
                "read_committed",
                "enable.auto.commit",
                false,
                // Where to start is ours to say, and a gap is ours to count.
                "auto.offset.reset",
                "none",
                "allow.auto.create.topics",
                false,
                "max.poll.records",
                5_000,
                "fetch.max.bytes",
                16 << 20,
                "partition.assignment.strategy",
                CooperativeStickyAssignor.class.getName(),
                // A sink that was killed is missed after seconds, not after the default of 45.
                "session.timeout.ms",
                6_000);
        return new KafkaConsumer<>(kafka.client(own), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
