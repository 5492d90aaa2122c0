package io.loadmark.sink.rowbinary;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A growing buffer of little-endian values as RowBinary lays them out. Not for several threads. */
public final class RowBinary {
    private byte[] bytes = new byte[512];
    private int size;

    /** What was written, and starts over. */
    public byte[] take() {
        byte[] taken = Arrays.copyOf(bytes, size);
        size = 0;
        return taken;
    }

    void int8(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    void int32(int value) {
        room(4);
        for (int i = 0; i < 4; i++) bytes[size++] = (byte) (value >>> (8 * i));
    }

    void int64(long value) {
        room(8);
        for (int i = 0; i < 8; i++) bytes[size++] = (byte) (value >>> (8 * i));
    }

    void float64(double value) {
        int64(Double.doubleToRawLongBits(value));
    }

    /** Unsigned LEB128, as lengths are written. */
    void length(int value) {
        int rest = value;
        while (rest > 0x7f) {
            int8((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        int8(rest);
    }

    void string(String value) {
        bytes(ByteBuffer.wrap(value.getBytes(UTF_8)));
    }

    void bytes(ByteBuffer value) {
        int length = value.remaining();
        length(length);
        room(length);
        value.duplicate().get(bytes, size, length);
        size += length;
    }

    private void room(int more) {
        if (bytes.length - size < more) bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
}
