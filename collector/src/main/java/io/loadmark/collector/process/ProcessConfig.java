package io.loadmark.collector.process;

import static io.loadmark.runtime.config.ConfigException.check;

import com.fasterxml.jackson.annotation.JsonProperty;

/** {@code collector.process:} in loadmark.yaml. */
public record ProcessConfig(boolean enabled, Filter filter, int limit) {

    /** Which processes are sampled; kernel threads never. */
    public enum Filter {
        /** Those that name a service in their environment. */
        @JsonProperty("services")
        SERVICES,
        /** Those in a selected control group. */
        @JsonProperty("cgroups")
        CGROUPS,
        @JsonProperty("all")
        ALL
    }

    public ProcessConfig {
        check(limit >= 1 && limit <= 100_000, "collector.process.limit must be in 1..100000, was %d", limit);
    }
}
