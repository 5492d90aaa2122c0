package io.loadmark.collector.process;

import static io.loadmark.runtime.config.ConfigException.check;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.loadmark.runtime.config.ConfigException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * {@code collector.process:} in loadmark.yaml.
 *
 * @param users names or ids of effective users; empty: all
 * @param command found anywhere in the command, of at most 15 bytes
 * @param cgroup found anywhere in the cgroup's path; empty: also processes of unknown cgroups
 * @param service found anywhere in the service's name; empty: also processes without one
 */
public record ProcessConfig(
        boolean enabled, Filter filter, List<String> users, String command, String cgroup, String service, int limit) {

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
        users = List.copyOf(users);
        compile("command", command);
        compile("cgroup", cgroup);
        compile("service", service);
        check(limit >= 1 && limit <= 100_000, "collector.process.limit must be in 1..100000, was %d", limit);
    }

    static Pattern compile(String key, String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new ConfigException(
                    "collector.process." + key + " is no regular expression: " + e.getDescription() + ": " + regex, e);
        }
    }
}
