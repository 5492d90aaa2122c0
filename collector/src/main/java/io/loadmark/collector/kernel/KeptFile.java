package io.loadmark.collector.kernel;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file of the kernel's that is read again and again and stays open in between, which costs a sixth of opening it for each
 * reading, and about 5 KiB of the kernel's memory. Only for files that the kernel makes up anew from their start. For one
 * thread.
 */
public final class KeptFile implements AutoCloseable {
    private static final Set<StandardOpenOption> READ = Set.of(StandardOpenOption.READ);

    private final Path file;
    private final OpenFiles budget;
    private @Nullable FileChannel channel;
    private boolean absent;

    KeptFile(Path file, OpenFiles budget) {
        this.file = file;
        this.budget = budget;
    }

    Path file() {
        return file;
    }

    /** Whether it could not be opened when it was last tried. */
    boolean isAbsent() {
        return absent;
    }

    /** Tries again to open it, should it have been absent. */
    public void lookAgain() {
        absent = false;
    }

    /**
     * The file, open; {@link #release} follows.
     *
     * @throws java.nio.file.FileSystemException if it can't be opened
     */
    FileChannel open() throws IOException {
        var open = channel;
        if (open != null) return open;
        absent = true;
        open = FileChannel.open(file, READ);
        absent = false;
        channel = open;
        budget.opened();
        return open;
    }

    /** Ends a reading. */
    void release(boolean sound) throws IOException {
        if (!sound || budget.isExceeded()) close();
    }

    @Override
    public void close() throws IOException {
        var open = channel;
        if (open == null) return;
        channel = null;
        budget.closed();
        open.close();
    }
}
