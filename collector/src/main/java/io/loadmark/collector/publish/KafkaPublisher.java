package io.loadmark.collector.publish;

import io.loadmark.collector.identity.HostClock;
import io.loadmark.collector.identity.HostIdentity;
import io.loadmark.collector.sampling.SampleSink;
import io.loadmark.collector.spool.Spool;
import io.loadmark.runtime.config.ConfigException;
import io.loadmark.runtime.config.KafkaConfig;
import io.loadmark.runtime.health.Health;
import io.loadmark.runtime.topics.Topic;
import io.loadmark.schemas.Key;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes to Kafka without ever holding up a source: in order, from memory while Kafka acknowledges, through a spool on
 * disk while it does not. What has reached the spool survives {@code kill -9}; what Kafka had acknowledged within the last
 * moments before one may come again. One thread does all of it.
 */
public final class KafkaPublisher implements SampleSink, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KafkaPublisher.class);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LAST_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int BATCH_BYTES = 128 << 10;
    private static final long JOIN_MILLIS = 4_000;
    /** Of the spool's limit, for the inventory. */
    private static final int INVENTORY_SHARE = 4;

    private final Outlet outlet;
    private final Handoff handoff;
    private final PublisherMetrics metrics;
    private final Accounts accounts;
    private final PublishLoop loop;
    private final Codecs codecs = new Codecs();
    private final Thread thread = new Thread(this::run, "collector-publisher");
    private volatile boolean closing;

    /**
     * Opens the spool; nothing is sent before {@link #connect}.
     *
     * @throws ConfigException if the spool's directory can't be used
     */
    public KafkaPublisher(
            PublisherConfig config,
            KafkaConfig kafka,
            Path dataDirectory,
            HostIdentity host,
            HostClock clock,
            Health health,
            OpenTelemetry telemetry) {
        this(
                config,
                dataDirectory,
                host,
                clock,
                () -> new KafkaProducer<>(kafka.client(settings(config))),
                health,
                telemetry);
    }

    KafkaPublisher(
            PublisherConfig config,
            Path dataDirectory,
            HostIdentity host,
            HostClock clock,
            Supplier<Producer<byte[], byte[]>> producers,
            Health health,
            OpenTelemetry telemetry) {
        var events = new ToldEvents(
                host, clock, event -> publish(Topic.EVENTS, Key.host(event.getTenant(), event.getHostId()), event));
        metrics = new PublisherMetrics(telemetry);
        accounts = new Accounts(metrics, events, health);
        outlet = new Outlet(producers);
        handoff = new Handoff(config.share());
        long limit = config.spool().limit().bytes();
        var directory = config.spool().in(dataDirectory);
        var inventory = lane(config, directory.resolve("inventory"), limit / INVENTORY_SHARE);
        var samples = lane(config, directory.resolve("samples"), limit - limit / INVENTORY_SHARE);
        loop = new PublishLoop(config, outlet, inventory, samples, metrics, events, health);
        thread.setDaemon(true);
    }

    private Lane lane(PublisherConfig config, Path directory, long limit) {
        var spool = config.spool().enabled() ? open(directory, limit) : null;
        var lane = new Lane(config, spool, accounts, System.nanoTime());
        metrics.recovered(lane.inSpool());
        return lane;
    }

    private Spool open(Path directory, long limit) {
        try {
            return Spool.open(directory, limit, accounts);
        } catch (IOException e) {
            throw new ConfigException(
                    "the spool " + directory + " can't be used: " + e.getMessage()
                            + "; set collector.publisher.spool.directory to another, or its limit to 0 to do without",
                    e);
        }
    }

    private static Map<String, ?> settings(PublisherConfig config) {
        return Map.ofEntries(
                Map.entry("key.serializer", ByteArraySerializer.class),
                Map.entry("value.serializer", ByteArraySerializer.class),
                Map.entry("client.id", "loadmark-collector"),
                Map.entry("enable.idempotence", true),
                Map.entry("acks", "all"),
                Map.entry("compression.type", config.compression().kafkaName()),
                Map.entry("linger.ms", 20),
                // A round of a large host in a few batches: each costs buffers, a request and an answer.
                Map.entry("batch.size", BATCH_BYTES),
                Map.entry("buffer.memory", config.producerBuffer()),
                // The publisher's thread waits at most so long for metadata or room in the buffer.
                Map.entry("max.block.ms", 200),
                Map.entry("request.timeout.ms", 10_000),
                // The producer never gives up: only it can repeat what it has sent without doubling it.
                Map.entry("delivery.timeout.ms", Integer.MAX_VALUE),
                // A broker that is back is noticed within a second.
                Map.entry("reconnect.backoff.max.ms", 1_000),
                // The inventory may be silent for hours, and must not find its topic's metadata forgotten.
                Map.entry("metadata.max.idle.ms", Duration.ofDays(1).toMillis()));
    }

    /** Takes records from now on, into the spool until {@link #connect}. */
    public void start() {
        thread.start();
    }

    /** Sends from now on: the topics are there. */
    public void connect() {
        outlet.permit();
        handoff.wake();
    }

    @Override
    public void publish(Topic topic, String key, SpecificRecord value) {
        metrics.taken(topic);
        boolean taken = !closing && handoff.offer(new Message(topic, Key.bytes(key), codecs.encode(value)));
        if (!taken) metrics.dropped(Loss.MEMORY, 1);
    }

    private void run() {
        try {
            while (!closing) turn(handoff.take(loop.isEmpty() ? IDLE_NANOS : BUSY_NANOS));
            turn(handoff.take(0));
            loop.secure(System.nanoTime());
            long begin = System.nanoTime();
            while (loop.isDelivering() && System.nanoTime() - begin < LAST_NANOS) turn(handoff.take(BUSY_NANOS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            loop.close(System.nanoTime());
        }
    }

    private void turn(List<Message> fresh) {
        try {
            loop.turn(fresh, System.nanoTime());
        } catch (RuntimeException e) {
            // The edge of the loop: the next turn goes on with what is there.
            log.error("publishing", e);
        }
    }

    /** Delivers what Kafka takes within two seconds and leaves the rest in the spool. */
    @Override
    public void close() {
        closing = true;
        handoff.wake();
        if (thread.getState() == Thread.State.NEW) loop.close(System.nanoTime());
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
