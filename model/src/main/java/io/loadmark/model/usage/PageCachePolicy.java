package io.loadmark.model.usage;

import org.jspecify.annotations.Nullable;

/**
 * How much of the page cache counts as used memory. Reclaimable is file − shmem + reclaimable slab: shared memory sits in the
 * file figure of both cgroup versions but can't be reclaimed. On v1 no slab is told, so that kernel memory, which is part of
 * what the group is charged for, counts whole.
 *
 * @param kind what counts
 * @param fraction of the reclaimable that counts for {@link Kind#FRACTION}, in [0, 1]
 */
public record PageCachePolicy(Kind kind, double fraction) {

    /** What is used of what a group is charged for, its current memory. */
    public enum Kind {
        /** current − reclaimable: what would be left without a cache. */
        NONE,
        /** current − inactive file pages, as the kubelet has it. */
        WORKING_SET,
        /**
         * current − (1 − fraction) · reclaimable, which is unreclaimable + fraction · reclaimable. Practice counts 40 %,
         * because part of the cache is a working set whose loss costs disk reads.
         */
        FRACTION,
        /** current: all of it. */
        ALL
    }

    public PageCachePolicy {
        if (!(fraction >= 0 && fraction <= 1)) throw new IllegalArgumentException("not in [0, 1]: " + fraction);
    }

    /** Counts this part of the reclaimable. */
    public static PageCachePolicy fraction(double fraction) {
        return new PageCachePolicy(Kind.FRACTION, fraction);
    }

    /** Everything counts: the policy for a virtual machine's group, whose cache is the host's own. */
    public static PageCachePolicy all() {
        return new PageCachePolicy(Kind.ALL, 1);
    }

    /** What a group reports of its memory, bytes; absent where it does not. */
    public record Figures(
            @Nullable Long current,
            @Nullable Long file,
            @Nullable Long shmem,
            @Nullable Long slabReclaimable,
            @Nullable Long inactiveFile) {}

    /** Memory used, bytes; null when a figure that it takes is unknown. */
    public @Nullable Double used(Figures memory) {
        Long current = memory.current();
        if (current == null) return null;
        return switch (kind) {
            case ALL -> Double.valueOf(current);
            case WORKING_SET ->
                memory.inactiveFile() == null ? null : less((double) current, (double) memory.inactiveFile());
            case NONE -> withoutReclaimable(current, memory, 1);
            case FRACTION -> withoutReclaimable(current, memory, 1 - fraction);
        };
    }

    private static @Nullable Double withoutReclaimable(long current, Figures memory, double share) {
        Long file = memory.file();
        if (file == null) return null;
        double reclaimable = Math.max(0, file - orZero(memory.shmem())) + orZero(memory.slabReclaimable());
        return less((double) current, share * Math.min(reclaimable, (double) current));
    }

    private static double less(double current, double part) {
        return Math.max(0, current - part);
    }

    private static long orZero(@Nullable Long value) {
        return value == null ? 0 : value;
    }
}
