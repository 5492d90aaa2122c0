package io.loadmark.collector.libvirt.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Decodes arrays of virTypedParameter: {@code char field[80]; int type; union value}, 96 bytes each on 64 bits. */
final class TypedParameters {
    static final int BYTES = 96;

    private static final int FIELD_BYTES = 80;
    private static final int TYPE_AT = 80;
    private static final int VALUE_AT = 88;

    private TypedParameters() {}

    /** The parameters in {@code raw}; {@code string} reads a C string at an address. Unknown types are left out. */
    static DomainFigures decode(byte[] raw, LongFunction<@Nullable String> string) {
        var buffer = ByteBuffer.wrap(raw).order(ByteOrder.nativeOrder());
        var values = new HashMap<String, Object>();
        for (int at = 0; at + BYTES <= raw.length; at += BYTES) {
            var value = value(buffer, at, string);
            if (value != null) values.put(name(raw, at), value);
        }
        return new DomainFigures(values);
    }

    private static String name(byte[] raw, int at) {
        int end = at;
        while (end < at + FIELD_BYTES && raw[end] != 0) end++;
        return new String(raw, at, end - at, UTF_8);
    }

    private static @Nullable Object value(ByteBuffer buffer, int at, LongFunction<@Nullable String> string) {
        int value = at + VALUE_AT;
        return switch (buffer.getInt(at + TYPE_AT)) {
            case 1 -> (Long) (long) buffer.getInt(value); // VIR_TYPED_PARAM_INT
            case 2 -> (Long) Integer.toUnsignedLong(buffer.getInt(value)); // UINT
            case 3, 4 -> (Long) buffer.getLong(value); // LLONG, ULLONG: what exceeds a long is none of ours
            case 5 -> (Long) Math.round(buffer.getDouble(value)); // DOUBLE
            case 6 -> (Long) (buffer.get(value) != 0 ? 1L : 0L); // BOOLEAN
            case 7 -> string.apply(buffer.getLong(value)); // STRING
            default -> null;
        };
    }
}
