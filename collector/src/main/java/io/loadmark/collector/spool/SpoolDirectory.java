package io.loadmark.collector.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The directory of a spool, for its owner's eyes and one process at a time. The kernel frees the lock of a killed one. */
final class SpoolDirectory implements AutoCloseable {
    private final Path path;
    private final FileChannel lock;

    private SpoolDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    static SpoolDirectory open(Path path) throws IOException {
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        var lock = FileChannel.open(path.resolve("lock"), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        try {
            if (lock.tryLock() == null) throw inUse(path);
        } catch (OverlappingFileLockException e) {
            lock.close();
            throw inUse(path);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
        return new SpoolDirectory(path, lock);
    }

    private static FileSystemException inUse(Path path) {
        return new FileSystemException(path.toString(), null, "another process uses it");
    }

    Path path() {
        return path;
    }

    Cursor cursor() throws IOException {
        return Cursor.open(path.resolve("cursor"));
    }

    /** What earlier processes left, oldest first. */
    List<Segment> segments() throws IOException {
        var found = new ArrayList<Segment>();
        try (var files = Files.newDirectoryStream(path, "*.segment")) {
            for (Path file : files) Segment.existing(file).ifPresent(found::add);
        }
        found.sort(Comparator.comparingLong(Segment::number));
        return found;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
