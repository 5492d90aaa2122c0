package io.loadmark.collector.cgroup;

import org.jspecify.annotations.Nullable;

/**
 * What bounds a group's CPU, its ancestors' limits included.
 *
 * @param cores infinite where nothing is known to limit it
 * @param cpus CPUs of its cpuset, else of the nearest ancestor that has one
 */
record Limits(double cores, @Nullable Integer cpus) {
    static Limits online(@Nullable Integer cpus) {
        return new Limits(cpus == null ? Double.POSITIVE_INFINITY : cpus, null);
    }

    /** The limits of a child with a quota and a cpuset of its own. */
    Limits with(Bandwidth bandwidth, @Nullable Integer ownCpus) {
        double least = Math.min(cores, bandwidth.cores());
        return new Limits(ownCpus == null ? least : Math.min(least, ownCpus), ownCpus == null ? cpus : ownCpus);
    }

    @Nullable
    Double entitlementCores() {
        return Double.isInfinite(cores) ? null : (Double) cores;
    }
}
