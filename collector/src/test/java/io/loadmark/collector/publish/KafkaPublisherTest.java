package io.loadmark.collector.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.collector.fixture.Hosts;
import io.loadmark.collector.sampling.CollectorMetrics;
import io.loadmark.runtime.health.Health;
import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.EntityKind;
import io.loadmark.schema.EntityState;
import io.loadmark.schema.HostSample;
import io.loadmark.schema.InventoryRecord;
import io.loadmark.schemas.AvroCodec;
import io.loadmark.schemas.BadRecordException;
import io.opentelemetry.api.OpenTelemetry;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class KafkaPublisherTest {
    private final MockProducer<byte[], byte[]> kafka =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Health health = new Health();
    private final KafkaPublisher publisher =
            new KafkaPublisher(kafka, new CollectorMetrics(OpenTelemetry.noop()), health);

    private static HostSample sample() {
        return HostSample.newBuilder()
                .setStamp(Hosts.stamp())
                .setHostName("node-1")
                .setOnlineCpus(2)
                .build();
    }

    private static InventoryRecord inventory() {
        return InventoryRecord.newBuilder()
                .setTenant("acme")
                .setHostId("h1")
                .setKind(EntityKind.HOST)
                .setEntityId("h1")
                .setValidFromMicros(1)
                .setState(EntityState.PRESENT)
                .setObservedMicros(2)
                .build();
    }

    private List<String> topics() {
        return kafka.history().stream().map(ProducerRecord::topic).toList();
    }

    @Test
    void aSampleGoesToItsTopicUnderItsKey() throws BadRecordException {
        publisher.publish(Topic.HOST, "acme/h1", sample());
        assertThat(kafka.completeNext()).isTrue();
        var record = kafka.history().get(0);
        assertThat(record.topic()).isEqualTo("loadmark.host");
        assertThat(record.key()).asString().isEqualTo("acme/h1");
        assertThat(AvroCodec.of(HostSample.class).decode(record.value())).isEqualTo(sample());
        assertThat(health.isHealthy()).isTrue();
    }

    @Test
    void whatKafkaRefusesTurnsHealthDownAndTheNextRecordsAreNotEvenTried() {
        publisher.publish(Topic.HOST, "acme/h1", sample());
        assertThat(kafka.errorNext(new TimeoutException("120000 ms has passed")))
                .isTrue();
        publisher.publish(Topic.HOST, "acme/h1", sample());
        assertThat(topics()).hasSize(1);
        assertThat(health.components().get("collector-kafka")).contains("120000 ms has passed");
    }

    @Test
    void aProducerThatThrowsIsAsOneThatFails() {
        kafka.sendException = new TimeoutException("no metadata");
        publisher.publish(Topic.HOST, "acme/h1", sample());
        assertThat(health.components().get("collector-kafka")).contains("no metadata");
    }

    @Test
    void theInventoryIsSentAgainWhenKafkaIsBack() {
        publisher.publish(Topic.INVENTORY, "acme/h1/HOST/h1/1", inventory());
        assertThat(kafka.errorNext(new TimeoutException("away"))).isTrue();
        publisher.resume();
        publisher.publish(Topic.HOST, "acme/h1", sample());
        assertThat(topics()).containsExactly("loadmark.inventory", "loadmark.inventory", "loadmark.host");
        assertThat(kafka.completeNext()).isTrue();
        assertThat(health.isHealthy()).isTrue();
    }
}
