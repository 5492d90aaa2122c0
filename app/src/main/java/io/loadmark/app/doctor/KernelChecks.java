package io.loadmark.app.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the kernel shows of groups, pressure and processes. */
record KernelChecks(FileSystemRoot root, boolean isRoot) {
    private static final String CGROUP = "/sys/fs/cgroup";

    List<Check> all() {
        return List.of(this::cgroup, this::quota, this::pressure, this::processes);
    }

    private Finding cgroup() {
        if (root.has(CGROUP + "/cgroup.controllers")) return Finding.ok("cgroup", "v2");
        boolean v1 = root.has(CGROUP + "/cpu,cpuacct") || root.has(CGROUP + "/cpu") || root.has(CGROUP + "/cpuacct");
        boolean v2 = root.has(CGROUP + "/unified/cgroup.controllers");
        if (v1) return Finding.ok("cgroup", v2 ? "hybrid: v1 controllers beside v2" : "v1");
        return Finding.missing(
                "cgroup", "not mounted", "mount it at /sys/fs/cgroup; without it containers are not seen");
    }

    private Finding quota() throws IOException {
        Path parent = root.at(quotaParent());
        if (!Files.isDirectory(parent)) return Finding.warning("cpu quota", "no CPU controller", quotaAdvice());
        if (root.has(CGROUP + "/cgroup.controllers")
                && !root.text(CGROUP + "/cgroup.controllers").contains("cpu")) {
            return Finding.warning("cpu quota", "the CPU controller is not given to this group", quotaAdvice());
        }
        if (!Files.isWritable(parent)) return Finding.warning("cpu quota", "no permission in " + parent, quotaAdvice());
        return Finding.ok("cpu quota", "groups with a quota can be made in " + parent);
    }

    private String quotaParent() {
        if (root.has(CGROUP + "/cgroup.controllers")) return CGROUP;
        return root.has(CGROUP + "/cpu,cpuacct") ? CGROUP + "/cpu,cpuacct" : CGROUP + "/cpu";
    }

    private static String quotaAdvice() {
        return "only the demo needs it, to confine its services: run the demo as root or in a delegated group";
    }

    private Finding pressure() {
        if (root.has("/proc/pressure/cpu")) return Finding.ok("pressure", "PSI");
        return Finding.warning(
                "pressure", "no PSI", "boot with psi=1 on Linux 4.20 or later; stall times stay unknown without");
    }

    /** Services name themselves in their environment, which only root and the owner may read. */
    private Finding processes() throws IOException {
        Path environment = root.at("/proc/1/environ");
        if (Files.isReadable(environment) || isRoot) return Finding.ok("processes", "of all users are readable");
        return Finding.warning(
                "processes",
                "of other users are not readable",
                "services of other users are not recognised; give the collector CAP_SYS_PTRACE, or run it as root");
    }
}
