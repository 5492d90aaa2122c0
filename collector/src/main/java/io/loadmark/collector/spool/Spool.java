package io.loadmark.collector.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * A first-in-first-out queue of records in a directory, at most {@code limit} bytes. What has been appended is there
 * after {@code kill -9}; a power failure may take the last segment's end. Reading and acknowledging are two steps: what
 * was not acknowledged is read again after a restart. When the limit is reached the oldest segment goes. A record is
 * read as it was appended or not at all. For one thread.
 */
public final class Spool implements AutoCloseable {
    private static final int LEAST_SEGMENT = 16 << 10;
    private static final int LARGEST_SEGMENT = 4 << 20;
    private static final int SEGMENTS = 16;

    private final SpoolDirectory directory;
    private final long limit;
    private final long segmentLength;
    private final Losses losses;
    private final Cursor cursor;
    private final SecureRandom random = new SecureRandom();
    /** Those that hold something not acknowledged, oldest first; the last one may be the one that is written. */
    private final Deque<Segment> segments;

    private long bytes;
    private Position read;
    private Position acknowledged;
    private @Nullable SegmentReader reader;
    private @Nullable SegmentWriter writer;

    private Spool(SpoolDirectory directory, long limit, Losses losses) throws IOException {
        this.directory = directory;
        this.limit = limit;
        this.losses = losses;
        segmentLength = Math.max(LEAST_SEGMENT, Math.min(LARGEST_SEGMENT, limit / SEGMENTS));
        cursor = directory.cursor();
        acknowledged = cursor.position();
        read = acknowledged;
        segments = new ArrayDeque<>(directory.segments());
        for (var segment : segments) bytes += segment.length();
        forgetAcknowledged();
    }

    /**
     * Opens the spool in a directory, which is made where it is missing, and finds what an earlier process left there.
     *
     * @throws IOException if the directory can't be used, or another process uses it
     */
    public static Spool open(Path directory, long limit, Losses losses) throws IOException {
        var opened = SpoolDirectory.open(directory);
        try {
            return new Spool(opened, limit, losses);
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** Whether the record is not larger than any spool takes. */
    public static boolean takes(byte[] payload) {
        return payload.length <= Frame.MAX_PAYLOAD;
    }

    /**
     * Appends a record; the place behind it.
     *
     * @throws IOException if it could not be written; no part of it will be read
     */
    public Position append(byte[] payload) throws IOException {
        if (!takes(payload)) throw new IllegalArgumentException("a record of " + payload.length + " bytes");
        int size = Frame.size(payload.length);
        makeRoom(size);
        var position = writerFor(size).append(payload);
        bytes += size;
        return position;
    }

    private SegmentWriter writerFor(int size) throws IOException {
        var open = writer;
        boolean full =
                open != null && open.segment().length() > 0 && open.segment().length() + size > segmentLength;
        if (open != null && !full) return open;
        seal();
        long number =
                segments.isEmpty() ? read.segment() + 1 : segments.getLast().number() + 1;
        var segment = Segment.fresh(directory.path(), number, random.nextLong());
        var fresh = SegmentWriter.create(segment);
        writer = fresh;
        segments.add(segment);
        return fresh;
    }

    private void seal() throws IOException {
        var open = writer;
        writer = null;
        if (open != null) open.seal();
    }

    private void makeRoom(int size) throws IOException {
        while (bytes + size > limit && !segments.isEmpty()) {
            var oldest = segments.getFirst();
            if (isWritten(oldest)) seal();
            long lost = unread(oldest);
            var behind = Position.startOf(oldest.number() + 1);
            if (read.compareTo(behind) < 0) read = behind;
            acknowledge(behind);
            if (lost > 0) losses.oldestDropped(lost);
        }
    }

    /** The next record, in the order in which they were appended; null when all have been read. */
    public @Nullable Spooled next() {
        for (var segment = readable(); segment != null; segment = readable()) {
            var record = next(segment);
            if (record != null) return record;
            if (isWritten(segment)) return null;
            long lost = unread(segment);
            read = Position.startOf(segment.number() + 1);
            reader = null;
            if (lost > 0) losses.damaged(segment.file().getFileName().toString(), lost);
        }
        return null;
    }

    private @Nullable Spooled next(Segment segment) {
        var open = reader;
        if (open == null || !open.reads(segment)) {
            if (read.segment() != segment.number()) read = Position.startOf(segment.number());
            open = new SegmentReader(segment, read);
            reader = open;
        }
        try {
            var record = open.next();
            read = open.position();
            return record;
        } catch (IOException e) {
            // Gone, cut short or unreadable: its unread records are reported as lost, and do not hold up the others.
            return null;
        }
    }

    private @Nullable Segment readable() {
        for (var segment : segments) if (segment.number() >= read.segment()) return segment;
        return null;
    }

    private boolean isWritten(Segment segment) {
        return writer != null && writer.segment() == segment;
    }

    /** Takes everything up to {@code end}, a place that {@link #append} gave, as read. */
    public void skipTo(Position end) {
        if (read.compareTo(end) >= 0) return;
        read = end;
        reader = null;
    }

    /** Nothing up to {@code end} has to be read again, ever. */
    public void acknowledge(Position end) throws IOException {
        if (end.compareTo(acknowledged) <= 0) return;
        acknowledged = end;
        forgetAcknowledged();
        cursor.move(acknowledged);
    }

    /** Everything read so far is acknowledged, and so is what was damaged behind it. */
    public void acknowledgeRead() throws IOException {
        acknowledge(read);
    }

    private void forgetAcknowledged() throws IOException {
        for (Iterator<Segment> all = segments.iterator(); all.hasNext(); ) {
            var segment = all.next();
            if (acknowledged.compareTo(segment.end()) < 0) return;
            all.remove();
            bytes -= segment.length();
            if (reader != null && reader.reads(segment)) reader = null;
            if (isWritten(segment) && writer != null) {
                writer.close();
                writer = null;
            }
            segment.delete();
        }
    }

    /** Bytes on disk, those of records that are read but not acknowledged included. */
    public long bytes() {
        return bytes;
    }

    /** Records that have not been read, damaged ones included. */
    public long unread() {
        return segments.stream().mapToLong(this::unread).sum();
    }

    private long unread(Segment segment) {
        if (segment.number() < read.segment()) return 0;
        return segment.number() == read.segment() ? Math.max(0, segment.records() - read.index()) : segment.records();
    }

    /** Whether everything has been read. */
    public boolean isDrained() {
        return segments.isEmpty() || read.compareTo(segments.getLast().end()) >= 0;
    }

    /** Leaves on disk what is not acknowledged. */
    @Override
    public void close() throws IOException {
        try (directory;
                cursor) {
            seal();
        }
    }
}
