package io.loadmark.collector.cgroup;

import java.util.Locale;

/** The controllers that are read, by their names in v1. */
enum Controller {
    CPU,
    CPUACCT,
    CPUSET,
    MEMORY,
    BLKIO,
    PIDS;

    String v1Name() {
        return name().toLowerCase(Locale.ROOT);
    }
}
