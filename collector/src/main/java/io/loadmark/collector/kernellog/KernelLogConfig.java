package io.loadmark.collector.kernellog;

import static io.loadmark.runtime.config.ConfigException.check;

import io.loadmark.collector.sampling.Enabled;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code collector.kernel-log:} in loadmark.yaml.
 *
 * @param enabled auto: if it is readable, and not in a container, whose log it is not
 * @param device the kernel's log, /dev/kmsg
 * @param rules {@code name=regex}: which lines are events, and their names
 * @param redact regular expressions of what is left out of the lines
 * @param limit events a minute; the rest is counted
 */
public record KernelLogConfig(Enabled enabled, Path device, List<String> rules, List<String> redact, int limit) {
    static final String KEY = "collector.kernel-log";

    public KernelLogConfig {
        rules = List.copyOf(rules);
        redact = List.copyOf(redact);
        check(limit >= 1 && limit <= 10_000, "collector.kernel-log.limit must be in 1..10000, was %d", limit);
        var unused = LineRules.of(KEY, rules, redact);
    }
}
