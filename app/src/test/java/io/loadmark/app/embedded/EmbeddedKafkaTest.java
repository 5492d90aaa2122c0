package io.loadmark.app.embedded;

import static io.loadmark.app.Waiting.PATIENCE;
import static io.loadmark.app.Waiting.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {
    private final Path temporary;

    EmbeddedKafkaTest(@TempDir Path temporary) {
        this.temporary = temporary;
    }

    private final Queue<String> faults = new ConcurrentLinkedQueue<>();

    @AfterEach
    void theBrokerNeverGaveUp() {
        assertThat(faults).isEmpty();
    }

    @Test
    void whatATransactionCommittedIsThereAfterAReopenOnTheSamePort() throws Exception {
        String first;
        try (var data = DataDirectory.open(temporary);
                var kafka = EmbeddedKafka.start(data, 0, faults::add)) {
            first = kafka.bootstrapServers();
            makeTopic(first);
            assertThat(data.run().resolve("kafka")).hasContent(first);
            produceInTransactions(first);
            assertThat(committed(first, 2)).containsExactly("a", "b");
        }
        try (var data = DataDirectory.open(temporary);
                var kafka = EmbeddedKafka.start(data, 0, faults::add)) {
            assertThat(kafka.bootstrapServers()).isEqualTo(first);
            assertThat(committed(first, 2)).containsExactly("a", "b");
        }
    }

    @Test
    void aTakenPortIsReplacedByAFreeOneAndTheDataStays() throws Exception {
        String first;
        try (var data = DataDirectory.open(temporary);
                var kafka = EmbeddedKafka.start(data, 0, faults::add)) {
            first = kafka.bootstrapServers();
            makeTopic(first);
            produceInTransactions(first);
        }
        try (var thief = new ServerSocket()) {
            thief.bind(new InetSocketAddress(LoopbackPorts.LOOPBACK, port(first)));
            try (var data = DataDirectory.open(temporary);
                    var kafka = EmbeddedKafka.start(data, 0, faults::add)) {
                assertThat(kafka.bootstrapServers()).isNotEqualTo(first);
                assertThat(committed(kafka.bootstrapServers(), 2)).containsExactly("a", "b");
            }
            try (var data = DataDirectory.open(temporary)) {
                assertThatThrownBy(() -> EmbeddedKafka.start(data, port(first), faults::add))
                        .isInstanceOf(EmbeddedException.class)
                        .hasMessageContaining("port " + port(first) + " is taken; set embedded.kafka-port");
            }
        }
    }

    @Test
    void aRecordAsLargeAsTheLargestRequestIsAccepted() throws Exception {
        try (var data = DataDirectory.open(temporary);
                var kafka = EmbeddedKafka.start(data, 0, faults::add);
                var producer = new KafkaProducer<>(
                        Map.<String, Object>of(
                                "bootstrap.servers", kafka.bootstrapServers(), "max.request.size", 17 << 20),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            makeTopic(kafka.bootstrapServers());
            var written = producer.send(new ProducerRecord<>("letters", new byte[16 << 20]))
                    .get(PATIENCE.toSeconds(), SECONDS);
            assertThat(written.offset()).isZero();
        }
    }

    private static void makeTopic(String servers) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(new NewTopic("letters", 1, (short) 1)))
                    .all()
                    .get(PATIENCE.toSeconds(), SECONDS);
        }
    }

    private static void produceInTransactions(String servers) throws Exception {
        var settings = Map.<String, Object>of("bootstrap.servers", servers, "transactional.id", "writer");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, "a");
            producer.commitTransaction();
            producer.beginTransaction();
            send(producer, "aborted");
            producer.abortTransaction();
            producer.beginTransaction();
            send(producer, "b");
            producer.commitTransaction();
        }
    }

    private static void send(KafkaProducer<String, String> producer, String letter) throws Exception {
        producer.send(new ProducerRecord<>("letters", letter)).get(PATIENCE.toSeconds(), SECONDS);
    }

    private static List<String> committed(String servers, int expected) {
        var settings = Map.<String, Object>of(
                "bootstrap.servers",
                servers,
                "group.id",
                "reader-" + Instant.now(),
                "auto.offset.reset",
                "earliest",
                "isolation.level",
                "read_committed");
        var values = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("letters"));
            await("committed letters").until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
                return values.size() >= expected;
            });
        }
        return values;
    }

    private static int port(String servers) {
        return Integer.parseInt(servers.substring(servers.indexOf(':') + 1));
    }
}
