package io.loadmark.model.usage;

import org.jspecify.annotations.Nullable;

/**
 * How much of the page cache counts as used memory: used = current − reclaimable + fraction · reclaimable, where
 * reclaimable = file − shmem + reclaimable slab. Practice counts 40 %, because part of the cache is a working set
 * whose loss costs disk reads. Shared memory sits in the file figure of both cgroup versions but can't be reclaimed.
 *
 * @param fraction in [0, 1]
 */
public record PageCachePolicy(double fraction) {
    public PageCachePolicy {
        if (!(fraction >= 0 && fraction <= 1)) throw new IllegalArgumentException("not in [0, 1]: " + fraction);
    }

    /** Memory used, bytes; null when current or file is unknown. */
    public @Nullable Double used(
            @Nullable Long currentBytes,
            @Nullable Long fileBytes,
            @Nullable Long shmemBytes,
            @Nullable Long slabReclaimableBytes) {
        if (currentBytes == null || fileBytes == null) return null;
        double reclaimable = Math.max(0, fileBytes - orZero(shmemBytes)) + orZero(slabReclaimableBytes);
        return Math.max(0, currentBytes - (1 - fraction) * Math.min(reclaimable, currentBytes));
    }

    private static long orZero(@Nullable Long value) {
        return value == null ? 0 : value;
    }
}
