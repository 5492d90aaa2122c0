package io.loadmark.streams.flow;

import io.loadmark.schemas.AvroUnion;
import io.loadmark.schemas.BadRecordException;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Serdes for what a topology itself wrote: state stores and internal topics, where a bad record is a fault. */
public final class AvroSerde {
    private AvroSerde() {}

    /** One kind of record. */
    @SuppressWarnings("unchecked")
    public static <T extends SpecificRecord> Serde<T> of(Class<T> type) {
        return (Serde<T>) any(List.of(type));
    }

    /** Several kinds of record. */
    public static Serde<SpecificRecord> any(List<? extends Class<? extends SpecificRecord>> types) {
        var union = AvroUnion.of(types);
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : union.encode(value),
                (topic, bytes) -> bytes == null ? null : decode(union, topic, bytes));
    }

    private static SpecificRecord decode(AvroUnion union, String topic, byte[] bytes) {
        try {
            return union.decode(bytes);
        } catch (BadRecordException e) {
            throw new SerializationException(topic + ": " + e.getMessage(), e);
        }
    }
}
