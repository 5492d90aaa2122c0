package io.loadmark.collector.cgroup;

import io.loadmark.schema.CgroupSample;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a group's last whole reading gave; it holds until the next one. For one thread. */
final class Held {
    private long dueNanos;
    private boolean begun;
    private boolean counted;
    private long countNanos;
    private Bounds bounds = Bounds.UNKNOWN;
    private TaskStates.@Nullable Count threads;
    private CgroupSample.@Nullable Builder sample;
    private List<String> missing = List.of();

    /**
     * What bounds the group by itself.
     *
     * @param cpus of its cpuset; absent where that says nothing
     * @param missing files that could not be read for it
     */
    record Bounds(Bandwidth bandwidth, @Nullable Integer cpus, List<String> missing) {
        static final Bounds UNKNOWN = new Bounds(Bandwidth.UNKNOWN, null, List.of());
    }

    boolean isBegun() {
        return begun;
    }

    /** When its next turn is, by the host's monotonic clock. */
    long dueNanos() {
        return dueNanos;
    }

    void dueAt(long nanos) {
        begun = true;
        dueNanos = nanos;
    }

    Bounds bounds() {
        return bounds;
    }

    void holdBounds(Bounds read) {
        bounds = read;
    }

    boolean isCounted() {
        return counted;
    }

    /** The states of its own threads; null when they could not be counted. */
    TaskStates.@Nullable Count threads() {
        return threads;
    }

    void holdThreads(TaskStates.@Nullable Count count) {
        counted = true;
        threads = count;
    }

    /** When its threads are to be counted again, by the host's monotonic clock. */
    long countNanos() {
        return countNanos;
    }

    void countAt(long nanos) {
        countNanos = nanos;
    }

    /** With all that is not read in every round; null before it has been read. */
    CgroupSample.@Nullable Builder sample() {
        return sample;
    }

    /** Names of files that were missing for it. */
    List<String> missing() {
        return missing;
    }

    void holdSample(CgroupSample.Builder read, List<String> missingFiles) {
        sample = read;
        missing = missingFiles;
    }
}
