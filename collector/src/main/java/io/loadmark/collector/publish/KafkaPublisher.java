package io.loadmark.collector.publish;

import io.loadmark.collector.sampling.CollectorMetrics;
import io.loadmark.collector.sampling.SampleSink;
import io.loadmark.runtime.config.KafkaConfig;
import io.loadmark.runtime.health.Health;
import io.loadmark.runtime.topics.Topic;
import io.loadmark.schemas.Key;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes to Kafka without ever holding up a source for long. While Kafka is away for less than
 * {@code delivery.timeout.ms}, records wait in the producer's memory and nothing is lost. What goes beyond is counted and
 * dropped, and health is down; but the inventory and events, which are said only once, wait in memory and are sent when
 * Kafka is back.
 */
public final class KafkaPublisher implements SampleSink, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KafkaPublisher.class);
    private static final String COMPONENT = "collector-kafka";
    private static final Duration CLOSE = Duration.ofSeconds(5);
    /** After a refused record, so long others are not even tried: each try may block for {@code max.block.ms}. */
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Producer<byte[], byte[]> producer;
    private final CollectorMetrics metrics;
    private final Health health;
    private final Codecs codecs = new Codecs();
    private final Unsent unsent = new Unsent();
    private final AtomicLong pausedUntil = new AtomicLong(System.nanoTime());
    private final AtomicBoolean away = new AtomicBoolean();

    public KafkaPublisher(KafkaConfig kafka, CollectorMetrics metrics, Health health) {
        this(new KafkaProducer<>(kafka.client(settings())), metrics, health);
    }

    KafkaPublisher(Producer<byte[], byte[]> producer, CollectorMetrics metrics, Health health) {
        this.producer = producer;
        this.metrics = metrics;
        this.health = health;
    }

    private static Map<String, ?> settings() {
        return Map.ofEntries(
                Map.entry("key.serializer", ByteArraySerializer.class),
                Map.entry("value.serializer", ByteArraySerializer.class),
                Map.entry("client.id", "loadmark-collector"),
                Map.entry("enable.idempotence", true),
                Map.entry("acks", "all"),
                Map.entry("compression.type", "lz4"),
                Map.entry("linger.ms", 20),
                Map.entry("buffer.memory", 32L << 20),
                // A source waits at most so long, once in PAUSE_NANOS, for metadata or room in the buffer.
                Map.entry("max.block.ms", 200),
                Map.entry("request.timeout.ms", 10_000),
                // A broker's restart fits in.
                Map.entry("delivery.timeout.ms", 120_000),
                // The inventory may be silent for hours, and must not find its topic's metadata forgotten.
                Map.entry("metadata.max.idle.ms", Duration.ofDays(1).toMillis()));
    }

    @Override
    public void publish(Topic topic, String key, SpecificRecord value) {
        if (!paused()) unsent.drain(this::send);
        send(new Message(topic, Key.bytes(key), codecs.encode(value)));
    }

    private boolean paused() {
        return System.nanoTime() - pausedUntil.get() < 0;
    }

    /** Ends the pause early. */
    void resume() {
        pausedUntil.set(System.nanoTime());
    }

    private void send(Message message) {
        if (paused()) {
            refused(message);
            return;
        }
        var record = new ProducerRecord<>(message.topic().topicName(), message.key(), message.value());
        try {
            var unused = producer.send(record, whenDone(message));
        } catch (KafkaException | IllegalStateException e) {
            failed(e);
            refused(message);
        }
    }

    /** Holds on to the message only if it may have to be sent again. */
    private Callback whenDone(Message message) {
        if (isKept(message.topic())) return (metadata, failure) -> done(failure, () -> refused(message));
        var topic = message.topic();
        return (metadata, failure) -> done(failure, () -> metrics.unpublished(topic));
    }

    private void done(@Nullable Exception failure, Runnable refused) {
        if (failure == null) {
            accepted();
        } else {
            failed(failure);
            refused.run();
        }
    }

    private void accepted() {
        health.up(COMPONENT);
        if (away.compareAndSet(true, false)) log.info("Kafka takes samples again");
    }

    private void failed(Exception cause) {
        pausedUntil.set(System.nanoTime() + PAUSE_NANOS);
        health.down(COMPONENT, "Kafka does not take samples: " + cause.getMessage());
        if (away.compareAndSet(false, true)) log.warn("Kafka does not take samples; they are dropped", cause);
    }

    private void refused(Message message) {
        boolean lost = !isKept(message.topic()) || unsent.addDroppingOldest(message);
        if (lost) metrics.unpublished(message.topic());
    }

    private static boolean isKept(Topic topic) {
        return topic.keep() == Topic.Keep.COMPACTED || topic == Topic.EVENTS;
    }

    /** Sends what is buffered, if Kafka takes it soon. */
    @Override
    public void close() {
        producer.close(CLOSE);
    }
}
