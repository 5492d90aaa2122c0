package io.loadmark.collector.logfile;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that the paths name. Those that are there at the first look are read from their end on, others from their start.
 * One that was rotated away is read to its end before the one in its place. Files that may not be read are left out. For one
 * thread.
 */
final class LogFiles implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LogFiles.class);
    /** Each costs a descriptor. */
    private static final int MOST = 1000;

    private final List<Pattern> patterns;
    private final Map<Path, LogTail> tails = new TreeMap<>();
    private boolean begun;
    private int limited;

    private record Pattern(Path directory, PathMatcher name) {
        static Pattern of(String path) {
            int name = path.lastIndexOf('/') + 1;
            var matcher = FileSystems.getDefault().getPathMatcher("glob:" + escaped(path.substring(name)));
            return new Pattern(Path.of(path.substring(0, name)), matcher);
        }

        /** Brackets and braces of a glob are meant as they are. */
        private static String escaped(String name) {
            return name.replaceAll("[\\\\\\[\\]{}]", "\\\\$0");
        }
    }

    LogFiles(List<String> paths) {
        patterns = paths.stream().map(Pattern::of).toList();
    }

    /** By path. */
    Iterable<LogTail> tails() {
        return tails.values();
    }

    /** Files that there is no room for. */
    int limited() {
        return limited;
    }

    /** Looks which files there are. One that was rotated away stays until it has been read to its end. */
    void look() {
        var there = new TreeSet<Path>();
        for (var pattern : patterns) list(pattern, there);
        closeGone(there);
        limited = 0;
        for (Path path : there) open(path);
        begun = true;
    }

    private static void list(Pattern pattern, Set<Path> found) {
        try (var entries = Files.newDirectoryStream(
                pattern.directory(), entry -> pattern.name().matches(entry.getFileName()))) {
            for (Path entry : entries) found.add(entry);
        } catch (IOException | DirectoryIteratorException absent) {
            log.debug("{} can't be listed", pattern.directory(), absent);
        }
    }

    private void closeGone(Set<Path> there) {
        for (Iterator<LogTail> all = tails.values().iterator(); all.hasNext(); ) {
            var tail = all.next();
            if ((there.contains(tail.path()) && isSame(tail)) || hasMore(tail)) continue;
            all.remove();
            close(tail);
        }
    }

    private static boolean isSame(LogTail tail) {
        try {
            var now = Files.readAttributes(tail.path(), BasicFileAttributes.class);
            return Objects.equals(now.fileKey(), tail.identity());
        } catch (IOException gone) {
            return false;
        }
    }

    private static boolean hasMore(LogTail tail) {
        try {
            return tail.hasMore();
        } catch (IOException e) {
            return false;
        }
    }

    private void open(Path path) {
        if (tails.containsKey(path)) return;
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) return; // a FIFO would hold us up
            if (tails.size() >= MOST) {
                limited++;
                return;
            }
            tails.put(path, new LogTail(path, attributes.fileKey(), begun ? 0 : attributes.size()));
        } catch (IOException unreadable) {
            log.debug("{} can't be read", path, unreadable);
        }
    }

    private static void close(LogTail tail) {
        try {
            tail.close();
        } catch (IOException e) {
            log.debug("closing {}", tail.path(), e); // nothing was written
        }
    }

    @Override
    public void close() {
        tails.values().forEach(LogFiles::close);
        tails.clear();
    }
}
