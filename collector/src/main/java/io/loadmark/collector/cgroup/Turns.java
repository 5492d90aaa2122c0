package io.loadmark.collector.cgroup;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Whose turn it is to be read whole: everybody's while there are few groups, else each group's once an interval, spread
 * over it, so that no round has more to do than another. A group that is seen for the first time is read whole at once. For
 * one thread.
 */
final class Turns {
    /** Multiples of it, less their whole part, spread evenly however many there are. */
    private static final double GOLDEN_RATIO = 0.618_033_988_749_894_9;

    /** As often as the kernel counts for its load average (LOAD_FREQ); less half of the shortest pace. */
    private static final long COUNT_NANOS = TimeUnit.MILLISECONDS.toNanos(4_950);

    private final long intervalNanos;
    private final int few;
    private long nowNanos;
    private boolean everybody;
    private long begun;

    Turns(Duration interval, int few) {
        intervalNanos = interval.toNanos();
        this.few = few;
    }

    /** {@code groups}: how many there were in the last round. */
    void beginRound(long now, int groups) {
        nowNanos = now;
        everybody = groups <= few;
    }

    /** Asked once a round for each group. */
    boolean isDue(Held held) {
        if (!held.isBegun()) {
            double phase = ++begun * GOLDEN_RATIO % 1;
            held.dueAt(nowNanos + (long) (phase * intervalNanos));
            held.countAt(nowNanos + (long) (phase * COUNT_NANOS));
            return true;
        }
        long late = nowNanos - held.dueNanos();
        if (late >= 0) held.dueAt(held.dueNanos() + (late / intervalNanos + 1) * intervalNanos);
        return late >= 0 || everybody;
    }

    /** Whether the threads of a group that is read whole are counted as well. Asked once a round for each such group. */
    boolean isCountDue(Held held) {
        if (!held.isCounted()) return true;
        if (nowNanos - held.countNanos() < 0) return false;
        held.countAt(nowNanos + COUNT_NANOS);
        return true;
    }
}
