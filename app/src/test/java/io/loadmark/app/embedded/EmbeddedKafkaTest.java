package io.loadmark.app.embedded;

import static io.loadmark.app.Waiting.PATIENCE;
import static io.loadmark.app.Waiting.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
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
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogKey;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue;
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

    /** As a broker leaves it that was killed while it ended a transaction, and came back: decided, and not told to the partition. */
    @Test
    void aTransactionWhoseEndWasDecidedAndNotWrittenIsEndedAtTheNextStart() throws Exception {
        try (var data = DataDirectory.open(temporary);
                var kafka = EmbeddedKafka.start(data, 0, faults::add)) {
            makeTopic(kafka.bootstrapServers());
            produceInTransactions(kafka.bootstrapServers());
            leaveOpen(kafka.bootstrapServers());
            decide(kafka.bootstrapServers());
            assertThat(committed(kafka.bootstrapServers(), 2)).containsExactly("a", "b");
        }
        try (var data = DataDirectory.open(temporary)) {
            Files.delete(data.kafka().resolve("data").resolve(".kafka_cleanshutdown"));
            try (var kafka = EmbeddedKafka.start(data, 0, faults::add)) {
                assertThat(committed(kafka.bootstrapServers(), 3)).containsExactly("a", "b", "c");
            }
        }
    }

    private static void leaveOpen(String servers) throws Exception {
        var producer = writer(servers);
        producer.initTransactions();
        producer.beginTransaction();
        send(producer, "c");
        producer.close(Duration.ZERO); // any other way of closing it would abort
    }

    /** Writes what the transaction's coordinator would have, as only an administrator's client may. */
    private static void decide(String servers) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", servers));
                var producer = new KafkaProducer<>(
                        Map.<String, Object>of("bootstrap.servers", servers, "client.id", "__admin_client"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            var open = admin.describeTransactions(List.of("writer"))
                    .description("writer")
                    .get(PATIENCE.toSeconds(), SECONDS);
            assertThat(open.state()).isEqualTo(TransactionState.ONGOING);
            var decided = new TransactionLogValue()
                    .setProducerId(open.producerId())
                    .setPreviousProducerId(open.producerId())
                    .setProducerEpoch((short) (open.producerEpoch() + 1))
                    .setTransactionTimeoutMs((int) open.transactionTimeoutMs())
                    .setTransactionStatus((byte) 4) // complete: committed
                    .setTransactionPartitions(List.of())
                    .setTransactionLastUpdateTimestampMs(System.currentTimeMillis())
                    .setTransactionStartTimestampMs(System.currentTimeMillis())
                    .setClientTransactionVersion((short) 2);
            var key = new TransactionLogKey().setTransactionalId("writer");
            int partitions = producer.partitionsFor("__transaction_state").size();
            producer.send(new ProducerRecord<>(
                            "__transaction_state",
                            Utils.abs("writer".hashCode()) % partitions,
                            MessageUtil.toVersionPrefixedBytes((short) 0, key),
                            MessageUtil.toVersionPrefixedBytes((short) 1, decided)))
                    .get(PATIENCE.toSeconds(), SECONDS);
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
        try (var producer = writer(servers)) {
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

    private static KafkaProducer<String, String> writer(String servers) {
        var settings = Map.<String, Object>of("bootstrap.servers", servers, "transactional.id", "writer");
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
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
