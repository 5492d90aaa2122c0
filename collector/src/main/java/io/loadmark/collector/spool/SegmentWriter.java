package io.loadmark.collector.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Appends to a segment. What a failed append has left is overwritten by the next one. For one thread. */
final class SegmentWriter implements AutoCloseable {
    private static final Set<StandardOpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final Segment segment;
    private final FileChannel channel;

    private SegmentWriter(Segment segment, FileChannel channel) {
        this.segment = segment;
        this.channel = channel;
    }

    static SegmentWriter create(Segment segment) throws IOException {
        var ownersOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        return new SegmentWriter(segment, FileChannel.open(segment.file(), NEW, ownersOnly));
    }

    Segment segment() {
        return segment;
    }

    /** Writes a record whole, or throws and has written none. */
    Position append(byte[] payload) throws IOException {
        long offset = segment.length();
        var frame = Frame.encode(segment.salt(), offset, payload);
        int size = frame.remaining();
        for (long to = offset; frame.hasRemaining(); ) to += channel.write(frame, to);
        segment.grow(size);
        return segment.end();
    }

    /** Ends the segment: it is on the disk, and its name says that it is complete. */
    void seal() throws IOException {
        try (channel) {
            channel.truncate(segment.length());
            channel.force(false);
        }
        segment.seal();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
