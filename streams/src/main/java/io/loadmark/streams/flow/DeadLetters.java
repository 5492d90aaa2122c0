package io.loadmark.streams.flow;

import io.loadmark.schema.DeadLetter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Makes dead letters of what a topology can't use. */
public final class DeadLetters {
    private static final int KEPT_BYTES = 65_536;
    private static final int CAUSE_CHARS = 1000;

    private DeadLetters() {}

    /** The dead letter for a record; its key is the record's place. */
    public static Record<String, DeadLetter> of(
            String reporter, String tenant, RecordMetadata from, Record<?, byte[]> record, String cause) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        var letter = DeadLetter.newBuilder()
                .setTenant(tenant)
                .setTopic(from.topic())
                .setPartition(from.partition())
                .setOffset(from.offset())
                .setStoredMicros(record.timestamp() * 1000)
                .setReporter(reporter)
                .setCause(cause.length() <= CAUSE_CHARS ? cause : cause.substring(0, CAUSE_CHARS))
                .setSizeBytes(value.length)
                .setValue(ByteBuffer.wrap(Arrays.copyOf(value, Math.min(value.length, KEPT_BYTES))))
                .build();
        return new Record<>(from.topic() + "/" + from.partition() + "/" + from.offset(), letter, record.timestamp());
    }
}
