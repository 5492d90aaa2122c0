package io.loadmark.app.demo.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Quota by {@code cpu.max}, below the nearest ancestor that hands the {@code cpu} controller to its children; see
 * "Delegation" and "No Internal Process Constraint" in the kernel's cgroup-v2.rst.
 */
final class CpuGroupVersion2 {
    private CpuGroupVersion2() {}

    /** Adds each directory to {@code made} as soon as it exists, so that a failure can be undone. */
    static void make(CgroupMounts mounts, String name, double cores, Duration period, List<Path> made)
            throws IOException {
        var failure = new IOException("no cgroup of this process or above it hands on the cpu controller");
        for (var parent : mounts.unifiedAncestors()) {
            if (!handsOnCpu(parent)) continue;
            var tried = new ArrayList<Path>();
            try {
                limit(GroupDirectory.make(parent, name, tried), cores, period);
                made.addAll(tried);
                return;
            } catch (IOException e) {
                for (var directory : tried) Files.deleteIfExists(directory);
                failure.addSuppressed(e);
            }
        }
        throw failure;
    }

    private static void limit(Path group, double cores, Duration period) throws IOException {
        long micros = period.toNanos() / 1000;
        Files.writeString(group.resolve("cpu.max"), Math.round(cores * micros) + " " + micros);
        GroupDirectory.checkJoinable(group);
    }

    private static boolean handsOnCpu(Path parent) throws IOException {
        var control = parent.resolve("cgroup.subtree_control");
        return Files.isReadable(control)
                && Arrays.asList(Files.readString(control).strip().split(" ", -1))
                        .contains("cpu");
    }
}
