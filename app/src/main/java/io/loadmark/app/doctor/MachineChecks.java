package io.loadmark.app.doctor;

import io.loadmark.app.embedded.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The machine itself: Java, CPU, C library, memory, disk, limits. */
record MachineChecks(FileSystemRoot root, Machine machine, int javaVersion, int cores, Path dataDirectory) {
    private static final int OLDEST_JAVA = 17;
    private static final long MIB = 1 << 20;
    private static final long ENOUGH_MEMORY_MIB = 2048;
    private static final long ENOUGH_DISK_MIB = 5 * 1024;
    private static final long ENOUGH_FILES = 4096;

    List<Check> all() {
        return List.of(this::java, this::cpu, this::glibc, this::memory, this::disk, this::openFiles);
    }

    private Finding java() {
        String detail = Integer.toString(javaVersion);
        if (javaVersion >= OLDEST_JAVA) return Finding.ok("java", detail);
        return Finding.missing("java", detail, "install a JDK of version " + OLDEST_JAVA + " or later");
    }

    private Finding cpu() throws IOException {
        String detail =
                cores + " cores, " + root.field("/proc/cpuinfo", "model name").orElse("unknown model");
        var missing = machine.missingFlags();
        if (missing.isEmpty()) return Finding.ok("cpu", detail + ", AVX2");
        return Finding.warning(
                "cpu",
                detail + ", without " + String.join(", ", missing),
                "the embedded ClickHouse needs x86-64-v3: in a guest choose the CPU model `host-passthrough`, or set"
                        + " clickhouse.url to a server of your own");
    }

    private Finding glibc() {
        if (machine.hasGlibc()) return Finding.ok("glibc", "present");
        return Finding.warning(
                "glibc", "absent", "the embedded ClickHouse needs it; set clickhouse.url to a server of your own");
    }

    private Finding memory() throws IOException {
        long available = kib("MemAvailable") / 1024;
        String detail = available + " of " + kib("MemTotal") / 1024 + " MiB available";
        if (available >= ENOUGH_MEMORY_MIB) return Finding.ok("memory", detail);
        return Finding.warning("memory", detail, "`loadmark up` needs up to 1.5 GiB; a collector alone some 100 MiB");
    }

    private long kib(String name) throws IOException {
        String value = root.field("/proc/meminfo", name).orElseThrow(() -> new IOException("no " + name));
        return Long.parseLong(value.replace("kB", "").trim());
    }

    private Finding disk() throws IOException {
        Path existing = dataDirectory.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) existing = existing.getParent();
        long free = Files.getFileStore(existing).getUsableSpace() / MIB;
        String detail = free + " MiB free for " + dataDirectory;
        if (!Files.isWritable(existing)) {
            return Finding.missing("disk", existing + " can't be written", "set embedded.data-dir to a place of yours");
        }
        if (free >= ENOUGH_DISK_MIB) return Finding.ok("disk", detail);
        return Finding.warning(
                "disk", detail, "free space, shorten topics.*-retention-bytes, or set embedded.data-dir");
    }

    private Finding openFiles() throws IOException {
        // Max open files            1024                 524288               files
        String soft;
        try (var lines = Files.lines(root.at("/proc/self/limits"))) {
            soft = lines.filter(line -> line.startsWith("Max open files"))
                    .findFirst()
                    .map(line ->
                            line.substring("Max open files".length()).trim().split(" +", -1)[0])
                    .orElseThrow(() -> new IOException("no limit of open files in /proc/self/limits"));
        }
        if (soft.equals("unlimited") || Long.parseLong(soft) >= ENOUGH_FILES) return Finding.ok("open files", soft);
        return Finding.warning("open files", soft, "raise it: `ulimit -n 65536`, or LimitNOFILE= in the unit");
    }
}
