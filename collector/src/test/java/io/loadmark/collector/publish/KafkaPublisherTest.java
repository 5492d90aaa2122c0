package io.loadmark.collector.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadmark.collector.fixture.FakeClock;
import io.loadmark.collector.fixture.Hosts;
import io.loadmark.runtime.config.ConfigException;
import io.loadmark.runtime.config.Configuration;
import io.loadmark.runtime.health.Health;
import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.HostSample;
import io.loadmark.schemas.AvroCodec;
import io.loadmark.schemas.BadRecordException;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaPublisherTest {
    private final Path directory;
    private final MockProducer<byte[], byte[]> kafka =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());

    KafkaPublisherTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private KafkaPublisher publisher() {
        var config = Configuration.reference().section("collector.publisher", PublisherConfig.class);
        return new KafkaPublisher(
                config,
                directory,
                Hosts.HOST,
                new FakeClock(Hosts.NOW_MICROS),
                () -> kafka,
                new Health(),
                OpenTelemetry.noop());
    }

    private static HostSample sample(int cpus) {
        return HostSample.newBuilder()
                .setStamp(Hosts.stamp())
                .setHostName("node-1")
                .setOnlineCpus(cpus)
                .build();
    }

    @Test
    void whatIsPublishedBeforeTheEndIsDeliveredInOrderUnderItsKey() throws BadRecordException {
        try (var publisher = publisher()) {
            publisher.start();
            publisher.publish(Topic.HOST, "acme/h1", sample(1));
            publisher.connect();
            for (int i = 2; i <= 50; i++) publisher.publish(Topic.HOST, "acme/h1", sample(i));
        }
        assertThat(kafka.history()).hasSize(50);
        for (int i = 0; i < 50; i++) {
            var record = kafka.history().get(i);
            assertThat(record.topic()).isEqualTo("loadmark.host");
            assertThat(record.key()).asString().isEqualTo("acme/h1");
            assertThat(AvroCodec.of(HostSample.class).decode(record.value())).isEqualTo(sample(i + 1));
        }
    }

    @Test
    void whatIsPublishedWithoutKafkaIsDeliveredByTheNextProcess() {
        try (var publisher = publisher()) {
            publisher.start();
            publisher.publish(Topic.HOST, "acme/h1", sample(1));
        }
        assertThat(kafka.history()).isEmpty();
        try (var publisher = publisher()) {
            publisher.start();
            publisher.connect();
        }
        assertThat(kafka.history()).hasSize(1);
    }

    @Test
    void aSpoolThatCanNotBeUsedStopsTheStartAndNamesTheKey() throws IOException {
        Files.writeString(directory.resolve("spool"), "a file");
        assertThatThrownBy(this::publisher)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("collector.publisher.spool.directory");
    }
}
