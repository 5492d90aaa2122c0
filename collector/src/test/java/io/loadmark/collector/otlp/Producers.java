package io.loadmark.collector.otlp;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka's own stand-in for a producer, in the moods that a broker may have. */
final class Producers {
    private Producers() {}

    /** Acknowledges everything at once. */
    static MockProducer<byte[], byte[]> willing() {
        return new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Acknowledges when told so. */
    static MockProducer<byte[], byte[]> waiting() {
        return new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Fails for the records that it refuses, acknowledges the others at once. */
    static MockProducer<byte[], byte[]> refusing(
            Predicate<ProducerRecord<byte[], byte[]>> refused, RuntimeException failure) {
        return new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
            @Override
            public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
                if (!refused.test(record)) return super.send(record, callback);
                callback.onCompletion(null, failure);
                return CompletableFuture.failedFuture(failure);
            }
        };
    }
}
