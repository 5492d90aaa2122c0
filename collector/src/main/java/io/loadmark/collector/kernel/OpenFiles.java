package io.loadmark.collector.kernel;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/** Bounds how many files are kept open. Beyond the limit a file is opened for each reading. For one thread. */
public final class OpenFiles {
    /** About 40 MiB of the kernel's memory. */
    private static final int MOST = 8192;
    /** Of what the process may have open; the rest is for all others. */
    private static final int SHARE = 4;

    private final int limit;
    private int open;

    public OpenFiles(int limit) {
        this.limit = limit;
    }

    /** As many as this process can do without. */
    public static OpenFiles ofProcess() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        if (!(system instanceof com.sun.management.UnixOperatingSystemMXBean unix)) return new OpenFiles(0);
        return new OpenFiles((int) Math.min(MOST, unix.getMaxFileDescriptorCount() / SHARE));
    }

    public KeptFile file(Path path) {
        return new KeptFile(path, this);
    }

    void opened() {
        open++;
    }

    void closed() {
        open--;
    }

    boolean isExceeded() {
        return open > limit;
    }
}
