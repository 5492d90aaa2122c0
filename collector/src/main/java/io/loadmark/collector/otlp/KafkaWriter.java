package io.loadmark.collector.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.loadmark.otlp.OtlpSplitter.Piece;
import io.loadmark.runtime.config.KafkaConfig;
import io.loadmark.schemas.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes pieces as the OpenTelemetry Collector's Kafka exporter does (encoding {@code otlp_proto}), so that either can
 * stand here. The key names the instance: all its spans, and what its exporter sends again, go to the same partition.
 */
final class KafkaWriter {
    /** Room for key and header: four names of at most 256 characters. */
    static final int RECORD_OVERHEAD = 4 << 10;

    private static final String TENANT_HEADER = "tenant";
    private static final int MAX_BLOCK_MILLIS = 1000;
    private static final int BATCH_BYTES = 128 << 10;

    private final String tenant;
    private final Producer<byte[], byte[]> producer;

    KafkaWriter(String tenant, Producer<byte[], byte[]> producer) {
        this.tenant = tenant;
        this.producer = producer;
    }

    static Producer<byte[], byte[]> producer(KafkaConfig kafka, OtlpConfig config) {
        return new KafkaProducer<>(
                kafka.client(settings(config)), new ByteArraySerializer(), new ByteArraySerializer());
    }

    static Map<String, Object> settings(OtlpConfig config) {
        int delivery = Math.toIntExact(config.deliveryTimeout().toMillis());
        int linger = Math.min(5, delivery / 10);
        return Map.of(
                "acks",
                "all",
                "enable.idempotence",
                true,
                "compression.type",
                "lz4",
                "linger.ms",
                linger,
                "batch.size",
                BATCH_BYTES,
                "delivery.timeout.ms",
                delivery,
                "request.timeout.ms",
                Math.min(3000, delivery - linger),
                // Only the first metadata make a sender wait: more bytes than may be in flight fit into the buffer.
                "max.block.ms",
                Math.min(MAX_BLOCK_MILLIS, delivery),
                "buffer.memory",
                2 * InFlight.maxBytes(config),
                "max.request.size",
                config.maxRecordSize().asInt());
    }

    /**
     * Writes all pieces. Completes with the number of items that are too large for the topic, once Kafka has
     * acknowledged all others; fails when Kafka does not take one of them in time.
     */
    CompletableFuture<Integer> write(Signal signal, List<Piece> pieces) {
        var writes = new ArrayList<CompletableFuture<Integer>>(pieces.size());
        for (var piece : pieces) {
            var write = write(signal, piece);
            writes.add(write);
            if (write.isCompletedExceptionally()) break; // the sender has to retry anyway
        }
        return CompletableFuture.allOf(writes.toArray(CompletableFuture<?>[]::new))
                .thenApply(
                        all -> writes.stream().mapToInt(CompletableFuture::join).sum());
    }

    private CompletableFuture<Integer> write(Signal signal, Piece piece) {
        var written = new CompletableFuture<Integer>();
        try {
            var unused = producer.send(toRecord(signal, piece), (metadata, failure) -> {
                if (failure == null) written.complete(0);
                else if (failure instanceof RecordTooLargeException) written.complete(piece.items());
                else written.completeExceptionally(failure);
            });
        } catch (RuntimeException e) { // the producer is closed or the thread is interrupted
            written.completeExceptionally(e);
        }
        return written;
    }

    private ProducerRecord<byte[], byte[]> toRecord(Signal signal, Piece piece) {
        var resource = piece.resource();
        var key = Key.join(tenant, resource.serviceNamespace(), resource.serviceName(), resource.instance());
        var out = new ProducerRecord<>(signal.topic().topicName(), Key.bytes(key), piece.request());
        out.headers().add(TENANT_HEADER, tenant.getBytes(UTF_8));
        return out;
    }
}
