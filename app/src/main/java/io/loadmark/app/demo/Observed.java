package io.loadmark.app.demo;

import io.loadmark.runtime.config.KafkaConfig;
import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.LoadQpsCurve;
import io.loadmark.schema.LoadSample;
import io.loadmark.schema.Usage;
import io.loadmark.schema.Watermark;
import io.loadmark.schemas.AvroUnion;
import io.loadmark.schemas.BadRecordException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Loadmark itself says of the demo's service while it runs, read from its own topics. Thread-safe. */
final class Observed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Observed.class);
    private static final List<Topic> TOPICS = List.of(Topic.USAGE, Topic.LOAD_SAMPLES, Topic.CURVES);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int SECONDS_KEPT = 3;

    private final String instanceId;
    private final AvroUnion codec =
            AvroUnion.of(List.of(Usage.class, Watermark.class, LoadSample.class, LoadQpsCurve.class));
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread reader = new Thread(this::read, "demo-observer");
    private final Deque<Usage> usages = new ArrayDeque<>();
    private final TreeMap<Long, LoadQpsCurve> curves = new TreeMap<>();
    private final Set<Long> joined = new HashSet<>();
    private volatile boolean closed;
    private Predicate<Usage> ofService = usage -> false;
    private double entitlementCores;

    private Observed(KafkaConfig kafka, int partitions, String instanceId) {
        this.instanceId = instanceId;
        consumer = new KafkaConsumer<>(
                kafka.client(Map.of("isolation.level", "read_committed", "client.id", "demo-observer")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        var all = TOPICS.stream()
                .flatMap(
                        topic -> IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic.topicName(), p)))
                .toList();
        consumer.assign(all);
        consumer.seekToEnd(all);
        all.forEach(consumer::position); // from now on, not from the first poll
        reader.setDaemon(true);
        reader.start();
    }

    /** Watches one instance from now on. */
    static Observed from(KafkaConfig kafka, int partitions, String instanceId) {
        return new Observed(kafka, partitions, instanceId);
    }

    /** Tells which usage is the service's, before its first requests do, and how many cores it may use. */
    synchronized void watch(Predicate<Usage> usage, double cores) {
        ofService = usage;
        entitlementCores = cores;
    }

    /** Load of the service over the last seconds as a share of its entitlement. */
    synchronized OptionalDouble utilisation() {
        return usages.stream()
                .filter(usage -> usage.getLoad().getCpuCores() != null)
                .mapToDouble(usage -> usage.getLoad().getCpuCores() / entitlementCores)
                .average();
    }

    /** Load samples that are final. */
    synchronized int samples() {
        return joined.size();
    }

    synchronized Optional<LoadQpsCurve> newestCurve() {
        return Optional.ofNullable(curves.lastEntry()).map(Map.Entry::getValue);
    }

    /** The first curve that has learned every window up to this one. */
    synchronized Optional<LoadQpsCurve> curveThrough(long windowMicros) {
        return Optional.ofNullable(curves.ceilingEntry(windowMicros)).map(Map.Entry::getValue);
    }

    private void read() {
        try (consumer) {
            while (!closed) {
                for (var record : consumer.poll(POLL)) take(record.value());
            }
        } catch (RuntimeException e) {
            LOG.warn("the demo can't watch any longer", e);
        }
    }

    private void take(byte[] value) {
        try {
            note(codec.decode(value));
        } catch (BadRecordException e) {
            LOG.debug("not for the demo: {}", e.getMessage());
        }
    }

    private synchronized void note(SpecificRecord record) {
        if (record instanceof Usage usage) {
            if (!ofService.test(usage)) return;
            usages.addLast(usage);
            if (usages.size() > SECONDS_KEPT) usages.removeFirst();
        } else if (record instanceof LoadSample sample) {
            boolean ours = sample.getInstance().getInstanceId().equals(instanceId);
            if (ours && sample.getRevision() >= 0) joined.add(sample.getStartMicros());
        } else if (record instanceof LoadQpsCurve curve) {
            if (curve.getInstance().getInstanceId().equals(instanceId)) {
                curves.putIfAbsent(curve.getLastWindowMicros(), curve);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            reader.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
