package io.loadmark.sink.delivery;

import io.loadmark.runtime.topics.Topic;
import io.loadmark.sink.decode.RowReader;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** The partitions that this member owns now. What a revoked one had not delivered is dropped; its next owner reads it again. */
final class Lanes implements ConsumerRebalanceListener {
    private static final int TIMEOUT_SECONDS = 30;
    private static final Map<String, Topic> TOPICS =
            Arrays.stream(Topic.values()).collect(Collectors.toUnmodifiableMap(Topic::topicName, topic -> topic));

    private final Consumer<byte[], byte[]> consumer;
    private final Admin admin;
    private final String tenant;
    private final Lane.Limits limits;
    private final Refusals refusals;
    private final Map<TopicPartition, Lane> lanes = new HashMap<>();

    Lanes(Consumer<byte[], byte[]> consumer, Admin admin, String tenant, Lane.Limits limits, Refusals refusals) {
        this.consumer = consumer;
        this.admin = admin;
        this.tenant = tenant;
        this.limits = limits;
        this.refusals = refusals;
    }

    Collection<Lane> all() {
        return lanes.values();
    }

    @Nullable
    Lane of(TopicPartition partition) {
        return lanes.get(partition);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) return;
        var topicIds = topicIds(partitions);
        var committed = consumer.committed(new HashSet<>(partitions));
        for (var partition : partitions) {
            var reader = RowReader.of(topic(partition), tenant);
            var lane = new Lane(partition, topicId(topicIds, partition), reader, refusals, limits);
            lanes.put(partition, lane);
            start(lane, committed.get(partition));
        }
    }

    private void start(Lane lane, @Nullable OffsetAndMetadata committed) {
        if (committed == null) {
            consumer.seekToBeginning(List.of(lane.partition()));
            return;
        }
        consumer.seek(lane.partition(), committed.offset());
        Promise.end(committed).ifPresent(end -> lane.resume(committed.offset(), end));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        partitions.forEach(lanes::remove);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        onPartitionsRevoked(partitions);
    }

    private Map<String, TopicDescription> topicIds(Collection<TopicPartition> partitions) {
        Set<String> names = partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
        try {
            return admin.describeTopics(names).allTopicNames().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("Kafka does not describe its topics", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while asking for topics", e);
        }
    }

    private static Uuid topicId(Map<String, TopicDescription> described, TopicPartition partition) {
        var description = described.get(partition.topic());
        if (description == null) throw new KafkaException("Kafka does not describe " + partition.topic());
        return description.topicId();
    }

    private static Topic topic(TopicPartition partition) {
        var topic = TOPICS.get(partition.topic());
        if (topic == null) throw new IllegalStateException("never subscribed to " + partition);
        return topic;
    }
}
