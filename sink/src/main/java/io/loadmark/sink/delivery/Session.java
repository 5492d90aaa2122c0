package io.loadmark.sink.delivery;

import io.loadmark.runtime.health.Health;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One membership of the consumer group: polls, forms batches and delivers them, in one thread. A fault of ClickHouse
 * pauses the partitions concerned while polling goes on, so that the group keeps its members. A fault of Kafka ends the
 * session by an exception; the next one takes up what was promised.
 */
final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final long LONGEST_POLL_NANOS = Duration.ofMillis(500).toNanos();
    /** What all batches may hold together before the largest is delivered early. */
    private static final long MOST_BYTES = 64 << 20;

    private final Consumer<byte[], byte[]> consumer;
    private final Lanes lanes;
    private final Delivery delivery;
    private final SinkCounters counters;
    private final Health health;
    private final KafkaLink link;

    Session(Consumer<byte[], byte[]> consumer, Lanes lanes, Delivery delivery, SinkCounters counters, Health health) {
        this.consumer = consumer;
        this.lanes = lanes;
        this.delivery = delivery;
        this.counters = counters;
        this.health = health;
        this.link = new KafkaLink(consumer);
    }

    /** Works until told to stop; then delivers what was read, once. */
    void run(List<String> topics, BooleanSupplier stopping) {
        consumer.subscribe(topics, lanes);
        while (!stopping.getAsBoolean()) {
            poll();
            form();
            deliver();
            flow();
            report();
        }
        lanes.all().forEach(Lane::completeEarly);
        deliver();
    }

    private void poll() {
        ConsumerRecords<byte[], byte[]> records;
        try {
            records = consumer.poll(Duration.ofNanos(waitNanos()));
        } catch (OffsetOutOfRangeException e) {
            e.offsetOutOfRangePartitions().forEach(this::rewind);
            return;
        }
        for (var partition : records.partitions()) {
            Objects.requireNonNull(lanes.of(partition), "a lane for every assigned partition")
                    .take(records.records(partition));
        }
    }

    private long waitNanos() {
        long now = System.nanoTime();
        long next = lanes.all().stream()
                .mapToLong(lane -> lane.waitNanos(now))
                .min()
                .orElse(Long.MAX_VALUE);
        return Math.min(next, LONGEST_POLL_NANOS);
    }

    /** Retention has overtaken us, or the partition is shorter than it was: what is left is read from its beginning. */
    private void rewind(TopicPartition partition, long wanted) {
        long beginning = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
        if (beginning > wanted) counters.lost(partition.topic(), beginning - wanted);
        LOG.warn("Kafka no longer has {} at {}; going on at {}", partition, wanted, beginning);
        consumer.seek(partition, beginning);
    }

    private void form() {
        long now = System.nanoTime();
        for (var lane : lanes.all()) {
            lane.fill(now);
            // Beyond the last record there may be transaction markers, or compaction has removed it: the position
            // tells.
            if (lane.isResuming()) lane.reached(consumer.position(lane.partition()));
        }
        if (lanes.all().stream().mapToLong(Lane::bytes).sum() > MOST_BYTES) {
            lanes.all().stream().max(Comparator.comparingLong(Lane::bytes)).ifPresent(Lane::completeEarly);
        }
    }

    private void deliver() {
        long now = System.nanoTime();
        var due = lanes.all().stream().filter(lane -> lane.isDue(now)).toList();
        if (!due.isEmpty()) delivery.deliver(due);
    }

    /** Asks Kafka for more only where it can be used. */
    private void flow() {
        consumer.resume(partitions(lanes.all().stream().filter(Lane::wantsMore).toList()));
        consumer.pause(partitions(
                lanes.all().stream().filter(lane -> !lane.wantsMore()).toList()));
    }

    private static Collection<TopicPartition> partitions(List<Lane> lanes) {
        return lanes.stream().map(Lane::partition).toList();
    }

    private void report() {
        String trouble = link.isUp() ? null : "no connection to Kafka";
        for (var lane : lanes.all()) if (trouble == null) trouble = lane.trouble();
        if (trouble == null) health.up(SinkProcess.COMPONENT);
        else health.down(SinkProcess.COMPONENT, trouble);
    }
}
