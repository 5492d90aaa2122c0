package io.loadmark.collector.otlp;

import io.loadmark.runtime.config.ByteSize;
import io.loadmark.runtime.config.KafkaConfig;
import io.loadmark.runtime.config.TopicsConfig;
import io.loadmark.runtime.topics.Topic;
import io.loadmark.runtime.topics.TopicAdmin;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** A broker that is its own controller, in this JVM, with Loadmark's topics. */
final class TestBroker implements AutoCloseable {
    private static final TopicsConfig TOPICS = new TopicsConfig(
            TopicsConfig.Manage.CREATE,
            4,
            (short) 1,
            Duration.ofHours(1),
            new ByteSize(1 << 30),
            Duration.ofHours(1),
            new ByteSize(1 << 30));

    private final KafkaRaftServer server;
    private final KafkaConfig clients;

    TestBroker(Path directory) throws Exception {
        int port = freePort();
        int controllerPort = freePort();
        var listeners = "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort;
        var data = directory.resolve("data").toString();
        var metadata = directory.resolve("metadata").toString();
        format(data, metadata);
        server = new KafkaRaftServer(
                new kafka.server.KafkaConfig(
                        Map.ofEntries(
                                Map.entry("process.roles", "broker,controller"),
                                Map.entry("node.id", "1"),
                                Map.entry("listeners", listeners),
                                Map.entry("advertised.listeners", listeners),
                                Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                                Map.entry("controller.listener.names", "CONTROLLER"),
                                Map.entry("inter.broker.listener.name", "PLAINTEXT"),
                                Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controllerPort),
                                Map.entry("log.dirs", data),
                                Map.entry("metadata.log.dir", metadata),
                                Map.entry("offsets.topic.replication.factor", "1"),
                                Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20)),
                                Map.entry("auto.create.topics.enable", "false")),
                        false),
                Time.SYSTEM);
        server.startup();
        clients = new KafkaConfig("127.0.0.1:" + port, Map.of());
        TopicAdmin.prepare(clients, TOPICS);
    }

    KafkaConfig clients() {
        return clients;
    }

    /** All records of a topic, once there are as many as expected. */
    List<ConsumerRecord<byte[], byte[]>> read(Topic topic, int expected) {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = new KafkaConsumer<>(
                clients.client(Map.of("auto.offset.reset", "earliest")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            Rig.await("records of " + topic).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                return records.size() >= expected;
            });
        }
        return records;
    }

    private static void format(String data, String metadata) throws Exception {
        new Formatter()
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .setDirectories(List.of(data, metadata))
                .setMetadataLogDirectory(metadata)
                .setControllerListenerName("CONTROLLER")
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .run();
    }

    /** Below those that the kernel gives to clients, so that no connection takes it before the broker does. */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(15_000, 32_768);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // taken: another one
            }
        }
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
