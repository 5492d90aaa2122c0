package io.loadmark.collector.publish;

import java.util.Set;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What has become of handing a message to the producer. Set by the producer's thread, read by the publisher's. */
final class Attempt implements Callback {
    /** Sending the same again would end alike. */
    private static final Set<Class<?>> FOR_GOOD = Set.of(
            RecordTooLargeException.class,
            RecordBatchTooLargeException.class,
            InvalidRecordException.class,
            SerializationException.class);

    enum Outcome {
        PENDING,
        ACKNOWLEDGED,
        /** Kafka will never take this one. */
        REJECTED,
        /** It has to be sent again, by another producer. */
        FAILED
    }

    private volatile Outcome outcome = Outcome.PENDING;
    private volatile @Nullable Exception cause;

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
        cause = failure;
        if (failure == null) outcome = Outcome.ACKNOWLEDGED;
        else outcome = FOR_GOOD.contains(failure.getClass()) ? Outcome.REJECTED : Outcome.FAILED;
    }

    Outcome outcome() {
        return outcome;
    }

    /** Whether nothing more is to be done about the message. */
    boolean isSettled() {
        return outcome == Outcome.ACKNOWLEDGED || outcome == Outcome.REJECTED;
    }

    /**
     * Whether the producer did not take the message, for want of metadata or of room in its buffer. It says so within its
     * {@code send}, by this callback and not by an exception.
     */
    boolean isRefused() {
        return outcome == Outcome.FAILED && cause instanceof TimeoutException;
    }

    /** Why it was rejected or failed, in a person's words. */
    String why() {
        var failure = cause;
        return failure == null ? "no reason" : String.valueOf(failure.getMessage());
    }
}
