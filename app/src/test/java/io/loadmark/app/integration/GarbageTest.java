package io.loadmark.app.integration;

import static io.loadmark.app.Waiting.await;
import static io.loadmark.app.Waiting.result;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.app.up.Up;
import io.loadmark.runtime.topics.Topic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What anyone might write into a topic must be named as bad and stop nothing. */
class GarbageTest {
    private static final byte[] GARBAGE = "\uFFFF this is no record \0\1\2".getBytes(UTF_8);
    private static final byte[] GARBAGE_KEY = {(byte) 0xC3, (byte) 0x28, '/', (byte) 0xFF};
    private static final long SPANS = 1_000;

    @Test
    void garbageInEveryTopicIsDeadLetteredWithItsCauseAndEverythingGoesOn(@TempDir Path directory) throws Exception {
        try (var up = Up.start(ShortSettings.up(directory), line -> {})) {
            var rows = new Rows(up.clickHouse());
            var places = new ArrayList<List<String>>();
            for (Topic topic : Topic.values()) places.add(write(up, topic));
            await("a dead letter for each")
                    .until(() -> rows.of("SELECT DISTINCT topic, partition, offset FROM dead_letters")
                            .containsAll(places));
            spansAreStillCounted(up, rows);
            assertThat(rows.of("SELECT topic, partition, offset FROM dead_letters FINAL WHERE cause != ''"
                            + " AND size_bytes = " + GARBAGE.length + " ORDER BY topic, partition, offset"))
                    .as("one row each, however many readers refused it")
                    .containsExactlyInAnyOrderElementsOf(places);
            await("every part to be well").untilAsserted(() -> assertThat(
                            up.health().components())
                    .allSatisfy((part, state) -> assertThat(state).as(part).isEqualTo("ok")));
        }
    }

    private static List<String> write(Up up, Topic topic) throws Exception {
        try (var producer = new KafkaProducer<>(
                up.kafka().client(Map.of()), new ByteArraySerializer(), new ByteArraySerializer())) {
            var written = result(producer.send(new ProducerRecord<>(topic.topicName(), 0, GARBAGE_KEY, GARBAGE)));
            return List.of(topic.topicName(), Integer.toString(written.partition()), Long.toString(written.offset()));
        }
    }

    /** After the garbage in each partition that they pass. */
    private static void spansAreStillCounted(Up up, Rows rows) throws Exception {
        try (var sender = new SpanSender(up.receiver().orElseThrow().httpPort(), 0)) {
            await("spans to be acknowledged").until(() -> sender.total() >= SPANS);
            sender.close();
            await("every span in a final window and in a final load sample").until(() -> rows.numbers(
                            "SELECT sum(missing), sum(duplicated), sum(counted), (SELECT toInt64(sum(spans))"
                                    + " FROM latest_load_samples WHERE revision >= 0) FROM balance")
                    .equals(List.of(0L, 0L, sender.total(), sender.total())));
            assertThat(sender.unanswered()).isZero();
        }
    }
}
