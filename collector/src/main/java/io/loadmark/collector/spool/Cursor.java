package io.loadmark.collector.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * Remembers on disk up to where records have been acknowledged. Two slots are written in turn, so that one is whole
 * whatever happens; if neither is, everything that is still there counts as not acknowledged. For one thread.
 */
final class Cursor implements AutoCloseable {
    private static final int FIELDS = 4 * Long.BYTES;
    private static final int SLOT = FIELDS + Integer.BYTES;
    private static final Position NONE = Position.startOf(0);

    private final FileChannel channel;
    private long generation;
    private Position position = NONE;

    private Cursor(FileChannel channel) {
        this.channel = channel;
    }

    static Cursor open(Path file) throws IOException {
        var cursor = new Cursor(FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)));
        try {
            cursor.readSlot(0);
            cursor.readSlot(1);
            cursor.reserve();
            return cursor;
        } catch (IOException e) {
            cursor.close();
            throw e;
        }
    }

    /** Takes its room on the disk now: later the disk may be full. */
    private void reserve() throws IOException {
        long missing = 2 * SLOT - channel.size();
        if (missing > 0) channel.write(ByteBuffer.allocate((int) missing), channel.size());
    }

    private void readSlot(int slot) throws IOException {
        var bytes = ByteBuffer.allocate(SLOT);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, (long) slot * SLOT + bytes.position()) < 0) return;
        }
        bytes.flip();
        long written = bytes.getLong();
        var at = new Position(bytes.getLong(), bytes.getLong(), bytes.getLong());
        boolean sound = bytes.getInt() == checksum(bytes) && at.segment() >= 0 && at.offset() >= 0 && at.index() >= 0;
        if (!sound || written <= generation) return;
        generation = written;
        position = at;
    }

    Position position() {
        return position;
    }

    void move(Position to) throws IOException {
        var bytes = ByteBuffer.allocate(SLOT)
                .putLong(generation + 1)
                .putLong(to.segment())
                .putLong(to.offset())
                .putLong(to.index());
        bytes.putInt(checksum(bytes)).flip();
        long at = (generation + 1) % 2 * SLOT;
        while (bytes.hasRemaining()) at += channel.write(bytes, at);
        generation++;
        position = to;
    }

    private static int checksum(ByteBuffer slot) {
        var crc = new CRC32C();
        crc.update(slot.duplicate().position(0).limit(FIELDS));
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
