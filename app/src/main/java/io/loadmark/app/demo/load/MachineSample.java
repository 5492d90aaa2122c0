package io.loadmark.app.demo.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the machine's CPUs have done since it started, and the service with them. Ticks of {@code /proc/stat} are of all
 * CPUs together; see proc_stat(5).
 *
 * @param atMicros since the epoch
 * @param cpus online
 * @param busyTicks user, nice, system and interrupts; guests are part of user
 * @param stealTicks in which a CPU had work and the hypervisor ran another machine
 * @param totalTicks busy, stolen, idle and waiting for disks
 * @param serviceNanos CPU time of the service; empty once it has ended
 */
record MachineSample(
        long atMicros, int cpus, long busyTicks, long stealTicks, long totalTicks, OptionalLong serviceNanos) {

    /** Reads {@code stat} below {@code proc}. */
    static MachineSample read(Path proc, long atMicros, OptionalLong serviceNanos) throws IOException {
        var cpuLines = Files.readAllLines(proc.resolve("stat")).stream()
                .filter(line -> line.startsWith("cpu"))
                .toList();
        return of(cpuLines, atMicros, serviceNanos);
    }

    private static MachineSample of(List<String> cpuLines, long atMicros, OptionalLong serviceNanos)
            throws IOException {
        if (cpuLines.size() < 2) throw new IOException("no CPUs in /proc/stat");
        String[] fields = cpuLines.get(0).split(" +", -1);
        if (fields.length < 9) throw new IOException("/proc/stat without steal: " + cpuLines.get(0));
        long[] ticks = Arrays.stream(fields, 1, 9).mapToLong(Long::parseLong).toArray();
        long idle = ticks[3] + ticks[4];
        long steal = ticks[7];
        long total = Arrays.stream(ticks).sum();
        return new MachineSample(atMicros, cpuLines.size() - 1, total - idle - steal, steal, total, serviceNanos);
    }
}
