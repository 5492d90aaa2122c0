package io.loadmark.schemas;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** Writes and reads a topic that carries several kinds of record, told apart by their schema's fingerprint. Thread-safe. */
public final class AvroUnion {
    private final Map<Class<?>, AvroCodec<SpecificRecord>> byClass = new HashMap<>();
    private final Map<Long, AvroCodec<SpecificRecord>> byFingerprint = new HashMap<>();
    private final List<String> names = new ArrayList<>();

    public static AvroUnion of(List<? extends Class<? extends SpecificRecord>> types) {
        var union = new AvroUnion();
        for (var type : types) union.add(type);
        return union;
    }

    @SuppressWarnings("unchecked")
    private void add(Class<? extends SpecificRecord> type) {
        var codec = (AvroCodec<SpecificRecord>) AvroCodec.of(type);
        byClass.put(type, codec);
        names.add(codec.schema().getName());
        byFingerprint.put(SingleObject.fingerprint(codec.schema()), codec);
        SchemaHistory.versionsOf(codec.schema().getFullName())
                .forEach(version -> byFingerprint.put(SingleObject.fingerprint(version), codec));
    }

    public byte[] encode(SpecificRecord record) {
        var codec = byClass.get(record.getClass());
        if (codec == null) throw new IllegalArgumentException(record.getClass() + " is none of " + names);
        return codec.encode(record);
    }

    /**
     * Decodes one record.
     *
     * @throws BadRecordException if the bytes are none of the records in any version known; the message says why
     */
    public SpecificRecord decode(byte[] bytes) throws BadRecordException {
        var codec = byFingerprint.get(SingleObject.fingerprint(bytes));
        if (codec == null) throw new BadRecordException("none of " + names + " in any known version");
        return codec.decode(bytes);
    }
}
