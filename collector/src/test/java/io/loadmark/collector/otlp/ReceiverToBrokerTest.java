package io.loadmark.collector.otlp;

import static io.loadmark.collector.otlp.Requests.spans;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.otlp.OtlpTraces;
import io.loadmark.runtime.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the producer that the receiver makes for itself, against a real broker, while it is there and after it went. */
class ReceiverToBrokerTest {

    @Test
    void acknowledgedSpansAreInTheTopicAndAnInstanceStaysInItsPartition(@TempDir Path directory) throws Exception {
        try (var broker = new TestBroker(directory);
                var rig = new Rig(broker.clients(), Rig.PATIENCE)) {
            for (int request = 0; request < 20; request++) {
                var answer = rig.send(rig.traces(Requests.of(spans("cart", 10), spans("pay", 1), spans("ship", 2))));
                assertThat(answer.statusCode()).isEqualTo(200);
            }
            var records = broker.read(Topic.SPANS, 60);
            var spans = new AtomicInteger();
            for (var record : records) OtlpTraces.read(record.value(), (resource, span) -> spans.incrementAndGet());
            assertThat(spans).hasValue(20 * 13);
            assertThat(records.stream()
                            .collect(groupingBy(
                                    record -> new String(record.key(), UTF_8),
                                    mapping(ConsumerRecord::partition, toSet()))))
                    .hasSize(3)
                    .allSatisfy((key, partitions) -> assertThat(partitions).hasSize(1));
            assertThat(rig.metrics.sum("loadmark.otlp.items.acknowledged", "traces"))
                    .isEqualTo(20 * 13);
        }
    }

    @Test
    void aBrokerThatGoesAwayIsToldToTheSenderWithinTheDeliveryTimeout(@TempDir Path directory) throws Exception {
        var broker = new TestBroker(directory);
        try (var rig = new Rig(broker.clients(), Duration.ofSeconds(4))) {
            byte[] request = Requests.of(spans("cart", 1));
            Rig.await("the broker takes it")
                    .until(() -> rig.send(rig.traces(request)).statusCode() == 200);
            broker.close();
            assertThat(rig.send(rig.traces(request)).statusCode()).isEqualTo(503);
            assertThat(rig.health.isHealthy()).isFalse();
        } finally {
            broker.close();
        }
    }
}
