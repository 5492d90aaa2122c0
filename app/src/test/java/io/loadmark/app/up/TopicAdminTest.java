package io.loadmark.app.up;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadmark.app.embedded.DataDirectory;
import io.loadmark.app.embedded.EmbeddedKafka;
import io.loadmark.runtime.config.ConfigException;
import io.loadmark.runtime.config.Configuration;
import io.loadmark.runtime.config.KafkaConfig;
import io.loadmark.runtime.config.TopicsConfig;
import io.loadmark.runtime.topics.Topic;
import io.loadmark.runtime.topics.TopicAdmin;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicAdminTest {
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private DataDirectory directory;
    private EmbeddedKafka broker;
    private KafkaConfig kafka;

    @BeforeEach
    void start(@TempDir Path temporary) {
        directory = DataDirectory.open(temporary);
        broker = EmbeddedKafka.start(directory, 0, faults::add);
        kafka = new KafkaConfig(broker.bootstrapServers(), Map.of());
    }

    @AfterEach
    void stop() {
        broker.close();
        directory.close();
        assertThat(faults).isEmpty();
    }

    @Test
    void missingTopicsAreMadeOnceWithTheirSettingsAndFoundTheNextTime() throws Exception {
        var asked = topics("partitions: 3, raw-retention: 2h, derived-retention-bytes: 64MiB");
        TopicAdmin.prepare(kafka, asked);
        TopicAdmin.prepare(kafka, asked);
        TopicAdmin.prepare(kafka, topics("partitions: 3, manage: check"));

        try (var admin = Admin.create(kafka.client(Map.of()))) {
            var partitions = partitions(admin);
            assertThat(partitions).hasSize(Topic.values().length).containsEntry(Topic.DEAD_LETTERS.topicName(), 1);
            partitions.remove(Topic.DEAD_LETTERS.topicName());
            assertThat(partitions.values()).containsOnly(3);
            assertThat(settings(admin, Topic.SPANS))
                    .containsEntry("cleanup.policy", "delete")
                    .containsEntry("retention.ms", "7200000")
                    .containsEntry("message.timestamp.type", "LogAppendTime");
            assertThat(settings(admin, Topic.REQUESTS))
                    .containsEntry("retention.bytes", Integer.toString(64 << 20))
                    .containsEntry("message.timestamp.type", "CreateTime");
            assertThat(settings(admin, Topic.CURVES)).containsEntry("cleanup.policy", "compact");
        }
    }

    @Test
    void topicsWithAnotherNumberOfPartitionsAreRefusedAndTheirNumberNamed() {
        TopicAdmin.prepare(kafka, topics("partitions: 2"));
        assertThatThrownBy(() -> TopicAdmin.prepare(kafka, topics("partitions: 3")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("topic loadmark.host has 2 partitions, topics.partitions asks for 3; set it to 2, or start"
                        + " on new topics");
    }

    @Test
    void aTopicWhoseStampsAreNotTheBrokersIsRefusedUntilThatIsChanged() throws Exception {
        TopicAdmin.prepare(kafka, topics("partitions: 1"));
        try (var admin = Admin.create(kafka.client(Map.of()))) {
            alter(admin, Topic.SPANS, "message.timestamp.type", "CreateTime");
            assertOneLine(kafka, topics("partitions: 1"))
                    .hasMessage("topic otlp_spans has message.timestamp.type=CreateTime and needs LogAppendTime;"
                            + " change it (kafka-configs.sh --alter), or start on new topics");
            alter(admin, Topic.SPANS, "message.timestamp.type", "LogAppendTime");
            TopicAdmin.prepare(kafka, topics("partitions: 1"));
        }
    }

    private static void alter(Admin admin, Topic topic, String name, String value) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName());
        var change = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all().get(30, SECONDS);
        while (!value.equals(settings(admin, topic).get(name))) Thread.onSpinWait();
    }

    @Test
    void missingTopicsAreRefusedWhereOthersMakeThem() {
        var check = topics("manage: check");
        assertThatThrownBy(() -> TopicAdmin.prepare(kafka, check))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("topics are missing and topics.manage is `check`: loadmark.host, ");
    }

    @Test
    void moreReplicasThanBrokersAreRefusedInOneLine() {
        assertOneLine(kafka, topics("replication-factor: 3"))
                .hasMessageStartingWith("topics can't be prepared on Kafka at ")
                .hasMessageContaining("replication factor");
    }

    @Test
    void withoutABrokerItEndsSoonWithOneLine() {
        assertOneLine(new KafkaConfig("127.0.0.1:1", Map.of()), topics("partitions: 2"))
                .hasMessageStartingWith("no answer from Kafka at 127.0.0.1:1 (kafka.bootstrap-servers): ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-host.invalid:9092", "nonsense"})
    void anAddressThatIsNoneIsNamed(String servers) {
        assertOneLine(new KafkaConfig(servers, Map.of()), topics("partitions: 2"))
                .hasMessageStartingWith(
                        "topics can't be prepared on Kafka at " + servers + " (kafka.bootstrap-servers): ");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertOneLine(
            KafkaConfig kafka, TopicsConfig topics) {
        return assertThatThrownBy(() -> TopicAdmin.prepare(kafka, topics))
                .isInstanceOf(ConfigException.class)
                .satisfies(
                        e -> assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1));
    }

    private static TopicsConfig topics(String yaml) {
        return Configuration.reference().with("test", "topics: {" + yaml + "}").section("topics", TopicsConfig.class);
    }

    private static Map<String, Integer> partitions(Admin admin) throws Exception {
        var names = Arrays.stream(Topic.values()).map(Topic::topicName).toList();
        var found = new HashMap<String, Integer>();
        admin.describeTopics(names)
                .allTopicNames()
                .get(30, SECONDS)
                .forEach((name, topic) -> found.put(name, topic.partitions().size()));
        return found;
    }

    private static Map<String, String> settings(Admin admin, Topic topic) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName());
        var settings = new HashMap<String, String>();
        for (var config :
                admin.describeConfigs(List.of(resource)).all().get(30, SECONDS).values()) {
            for (ConfigEntry entry : config.entries()) settings.put(entry.name(), entry.value());
        }
        return settings;
    }
}
