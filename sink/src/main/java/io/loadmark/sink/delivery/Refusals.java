package io.loadmark.sink.delivery;

import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.DeadLetter;
import io.loadmark.schemas.BadRecordException;
import io.loadmark.schemas.Key;
import io.loadmark.sink.rowbinary.RowBinary;
import io.loadmark.sink.table.Tables;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes dead letters of records that can't be used. */
final class Refusals {
    private static final String REPORTER = "sink";
    private static final int CAUSE_CHARS = 1_000;
    private static final int VALUE_BYTES = 65_536;
    // 2090-01-01, the end of what dead_letters takes; a producer's clock may say anything.
    private static final long LATEST_MILLIS = 3_786_911_999_999L;

    /** Adds a record that could not be read to its batch. */
    void add(ConsumerRecord<byte[], byte[]> record, String cause, Batch batch, RowBinary buffer) {
        var letter = letter(record, cause);
        if (!isLetter(record)) {
            batch.addRefused(record, letter);
            return;
        }
        try {
            batch.addRefused(record, Tables.DEAD_LETTERS.row(letter, buffer));
        } catch (BadRecordException e) {
            throw new IllegalStateException("a dead letter of our own must fit its table", e);
        }
    }

    /** Whether it was read as a dead letter: publishing another one for it would never end. */
    static boolean isLetter(ConsumerRecord<byte[], byte[]> record) {
        return record.topic().equals(Topic.DEAD_LETTERS.topicName());
    }

    DeadLetter letter(ConsumerRecord<byte[], byte[]> record, String cause) {
        var value = ByteBuffer.wrap(record.value());
        long size = value.remaining();
        value.limit((int) Math.min(size, VALUE_BYTES));
        return new DeadLetter(
                tenant(record),
                record.topic(),
                record.partition(),
                record.offset(),
                Math.max(0, Math.min(record.timestamp(), LATEST_MILLIS)) * 1_000,
                REPORTER,
                cause.length() > CAUSE_CHARS ? cause.substring(0, CAUSE_CHARS) : cause,
                size,
                value);
    }

    /** Keys begin with the tenant, but for dead letters' and OTLP's, which don't tell. */
    private static String tenant(ConsumerRecord<byte[], byte[]> record) {
        boolean keyed = !isLetter(record) && !record.topic().equals(Topic.SPANS.topicName());
        if (!keyed || record.key() == null) return "";
        try {
            var key = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(record.key()));
            return Key.split(key.toString()).get(0);
        } catch (CharacterCodingException e) {
            return ""; // garbage keys tell nothing either
        }
    }
}
