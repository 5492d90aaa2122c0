package io.loadmark.app.integration;

import static io.loadmark.app.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.loadmark.app.embedded.DataDirectory;
import io.loadmark.app.embedded.EmbeddedKafka;
import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.CgroupSample;
import io.loadmark.schema.Event;
import io.loadmark.schema.EventPhase;
import io.loadmark.schema.HostSample;
import io.loadmark.schema.Stamp;
import io.loadmark.schemas.AvroUnion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A collector whose broker goes away, and which is killed and started again before the broker is back. */
class OutageTest {
    private static final AvroUnion RECORDS = AvroUnion.of(List.of(HostSample.class, CgroupSample.class, Event.class));

    private final Path directory;
    private final HttpClient http = HttpClient.newHttpClient();

    OutageTest(@TempDir Path directory) {
        this.directory = directory;
    }

    /** The {@code collector} command in a process of its own. */
    private final class Running implements AutoCloseable {
        private final int port = freePort();
        private final Jvm jvm;

        Running(String bootstrapServers) throws IOException {
            Path config = Files.writeString(directory.resolve("loadmark.yaml"), """
                    kafka: {bootstrap-servers: '%s'}
                    topics: {partitions: 3}
                    collector:
                      host-id: h1
                      interval: 200ms
                      deadline: 200ms
                      cgroup: {include: '^/$'}
                      process: {enabled: false}
                      publisher: {patience: 1s}
                    otlp: {enabled: false}
                    telemetry: {port: %d}
                    """.formatted(bootstrapServers, port));
            jvm = Jvm.loadmark(
                    directory,
                    Map.of(),
                    List.of(
                            "collector",
                            "--config",
                            config.toString(),
                            "--data",
                            directory.resolve("data").toString()));
        }

        /** Sum of a metric over what it is told by, of lines that hold {@code label}. */
        long metric(String name, String label) throws Exception {
            var page = http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            var line = Pattern.compile("^" + name + "\\{[^}]*" + label + "[^}]*} ([0-9.eE]+)$", Pattern.MULTILINE);
            var match = line.matcher(page);
            double sum = 0;
            while (match.find()) sum += Double.parseDouble(match.group(1));
            return (long) sum;
        }

        long hostSamples() throws Exception {
            return metric("loadmark_collector_samples_total", "source=\"host\"");
        }

        void awaitHostSamples(long count) {
            await(count + " samples of the host").until(() -> hostSamples() >= count);
        }

        @Override
        public void close() throws InterruptedException {
            jvm.close();
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everySampleOfAnOutageWithAKillInItArrivesOnceAndInOrder() throws Exception {
        long beforeKill;
        long afterKill;
        String servers;
        try (var data = DataDirectory.open(directory.resolve("broker"))) {
            Running collector;
            try (var broker = EmbeddedKafka.start(data, 0, OutageTest::fault)) {
                servers = broker.bootstrapServers();
                collector = new Running(servers);
                collector.awaitHostSamples(20);
                await("samples to be acknowledged").until(() -> acknowledged(collector) >= 20);
            }
            try (collector) {
                collector.awaitHostSamples(60);
                await("a spool").until(() -> waiting(collector) >= 20);
                beforeKill = collector.hostSamples();
                // What was taken in the very moment of the kill may be in memory only.
                long stored = waiting(collector);
                await("what was taken to be stored").until(() -> waiting(collector) >= stored + 10);
                collector.jvm.kill();
            }
            try (var next = new Running(servers)) {
                next.awaitHostSamples(20);
                assertThat(next.metric("loadmark_collector_publish_recovered_total", ""))
                        .isGreaterThanOrEqualTo(40);
                try (var broker = EmbeddedKafka.start(data, 0, OutageTest::fault)) {
                    assertThat(broker.bootstrapServers()).isEqualTo(servers);
                    await("nothing to wait").until(() -> acknowledged(next) > 0 && waiting(next) == 0);
                    afterKill = next.hostSamples();
                    assertThat(next.metric("loadmark_collector_publish_dropped_total", ""))
                            .isZero();
                    next.jvm.signal("TERM");
                    next.jvm.end();
                    var host = stamps(servers, Topic.HOST);
                    assertThat((long) host.size()).isGreaterThanOrEqualTo(beforeKill + afterKill);
                    assertOnceAndInOrder(host);
                    assertOnceAndInOrder(stamps(servers, Topic.CGROUP));
                    assertThat(records(servers, Topic.EVENTS))
                            .map(Event.class::cast)
                            .extracting(Event::getName, Event::getPhase)
                            .contains(tuple("kafka-away", EventPhase.START), tuple("kafka-away", EventPhase.END));
                }
            }
        }
    }

    private static void fault(String fault) {
        System.err.println(fault);
    }

    private static long acknowledged(Running collector) throws Exception {
        return collector.metric("loadmark_collector_publish_acknowledged_total", "topic=\"loadmark.host\"");
    }

    private static long waiting(Running collector) throws Exception {
        return collector.metric("loadmark_collector_publish_waiting", "spool");
    }

    private static void assertOnceAndInOrder(List<Stamp> stamps) {
        for (int i = 1; i < stamps.size(); i++) {
            assertThat(stamps.get(i).getMonotonicNanos())
                    .isGreaterThan(stamps.get(i - 1).getMonotonicNanos());
        }
    }

    private static List<Stamp> stamps(String servers, Topic topic) throws Exception {
        return records(servers, topic).stream()
                .map(sample -> sample instanceof HostSample host ? host.getStamp() : ((CgroupSample) sample).getStamp())
                .toList();
    }

    /** All that is on a topic, in the order of its partitions. */
    private static List<SpecificRecord> records(String servers, Topic topic) throws Exception {
        var records = new ArrayList<SpecificRecord>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            var ends = consumer.endOffsets(partitions);
            long all = ends.values().stream().mapToLong(Long::longValue).sum();
            while (records.size() < all) {
                for (var record : consumer.poll(Duration.ofSeconds(10))) records.add(RECORDS.decode(record.value()));
            }
        }
        return records;
    }
}
