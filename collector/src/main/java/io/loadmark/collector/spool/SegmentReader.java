package io.loadmark.collector.spool;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Reads a segment's records in order, also while it is still being written. Where bytes are damaged it goes on at the
 * next sound frame; what it returns is what was appended. Holds what it has not returned yet in memory, at most a
 * segment. For one thread.
 */
final class SegmentReader {
    /** Bytes that may be checked in vain while looking for a sound frame: bounds what hostile content can cost. */
    private static final long MAX_SEARCH = 64L << 20;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Segment segment;
    /** Bytes of the segment from {@code base} on. */
    private ByteBuffer content = NOTHING;

    private long base;
    private int at;
    private long index;
    private long searched;

    /** Reads on from a position in it. */
    SegmentReader(Segment segment, Position from) {
        this.segment = segment;
        base = Math.min(from.offset(), segment.length());
        index = from.index();
    }

    /** Sound records of a whole segment. */
    static long count(Segment segment) throws IOException {
        var reader = new SegmentReader(segment, Position.startOf(segment.number()));
        long count = 0;
        while (reader.next() != null) count++;
        return count;
    }

    boolean reads(Segment other) {
        return segment == other;
    }

    Position position() {
        return new Position(segment.number(), base + at, index);
    }

    /** The next record; null at the end of what has been written so far. */
    @Nullable
    Spooled next() throws IOException {
        while (true) {
            int length = seek();
            if (length >= 0) return take(length);
            if (base + at >= segment.length()) return null;
            load();
        }
    }

    /** Goes to the next sound frame in memory; the length of its payload, or -1 when there is none. */
    private int seek() {
        for (; at < content.limit(); at++) {
            int length = searched > MAX_SEARCH ? -1 : Frame.length(content, at);
            if (length < 0) continue;
            if (Frame.isSound(content, at, length, segment.salt(), base + at)) return length;
            searched += length;
        }
        return -1;
    }

    private Spooled take(int length) {
        var payload = new byte[length];
        content.get(at + Frame.HEADER, payload);
        at += Frame.size(length);
        index++;
        return new Spooled(payload, position());
    }

    /** Takes in what was written behind. It ends where a frame does, so none is ever cut in two. */
    private void load() throws IOException {
        base += at;
        at = 0;
        var more = ByteBuffer.allocate(Math.toIntExact(segment.length() - base));
        try (var channel = FileChannel.open(segment.file(), StandardOpenOption.READ)) {
            while (more.hasRemaining()) {
                if (channel.read(more, base + more.position()) < 0) {
                    throw new EOFException(segment.file() + " was cut short");
                }
            }
        }
        content = more.flip();
    }
}
