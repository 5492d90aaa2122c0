package io.loadmark.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Greatest sum of the resident memory of some processes, as seen once a second. */
final class Footprint {
    private final Supplier<List<Long>> pids;
    private long peakKib;

    Footprint(Supplier<List<Long>> pids) {
        this.pids = pids;
    }

    void look() {
        long sum = 0;
        for (long pid : pids.get()) sum += residentKib(pid);
        peakKib = Math.max(peakKib, sum);
    }

    long peakMiB() {
        return peakKib / 1024;
    }

    private static long residentKib(long pid) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0; // it has ended
        }
    }
}
