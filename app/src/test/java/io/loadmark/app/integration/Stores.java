package io.loadmark.app.integration;

import static io.loadmark.app.Waiting.await;
import static io.loadmark.app.Waiting.result;

import io.loadmark.app.embedded.DataDirectory;
import io.loadmark.runtime.config.Configuration;
import io.loadmark.runtime.config.KafkaConfig;
import io.loadmark.runtime.config.TopicsConfig;
import io.loadmark.runtime.topics.Topic;
import io.loadmark.runtime.topics.TopicAdmin;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * A broker whose topics keep the stamps that records come with, so that a recorded input is the same input
 * whenever it is fed.
 */
final class Stores implements AutoCloseable {
    private final DataDirectory directory;
    private final Infra.Broker broker;
    private final Configuration configuration;

    Stores(Path directory, int partitions) throws Exception {
        this.directory = DataDirectory.open(directory);
        try {
            broker = Infra.broker(this.directory);
            configuration = Configuration.reference()
                    .with("the test", "kafka: {bootstrap-servers: '" + broker.bootstrapServers() + "'}")
                    .with("the test", "topics: {partitions: " + partitions + "}")
                    .with("the test", Recording.SETTINGS);
            makeTopics();
        } catch (Exception e) {
            this.directory.close();
            throw e;
        }
    }

    /** With the recording's stamps for the broker's: {@link TopicAdmin} would refuse them. */
    private void makeTopics() throws Exception {
        var topics = Arrays.stream(Topic.values())
                .map(topic -> new NewTopic(topic.topicName(), topic.partitions(topics()), (short) 1)
                        .configs(Map.of(
                                "message.timestamp.type",
                                "CreateTime",
                                "cleanup.policy",
                                topic.keep() == Topic.Keep.COMPACTED ? "compact" : "delete")))
                .toList();
        try (var admin = Admin.create(kafka().client(Map.of()))) {
            result(admin.createTopics(topics).all());
            var ends = new HashMap<TopicPartition, OffsetSpec>();
            for (var topic : topics) {
                for (int p = 0; p < topic.numPartitions(); p++) {
                    ends.put(new TopicPartition(topic.name(), p), OffsetSpec.latest());
                }
            }
            await("leaders").until(() -> !result(admin.listOffsets(ends).all()).isEmpty());
        }
    }

    DataDirectory directory() {
        return directory;
    }

    Configuration configuration() {
        return configuration;
    }

    KafkaConfig kafka() {
        return configuration.section("kafka", KafkaConfig.class);
    }

    TopicsConfig topics() {
        return configuration.section("topics", TopicsConfig.class);
    }

    @Override
    public void close() {
        broker.close();
        directory.close();
    }
}
