package io.loadmark.collector.logfile;

import static io.loadmark.runtime.config.ConfigException.check;

import io.loadmark.collector.kernellog.LineRules;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code collector.log-files:} in loadmark.yaml.
 *
 * @param paths absolute; the file's name may hold {@code *} and {@code ?}
 * @param rules {@code name=regex}: which lines are events, and their names
 * @param redact regular expressions of what is left out of the lines
 * @param limit events a minute; the rest is counted
 */
public record LogFilesConfig(boolean enabled, List<String> paths, List<String> rules, List<String> redact, int limit) {
    private static final Pattern PATH = Pattern.compile("/([^*?]*/)?[^/]+");

    static final String KEY = "collector.log-files";

    public LogFilesConfig {
        paths = List.copyOf(paths);
        rules = List.copyOf(rules);
        redact = List.copyOf(redact);
        for (String path : paths) {
            check(
                    PATH.matcher(path).matches(),
                    "collector.log-files.paths are absolute, with * and ? in the file's name only, not %s",
                    path);
        }
        check(limit >= 1 && limit <= 10_000, "collector.log-files.limit must be in 1..10000, was %d", limit);
        var unused = LineRules.of(KEY, rules, redact);
    }
}
