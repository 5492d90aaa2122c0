package io.loadmark.app.demo.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Quota by {@code cpu.cfs_quota_us}; usage in {@code cpuacct}, which may be the same hierarchy. */
final class CpuGroupVersion1 {
    private static final List<String> COUNTING = List.of("cpuacct", "memory");

    private CpuGroupVersion1() {}

    /** Adds each directory to {@code made} as soon as it exists, so that a failure can be undone. */
    static void make(CgroupMounts mounts, String name, double cores, Duration period, List<Path> made)
            throws IOException {
        var cpu = GroupDirectory.make(mounts.v1("cpu").orElseThrow(), name, made);
        long micros = period.toNanos() / 1000;
        Files.writeString(cpu.resolve("cpu.cfs_period_us"), Long.toString(micros));
        Files.writeString(cpu.resolve("cpu.cfs_quota_us"), Long.toString(Math.round(cores * micros)));
        GroupDirectory.checkJoinable(cpu);
        for (String controller : COUNTING) {
            mounts.v1(controller).ifPresent(parent -> GroupDirectory.makeIfPossible(parent, name, made));
        }
        // Hybrid: the unified hierarchy has no controllers left but tells pressure and CPU time of any directory.
        mounts.unified().ifPresent(unified -> GroupDirectory.makeIfPossible(unified.own(), name, made));
    }
}
