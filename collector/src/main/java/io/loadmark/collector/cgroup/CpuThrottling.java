package io.loadmark.collector.cgroup;

import io.loadmark.collector.kernel.KernelFiles;
import io.loadmark.collector.kernel.KeyNumbers;
import io.loadmark.collector.kernel.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How much quotas have held control groups back, by path. A group is read at most once a round. For one thread. */
public final class CpuThrottling {
    private static final long NANOS_PER_MICRO = 1000;
    private static final String V1_TIME = "throttled_time";
    private static final String V2_TIME = "throttled_usec";

    private final Path mounts;
    private final Reading reading = new Reading(new KernelFiles());
    private final KeyNumbers stat = KeyNumbers.of("nr_periods", "nr_throttled").optional(V1_TIME, V2_TIME);
    private final Map<String, Optional<Counters>> known = new HashMap<>();
    private @Nullable Path root;

    /**
     * Since the group was made.
     *
     * @param periods CFS periods in which it ran
     * @param throttledPeriods of them those in which it was throttled
     * @param throttledMicros time throttled, microseconds, summed over CPUs
     */
    public record Counters(long periods, long throttledPeriods, long throttledMicros) {}

    public CpuThrottling(Path sys) {
        mounts = sys.resolve("fs/cgroup");
    }

    public void beginRound() {
        known.clear();
    }

    /** A group by its path in the cpu controller's hierarchy; empty where the controller does not keep it. */
    public Optional<Counters> of(String path) {
        return known.computeIfAbsent(path, this::read);
    }

    /** Time that the group and those above it were throttled, microseconds; empty if none of them tells. */
    public Optional<Long> micros(String path) {
        Long sum = null;
        for (String at = path; at.length() > 1; at = parent(at)) {
            var counters = of(at);
            if (counters.isPresent())
                sum = (sum == null ? 0 : sum) + counters.get().throttledMicros();
        }
        return Optional.ofNullable(sum);
    }

    /** The path of the group above; {@code /} at the top. */
    public static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    private Optional<Counters> read(String path) {
        var top = root();
        if (top == null) return Optional.empty();
        var directory = top.resolve(path.substring(1)).normalize();
        boolean inside = directory.startsWith(top); // in another cgroup namespace a path may lead upwards
        if (!inside || !reading.begin().numbers(directory, "cpu.stat", stat)) return Optional.empty();
        Long periods = stat.get("nr_periods");
        Long throttled = stat.get("nr_throttled");
        Long micros = stat.get(V2_TIME);
        Long nanos = stat.get(V1_TIME);
        if (micros == null && nanos != null) micros = nanos / NANOS_PER_MICRO;
        if (periods == null || throttled == null || micros == null) return Optional.empty();
        return Optional.of(new Counters(periods, throttled, micros));
    }

    private @Nullable Path root() {
        if (root == null) {
            try {
                root = Hierarchies.find(mounts).root(Controller.CPU);
            } catch (IOException e) {
                return null; // no cgroups here
            }
        }
        return root;
    }
}
