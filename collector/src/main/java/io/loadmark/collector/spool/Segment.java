package io.loadmark.collector.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file of frames: {@code NUMBER-SALT.segment} while it is written, {@code NUMBER-SALT-RECORDS.segment} once it is
 * complete. One without a count was cut off by the end of its process. For one thread.
 */
final class Segment {
    private static final Pattern NAME = Pattern.compile("(\\d{16})-([0-9a-f]{16})(?:-(\\d{1,12}))?\\.segment");

    private final long number;
    private final long salt;
    private Path file;
    private long length;
    private long records;

    private Segment(long number, long salt, Path file, long length, long records) {
        this.number = number;
        this.salt = salt;
        this.file = file;
        this.length = length;
        this.records = records;
    }

    /** One to be written. */
    static Segment fresh(Path directory, long number, long salt) {
        String name = String.format(Locale.ROOT, "%016d-%016x.segment", number, salt);
        return new Segment(number, salt, directory.resolve(name), 0, 0);
    }

    /** One that is there; empty for a file of another name. */
    static Optional<Segment> existing(Path file) throws IOException {
        var name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) return Optional.empty();
        long salt = Long.parseUnsignedLong(name.group(2), 16);
        var segment = new Segment(Long.parseLong(name.group(1)), salt, file, Files.size(file), 0);
        segment.records = name.group(3) == null ? SegmentReader.count(segment) : Long.parseLong(name.group(3));
        return Optional.of(segment);
    }

    /** Another frame is in it. */
    void grow(long bytes) {
        length += bytes;
        records++;
    }

    /** Says in the file's name how many records there are. */
    void seal() throws IOException {
        String name = String.format(Locale.ROOT, "%016d-%016x-%d.segment", number, salt, records);
        file = Files.move(file, file.resolveSibling(name));
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    long number() {
        return number;
    }

    long salt() {
        return salt;
    }

    Path file() {
        return file;
    }

    /** Bytes of complete frames. */
    long length() {
        return length;
    }

    long records() {
        return records;
    }

    Position end() {
        return new Position(number, length, records);
    }
}
