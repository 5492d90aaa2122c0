package io.loadmark.collector.logfile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The end of a file that grows. The file stays open, so that what is written to it after it was renamed is read as well. One
 * that was cut short begins anew. For one thread.
 */
final class LogTail implements AutoCloseable {
    /** What is behind it in a line is left out. */
    static final int LONGEST_LINE = 4096;

    private static final int CHUNK = 64 << 10;

    private final Path path;
    private final @Nullable Object identity;
    private final FileChannel channel;
    private final byte[] line = new byte[LONGEST_LINE];
    private int length;
    private long position;

    /**
     * Opens a regular file.
     *
     * @param identity by which it is told from another of the same path
     * @param position from which on it is read
     */
    LogTail(Path path, @Nullable Object identity, long position) throws IOException {
        this.path = path;
        this.identity = identity;
        this.position = position;
        channel = FileChannel.open(path, StandardOpenOption.READ);
    }

    Path path() {
        return path;
    }

    @Nullable
    Object identity() {
        return identity;
    }

    /** Whether there is something to be read. */
    boolean hasMore() throws IOException {
        long size = channel.size();
        if (size < position) restart();
        return size > position;
    }

    private void restart() {
        position = 0;
        length = 0;
    }

    /** Reads at most so many bytes more; how many it were. A line counts once it is ended. */
    long read(long most, ByteBuffer chunk, Consumer<String> lines) throws IOException {
        long begin = position;
        while (position - begin < most) {
            int count = channel.read(chunk.clear(), position);
            if (count <= 0) break;
            position += count;
            chunk.flip();
            while (chunk.hasRemaining()) take(chunk.get(), lines);
        }
        return position - begin;
    }

    private void take(byte next, Consumer<String> lines) {
        if (next != '\n') {
            if (length < LONGEST_LINE) line[length++] = next;
            return;
        }
        if (length > 0) lines.accept(printable(new String(line, 0, length, UTF_8)));
        length = 0;
    }

    /** A log may hold what a guest wrote, and ends on somebody's terminal. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    static ByteBuffer chunk() {
        return ByteBuffer.allocateDirect(CHUNK);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
