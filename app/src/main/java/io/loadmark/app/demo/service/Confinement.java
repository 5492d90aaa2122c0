package io.loadmark.app.demo.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one child to its share of the machine by the best means that this machine and this user allow: a quota, else one
 * CPU, else nothing; {@link #entitlement} says which and why.
 */
final class Confinement implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Pattern ALLOWED = Pattern.compile("Cpus_allowed_list:\\s*(\\d+).*");
    private static final int PROBE_SECONDS = 5;

    private final Entitlement entitlement;
    private final List<String> prefix;
    private final @Nullable CpuGroup group;

    private Confinement(Entitlement entitlement, List<String> prefix, @Nullable CpuGroup group) {
        this.entitlement = entitlement;
        this.prefix = prefix;
        this.group = group;
    }

    /** {@code proc}: {@code /proc}. */
    static Confinement of(double cores, Duration period, Path proc) {
        String name = GroupDirectory.name(ProcessHandle.current().pid(), "checkout-" + COUNT.incrementAndGet());
        try {
            var group = CpuGroup.create(CgroupMounts.read(proc), name, cores, period);
            return new Confinement(Entitlement.quota(cores, period), List.of(), group);
        } catch (IOException e) {
            return withoutQuota(String.valueOf(e.getMessage()), proc);
        }
    }

    private static Confinement withoutQuota(String because, Path proc) {
        try {
            var bound = List.of("taskset", "-c", Integer.toString(firstAllowedCpu(proc)));
            if (runs(bound)) return new Confinement(Entitlement.oneCpu(because), bound, null);
        } catch (IOException e) {
            because += "; no taskset: " + e.getMessage();
        }
        var none = Entitlement.none(Runtime.getRuntime().availableProcessors(), because);
        return new Confinement(none, List.of(), null);
    }

    Entitlement entitlement() {
        return entitlement;
    }

    List<String> inside(List<String> command) {
        if (group != null) return group.inside(command);
        var all = new ArrayList<>(prefix);
        all.addAll(command);
        return all;
    }

    /** CPU time used inside, in nanoseconds, where a cgroup counts it. */
    OptionalLong usageNanos() {
        return group == null ? OptionalLong.empty() : group.usageNanos();
    }

    Optional<CpuGroup> group() {
        return Optional.ofNullable(group);
    }

    @Override
    public void close() {
        if (group != null) group.close();
    }

    private static int firstAllowedCpu(Path proc) throws IOException {
        return Files.readAllLines(proc.resolve("self/status")).stream()
                .map(ALLOWED::matcher)
                .filter(match -> match.matches())
                .mapToInt(match -> Integer.parseInt(match.group(1)))
                .findFirst()
                .orElse(0);
    }

    private static boolean runs(List<String> prefix) throws IOException {
        var command = new ArrayList<>(prefix);
        command.add("true");
        var probe = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return probe.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            probe.destroyForcibly();
        }
    }
}
