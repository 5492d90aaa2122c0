package io.loadmark.schemas;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Records with a value in every field, chosen by a seed; optional fields are absent half of the time. */
final class RandomRecords {
    private static final int MOST_ELEMENTS = 4;

    private final Random random;

    RandomRecords(long seed) {
        random = new Random(seed);
    }

    <T extends SpecificRecord> T of(Class<T> type) {
        return type.cast(record(SpecificData.get().getSchema(type)));
    }

    private SpecificRecord record(Schema schema) {
        var record =
                (SpecificRecord) SpecificData.newInstance(SpecificData.get().getClass(schema), schema);
        for (var field : schema.getFields()) record.put(field.pos(), value(field.name(), field.schema()));
        return record;
    }

    private @Nullable Object value(String name, Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> record(schema);
            case UNION ->
                random.nextBoolean() ? null : value(name, schema.getTypes().get(1));
            case ARRAY -> elements(name, schema.getElementType());
            case ENUM -> symbol(schema);
            case STRING -> name + "é" + random.nextInt(100);
            case BYTES -> ByteBuffer.wrap(new byte[] {0, -1, (byte) random.nextInt()});
            case INT -> random.nextInt();
            case LONG -> random.nextLong();
            case DOUBLE -> random.nextGaussian();
            case BOOLEAN -> random.nextBoolean();
            default -> throw new IllegalArgumentException(schema.toString());
        };
    }

    private Object symbol(Schema schema) {
        var symbols = schema.getEnumSymbols();
        return SpecificData.get().createEnum(symbols.get(random.nextInt(symbols.size())), schema);
    }

    private List<@Nullable Object> elements(String name, Schema schema) {
        var elements = new ArrayList<@Nullable Object>();
        int count = random.nextInt(MOST_ELEMENTS);
        for (int i = 0; i < count; i++) elements.add(value(name, schema));
        return elements;
    }
}
