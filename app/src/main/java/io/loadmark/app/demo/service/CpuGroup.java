package io.loadmark.app.demo.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cgroup with a CPU quota for one child: a directory in the hierarchy that holds the {@code cpu} controller, and
 * directories of the same name in those that count. Removed at the end; what a killed parent left behind is removed by
 * the next one.
 */
final class CpuGroup implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CpuGroup.class);
    private static final int REMOVE_ATTEMPTS = 50;
    private static final long REMOVE_PAUSE_MILLIS = 20;

    /** Joins every directory up to {@code --}, then becomes the rest: the child does no work outside its group. */
    private static final String JOIN =
            "while [ \"$1\" != -- ]; do echo $$ > \"$1/cgroup.procs\" || exit 97; shift; done; shift; exec \"$@\"";

    private final List<Path> directories;

    private CpuGroup(List<Path> directories) {
        this.directories = directories;
    }

    /**
     * Makes the group.
     *
     * @param name of its directories
     * @throws IOException if this process may not, or the kernel can't
     */
    static CpuGroup create(CgroupMounts mounts, String name, double cores, Duration period) throws IOException {
        var made = new ArrayList<Path>();
        try {
            if (mounts.v1("cpu").isPresent()) CpuGroupVersion1.make(mounts, name, cores, period, made);
            else CpuGroupVersion2.make(mounts, name, cores, period, made);
            return new CpuGroup(List.copyOf(made));
        } catch (IOException e) {
            for (var directory : made) Files.deleteIfExists(directory);
            throw e;
        }
    }

    /** {@code command}, run inside the group from its first instruction on. */
    List<String> inside(List<String> command) {
        var all = new ArrayList<>(List.of("sh", "-c", JOIN, "sh"));
        directories.forEach(directory -> all.add(directory.toString()));
        all.add("--");
        all.addAll(command);
        return all;
    }

    /** CPU time that the group has used, in nanoseconds; empty once it is gone. */
    OptionalLong usageNanos() {
        for (var directory : directories) {
            var usage = GroupUsage.read(directory);
            if (usage.isPresent()) return usage;
        }
        return OptionalLong.empty();
    }

    List<Path> directories() {
        return directories;
    }

    /** Removes the group; its processes must have ended. */
    @Override
    public void close() {
        directories.forEach(CpuGroup::remove);
    }

    /** The kernel lets go of a group some moments after its last process. */
    private static void remove(Path directory) {
        IOException last = null;
        for (int attempt = 0; attempt < REMOVE_ATTEMPTS; attempt++) {
            try {
                Files.deleteIfExists(directory);
                return;
            } catch (IOException e) {
                last = e;
            }
            try {
                Thread.sleep(REMOVE_PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        log.warn(
                "the demo's cgroup {} stays: {}; the next demo removes it",
                directory,
                last == null ? "" : last.toString());
    }
}
