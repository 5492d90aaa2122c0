package io.loadmark.collector.cgroup;

import static io.loadmark.runtime.config.ConfigException.check;

import io.loadmark.runtime.config.ConfigException;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * {@code collector.cgroup:} in loadmark.yaml.
 *
 * @param include found anywhere in a path that is sampled
 * @param exclude found anywhere in a path that is not; empty: none
 * @param slowInterval how often a group is read whole where there are many
 * @param slowAbove how many groups are not many yet
 */
public record CgroupConfig(
        boolean enabled, String include, String exclude, int limit, Duration slowInterval, int slowAbove) {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    public CgroupConfig {
        compile("include", include);
        compile("exclude", exclude);
        check(limit >= 1 && limit <= 100_000, "collector.cgroup.limit must be in 1..100000, was %d", limit);
        check(
                slowInterval.compareTo(Duration.ZERO) > 0 && slowInterval.compareTo(LONGEST) <= 0,
                "collector.cgroup.slow-interval must be positive and at most 5m, was %s",
                slowInterval);
        check(slowAbove >= 0, "collector.cgroup.slow-above must not be negative, was %d", slowAbove);
    }

    private static Pattern compile(String key, String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new ConfigException(
                    "collector.cgroup." + key + " is no regular expression: " + e.getDescription() + ": " + regex, e);
        }
    }

    /** Tells by its path whether a group is sampled. */
    public Predicate<String> selection() {
        var included = compile("include", include).asPredicate();
        return exclude.isEmpty()
                ? included
                : included.and(compile("exclude", exclude).asPredicate().negate());
    }
}
