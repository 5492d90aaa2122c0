package io.loadmark.app.demo.service;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How much CPU a process may use, and by which means that was made so.
 *
 * @param cores in cores; with {@link Kind#NONE} all of the machine's
 * @param period of the quota; null without one
 * @param because why no quota could be set; null with one
 */
public record Entitlement(
        Kind kind,
        double cores,
        @Nullable Duration period,
        @Nullable String because) {
    /** By which means. */
    public enum Kind {
        /** A CPU quota of a cgroup. */
        QUOTA,
        /** Bound to one CPU. */
        CPUSET,
        /** Not limited. */
        NONE
    }

    static Entitlement quota(double cores, Duration period) {
        return new Entitlement(Kind.QUOTA, cores, period, null);
    }

    static Entitlement oneCpu(String because) {
        return new Entitlement(Kind.CPUSET, 1, null, because);
    }

    static Entitlement none(int cpus, String because) {
        return new Entitlement(Kind.NONE, cpus, null, because);
    }

    /** For people, in a few words. */
    public String describe() {
        return switch (kind) {
            case QUOTA ->
                String.format(
                        Locale.ROOT,
                        "%.2f cores by quota%s",
                        cores,
                        period == null ? "" : " per " + period.toMillis() + " ms");
            case CPUSET -> "1 core by CPU affinity (no quota: " + because + ")";
            case NONE -> String.format(Locale.ROOT, "all %.0f cores (no quota: %s)", cores, because);
        };
    }
}
