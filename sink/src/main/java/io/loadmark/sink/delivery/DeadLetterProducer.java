package io.loadmark.sink.delivery;

import io.loadmark.runtime.config.KafkaConfig;
import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.DeadLetter;
import io.loadmark.schemas.AvroCodec;
import io.loadmark.schemas.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Publishes dead letters and waits until Kafka has them. */
final class DeadLetterProducer implements AutoCloseable {
    private static final AvroCodec<DeadLetter> CODEC = AvroCodec.of(DeadLetter.class);

    private final KafkaProducer<byte[], byte[]> producer;

    DeadLetterProducer(KafkaConfig kafka) {
        var own = Map.<String, Object>of(
                "client.id",
                "loadmark-sink-dead-letters",
                "acks",
                "all",
                "compression.type",
                "zstd",
                "max.block.ms",
                10_000,
                "request.timeout.ms",
                10_000,
                "delivery.timeout.ms",
                30_000);
        producer = new KafkaProducer<>(kafka.client(own), new ByteArraySerializer(), new ByteArraySerializer());
    }

    void publish(List<DeadLetter> letters) throws FaultException {
        if (letters.isEmpty()) return;
        try {
            var sent = new ArrayList<Future<RecordMetadata>>();
            for (var letter : letters) sent.add(producer.send(record(letter)));
            producer.flush();
            for (var letter : sent) letter.get();
        } catch (ExecutionException | KafkaException e) {
            throw new FaultException("Kafka does not take dead letters: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FaultException("interrupted while publishing dead letters", e);
        }
    }

    private static ProducerRecord<byte[], byte[]> record(DeadLetter letter) {
        String key =
                Key.join(letter.getTopic(), Integer.toString(letter.getPartition()), Long.toString(letter.getOffset()));
        return new ProducerRecord<>(Topic.DEAD_LETTERS.topicName(), Key.bytes(key), CODEC.encode(letter));
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
