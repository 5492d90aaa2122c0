package io.loadmark.collector.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.loadmark.collector.kernel.MalformedFileException;
import io.loadmark.collector.kernel.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Open file descriptors of a process and their limit. */
final class OpenFiles {
    private static final byte[] LIMIT = "Max open files".getBytes(US_ASCII);
    private static final byte[] UNLIMITED = "unlimited".getBytes(US_ASCII);

    private final boolean sized;

    OpenFiles(Path proc) {
        sized = isProcfs(proc);
    }

    private static boolean isProcfs(Path proc) {
        try {
            return Files.getFileStore(proc).type().equals("proc");
        } catch (IOException e) {
            return false;
        }
    }

    /** How many there are; absent without permission, or when the process has ended. */
    @Nullable
    Long count(Path process) {
        var directory = process.resolve("fd");
        try {
            // Since Linux 6.2 the directory's size is their number; before it is 0.
            long size = sized ? Files.size(directory) : 0;
            if (size > 0) return size;
            try (var entries = Files.list(directory)) {
                return entries.count();
            }
        } catch (IOException e) {
            return null;
        }
    }

    /** The soft limit out of {@code /proc/PID/limits}; absent when unlimited. */
    static @Nullable Long limit(Text limits) throws MalformedFileException {
        while (limits.nextLine()) {
            if (!limits.skip(LIMIT)) continue;
            return limits.hasWord() && limits.skip(UNLIMITED) ? null : (Long) limits.number();
        }
        throw limits.malformed("no limit on open files");
    }
}
