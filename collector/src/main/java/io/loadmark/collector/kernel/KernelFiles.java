package io.loadmark.collector.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;

/**
 * Reads whole files into one buffer that is reused. At most {@value #MAX_BYTES} bytes: what is larger is no file of the
 * kernel's. For one thread. Opening a FIFO, or a file of a hung file system, blocks for ever; the sampler copes with it.
 */
public final class KernelFiles {
    /** Room for 400,000 thread ids or the interrupt counters of a thousand CPUs. */
    public static final int MAX_BYTES = 4 << 20;

    private static final int CHUNK = 64 << 10;
    private static final Set<StandardOpenOption> READ = Set.of(StandardOpenOption.READ);

    // Direct, or the JDK would copy through a buffer of its own.
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    private byte[] bytes = new byte[CHUNK];
    private int filled;

    /**
     * The file's content, valid until the next call.
     *
     * @throws java.nio.file.FileSystemException if it can't be opened: absent or not permitted
     * @throws IOException if it can't be read; also when its process or control group has vanished since
     */
    public Text read(Path file) throws IOException {
        filled = 0;
        try (var channel = FileChannel.open(file, READ)) {
            while (channel.read(chunk.clear()) >= 0) append(file);
        } catch (ClosedByInterruptException e) {
            // Not the file's fault: we are being closed. Taken for a missing file it would end in false samples.
            throw new UncheckedIOException("interrupted while reading " + file, e);
        }
        return new Text(file, bytes, filled);
    }

    /**
     * The content of a file that stays open, valid until the next call. Such a file is made up in one piece when its start
     * is read, so that a reading which leaves room in the buffer has all of it.
     *
     * @throws java.nio.file.FileSystemException if it can't be opened: absent or not permitted
     * @throws IOException if it can't be read; also when its process or control group has vanished
     */
    public Text read(KeptFile file) throws IOException {
        filled = 0;
        var channel = file.open();
        boolean sound = false;
        try {
            int count;
            do {
                count = channel.read(chunk.clear(), filled);
                if (count > 0) append(file.file());
            } while (count == CHUNK);
            sound = true;
        } catch (ClosedByInterruptException e) {
            throw new UncheckedIOException("interrupted while reading " + file.file(), e);
        } finally {
            file.release(sound);
        }
        return new Text(file.file(), bytes, filled);
    }

    private void append(Path file) throws MalformedFileException {
        chunk.flip();
        int size = filled + chunk.remaining();
        if (size > MAX_BYTES) throw new MalformedFileException(file + " is larger than " + MAX_BYTES + " bytes");
        if (size > bytes.length) bytes = Arrays.copyOf(bytes, Math.max(size, 2 * bytes.length));
        chunk.get(bytes, filled, size - filled);
        filled = size;
    }

    /** Forgets what was read, for files that may hold secrets. */
    public void wipe() {
        Arrays.fill(bytes, 0, filled, (byte) 0);
        chunk.clear().limit(Math.min(CHUNK, filled + Long.BYTES - 1 & -Long.BYTES));
        while (chunk.hasRemaining()) chunk.putLong(0);
        filled = 0;
    }
}
