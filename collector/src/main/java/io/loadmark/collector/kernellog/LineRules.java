package io.loadmark.collector.kernellog;

import io.loadmark.runtime.config.ConfigException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Which lines are events, by the first rule that is found in them, and what of them is left out. */
record LineRules(List<Rule> rules, List<Pattern> redact) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final String REDACTED = "…";
    private static final int LONGEST = 1000;

    private record Rule(String name, Pattern pattern) {}

    /** A line that is an event. */
    record Match(String name, String detail) {}

    static LineRules of(List<String> rules, List<String> redact) {
        return new LineRules(
                rules.stream().map(LineRules::rule).toList(),
                redact.stream()
                        .map(regex -> compile("collector.kernel-log.redact", regex))
                        .toList());
    }

    private static Rule rule(String text) {
        int at = text.indexOf('=');
        if (at < 0 || !NAME.matcher(text.substring(0, at)).matches()) {
            throw new ConfigException(
                    "collector.kernel-log.rules are name=regex, the name of small letters, digits and dashes, not "
                            + text);
        }
        return new Rule(text.substring(0, at), compile("collector.kernel-log.rules", text.substring(at + 1)));
    }

    private static Pattern compile(String key, String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new ConfigException(key + ": no regular expression: " + e.getDescription() + ": " + regex, e);
        }
    }

    Optional<Match> match(String line) {
        return rules.stream()
                .filter(rule -> rule.pattern().matcher(line).find())
                .findFirst()
                .map(rule -> new Match(rule.name(), redacted(line)));
    }

    private String redacted(String line) {
        String text = line;
        for (var pattern : redact) text = pattern.matcher(text).replaceAll(REDACTED);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
