package io.loadmark.collector.publish;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * The producer: made once it is permitted, and anew a second after a fault. A fault is told by {@link #isOpen}, never by an
 * exception. For one thread, but for {@link #permit}.
 */
final class Outlet implements AutoCloseable {
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private volatile boolean permitted;
    private @Nullable Producer<byte[], byte[]> producer;
    private boolean paused;
    private long pausedAt;
    private String trouble = "not connected yet";

    Outlet(Supplier<Producer<byte[], byte[]>> producers) {
        this.producers = producers;
    }

    /** From now on it may connect: the topics are there. */
    void permit() {
        permitted = true;
    }

    /** Whether messages may be sent now; makes the producer where that is due. */
    boolean isOpen(long nowNanos) {
        if (!permitted || (paused && nowNanos - pausedAt < PAUSE_NANOS)) return false;
        paused = false;
        if (producer == null) make(nowNanos);
        return producer != null;
    }

    private void make(long nowNanos) {
        try {
            producer = producers.get();
        } catch (KafkaException e) {
            pause(String.valueOf(e.getMessage()), nowNanos);
        }
    }

    /** Hands a message to the producer; false if it did not take it and is to be asked again later. */
    boolean send(Message message, Attempt attempt, long nowNanos) {
        var open = producer;
        if (open == null || paused) return false;
        try {
            var unused = open.send(
                    new ProducerRecord<>(message.topic().topicName(), message.key(), message.value()), attempt);
        } catch (KafkaException | IllegalStateException e) {
            broken(String.valueOf(e.getMessage()), nowNanos);
            return false;
        }
        if (!attempt.isRefused()) return true;
        // Asking once took all of max.block.ms: it is not asked for the next message at once.
        pause(attempt.why(), nowNanos);
        return false;
    }

    private void pause(String why, long nowNanos) {
        trouble = why;
        paused = true;
        pausedAt = nowNanos;
    }

    /** The producer can't go on; what it was given has to be sent again. */
    void broken(String why, long nowNanos) {
        pause(why, nowNanos);
        closeProducer();
    }

    /** Whether what was handed over before is lost to it. */
    boolean isClosed() {
        return producer == null;
    }

    String trouble() {
        return trouble;
    }

    private void closeProducer() {
        var open = producer;
        producer = null;
        if (open != null) open.close(Duration.ZERO);
    }

    @Override
    public void close() {
        closeProducer();
    }
}
