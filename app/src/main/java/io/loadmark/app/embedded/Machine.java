package io.loadmark.app.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the engine can run here: it is built for Linux on x86-64-v3 with glibc.
 *
 * @param root {@code /}, or a tree that stands for it
 */
public record Machine(String operatingSystem, String architecture, Path root) {
    /** What the engine uses of x86-64-v3, as {@code /proc/cpuinfo} spells it (LZCNT is {@code abm}). */
    private static final List<String> FLAGS = List.of("avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe");

    public static Machine here() {
        return new Machine(System.getProperty("os.name"), System.getProperty("os.arch"), Path.of("/"));
    }

    /** Why the engine can't run here, in one line; empty if it can. */
    public Optional<String> unfit() {
        if (!operatingSystem.equals("Linux")) return Optional.of("it needs Linux, this is " + operatingSystem);
        if (!architecture.equals("amd64")) return Optional.of("it needs x86-64, this is " + architecture);
        if (!hasGlibc()) return Optional.of("it needs glibc; this system has another C library, such as musl");
        var missing = missingFlags();
        if (missing.isEmpty()) return Optional.empty();
        return Optional.of("it needs a CPU with AVX2 (x86-64-v3); missing here: " + String.join(", ", missing)
                + "; in a guest, choose the CPU model `host-passthrough`");
    }

    /** glibc's loader has this name on every distribution (System V ABI, AMD64 supplement). */
    public boolean hasGlibc() {
        return Files.exists(root.resolve("lib64/ld-linux-x86-64.so.2"));
    }

    /** What the CPU lacks; empty where the kernel does not tell. */
    public List<String> missingFlags() {
        var flags = flags();
        return FLAGS.stream()
                .filter(flag -> !flags.isEmpty() && !flags.contains(flag))
                .toList();
    }

    private Set<String> flags() {
        try (var lines = Files.lines(root.resolve("proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line -> Set.copyOf(Arrays.asList(
                            line.substring(line.indexOf(':') + 1).trim().split(" +", -1))))
                    .orElse(Set.of());
        } catch (IOException e) {
            return Set.of(); // unknown is not unfit: the engine itself will tell
        }
    }
}
