package io.loadmark.collector.spool;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A record in a segment: marker, length and checksum (4 bytes each, big-endian), then the payload. The checksum is the
 * CRC32C of the segment's salt, the frame's offset, the length and the payload: bytes that look like a frame but were
 * not written here, such as a payload that holds one, don't pass for it.
 */
final class Frame {
    static final int HEADER = 12;
    /** What is longer is no record; bounds what a damaged length makes anyone read. */
    static final int MAX_PAYLOAD = 4 << 20;

    private static final int MARKER = 0x4C4D_5231;

    private Frame() {}

    static int size(int payload) {
        return HEADER + payload;
    }

    static ByteBuffer encode(long salt, long offset, byte[] payload) {
        return ByteBuffer.allocate(size(payload.length))
                .putInt(MARKER)
                .putInt(payload.length)
                .putInt(checksum(salt, offset, ByteBuffer.wrap(payload)))
                .put(payload)
                .flip();
    }

    /** Length of the payload that a frame at {@code at} claims to have; -1 if there can't be one. */
    static int length(ByteBuffer bytes, int at) {
        if (bytes.limit() - at < HEADER || bytes.getInt(at) != MARKER) return -1;
        int length = bytes.getInt(at + 4);
        boolean fits = length >= 0 && length <= MAX_PAYLOAD && length <= bytes.limit() - at - HEADER;
        return fits ? length : -1;
    }

    /** Whether the frame at {@code at}, of this length, is what was written at {@code offset} of the segment. */
    static boolean isSound(ByteBuffer bytes, int at, int length, long salt, long offset) {
        return bytes.getInt(at + 8) == checksum(salt, offset, bytes.slice(at + HEADER, length));
    }

    private static int checksum(long salt, long offset, ByteBuffer payload) {
        var crc = new CRC32C();
        crc.update(ByteBuffer.allocate(20)
                .putLong(salt)
                .putLong(offset)
                .putInt(payload.remaining())
                .flip());
        crc.update(payload);
        return (int) crc.getValue();
    }
}
