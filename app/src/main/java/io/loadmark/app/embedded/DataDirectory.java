package io.loadmark.app.embedded;

import io.loadmark.app.embedded.EmbeddedException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The one directory that holds all data of this process, for its owner's eyes only, and the lock on it. The lock is
 * taken before anything below is opened and belongs to the process: the kernel frees it after {@code kill -9}.
 */
public final class DataDirectory implements AutoCloseable {
    private static final int LONGEST_PID = 20;
    /** Kafka takes files of this size at once. */
    private static final long LEAST_ROOM = 16 << 20;

    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path root;
    private final FileChannel lockFile;

    private DataDirectory(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /** {@code loadmark} below {@code XDG_STATE_HOME}, else below {@code ~/.local/state}. */
    public static Path standard(Map<String, String> environment) {
        return Xdg.directory(environment, "XDG_STATE_HOME", ".local/state");
    }

    /**
     * Makes the directory where it is missing, takes the lock and removes what a killed holder left in {@code run/}.
     *
     * @throws EmbeddedException if another process holds the lock, or the directory can't be written
     */
    public static DataDirectory open(Path root) {
        Path absolute = root.toAbsolutePath().normalize();
        try {
            Path real = PrivateFiles.directory(absolute).toRealPath();
            var opened = new DataDirectory(real, lock(real));
            for (Path part : opened.parts()) PrivateFiles.directory(part);
            opened.forgetEndpoints();
            return opened;
        } catch (IOException e) {
            throw new EmbeddedException(
                    Reason.DATA_UNUSABLE, "the data directory " + absolute + " can't be used: " + e, e);
        }
    }

    private static FileChannel lock(Path root) throws IOException {
        // Asked first: closing a second descriptor of the file would free this process's own lock (POSIX).
        if (!HELD.add(root)) throw inUse(root, " (this process)");
        try {
            return lockAmongProcesses(root);
        } catch (IOException | EmbeddedException e) {
            HELD.remove(root);
            throw e;
        }
    }

    private static FileChannel lockAmongProcesses(Path root) throws IOException {
        var channel = FileChannel.open(
                root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        @Nullable FileLock lock = channel.tryLock();
        if (lock == null) {
            try (channel) {
                throw inUse(root, holder(channel));
            }
        }
        channel.truncate(0);
        channel.write(StandardCharsets.US_ASCII.encode(
                Long.toString(ProcessHandle.current().pid())));
        return channel;
    }

    private static EmbeddedException inUse(Path root, String holder) {
        return new EmbeddedException(
                Reason.DATA_IN_USE,
                "the data directory " + root + " is in use by another loadmark" + holder
                        + "; stop it, or name another directory");
    }

    private static String holder(FileChannel channel) throws IOException {
        var buffer = ByteBuffer.allocate(LONGEST_PID);
        channel.read(buffer, 0);
        String pid = new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
        return pid.matches("\\d+") ? " (process " + pid + ")" : "";
    }

    private List<Path> parts() {
        return List.of(kafka(), clickHouse(), streams(), logs(), run());
    }

    public Path root() {
        return root;
    }

    /** Data of the embedded broker. */
    public Path kafka() {
        return root.resolve("kafka");
    }

    /** Data, settings and password of the embedded ClickHouse. */
    public Path clickHouse() {
        return root.resolve("clickhouse");
    }

    /** State stores of the topologies. */
    public Path streams() {
        return root.resolve("streams");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    /** What is true only while a process holds the lock: where its parts can be reached. */
    public Path run() {
        return root.resolve("run");
    }

    /** Whether its disk has no room left to speak of. */
    public boolean isFull() {
        try {
            return Files.getFileStore(root).getUsableSpace() < LEAST_ROOM;
        } catch (IOException e) {
            return false; // unknown
        }
    }

    /** Tells other processes of this user where a part, such as {@code kafka}, is reached; forgotten at the end. */
    public void announce(String part, String endpoint) {
        try {
            PrivateFiles.write(run().resolve(part), endpoint);
        } catch (IOException e) {
            throw new EmbeddedException(Reason.DATA_UNUSABLE, run() + " can't be written: " + e, e);
        }
    }

    private void forgetEndpoints() throws IOException {
        try (var files = Files.newDirectoryStream(run())) {
            for (Path file : files) Files.delete(file);
        }
    }

    /** Frees the lock; whatever lives below must have been closed before. */
    @Override
    public void close() {
        try (lockFile) {
            forgetEndpoints();
        } catch (IOException e) {
            throw new EmbeddedException(Reason.DATA_UNUSABLE, root + " can't be closed: " + e, e);
        } finally {
            HELD.remove(root);
        }
    }
}
