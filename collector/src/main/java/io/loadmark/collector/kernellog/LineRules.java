package io.loadmark.collector.kernellog;

import io.loadmark.runtime.config.ConfigException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Which lines are events, by the first rule that is found in them, and what of them is left out. */
public record LineRules(List<Rule> rules, List<Pattern> redact) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final String REDACTED = "…";
    private static final int LONGEST = 1000;

    /** A line in which the pattern is found is an event of this name. */
    public record Rule(String name, Pattern pattern) {}

    /** A line that is an event. */
    public record Match(String name, String detail) {}

    /**
     * Reads the settings below {@code key}.
     *
     * @throws ConfigException if one of them is no such rule or no regular expression
     */
    public static LineRules of(String key, List<String> rules, List<String> redact) {
        return new LineRules(
                rules.stream().map(rule -> rule(key + ".rules", rule)).toList(),
                redact.stream().map(regex -> compile(key + ".redact", regex)).toList());
    }

    private static Rule rule(String key, String text) {
        int at = text.indexOf('=');
        if (at < 0 || !NAME.matcher(text.substring(0, at)).matches()) {
            throw new ConfigException(
                    key + " are name=regex, the name of small letters, digits and dashes, not " + text);
        }
        return new Rule(text.substring(0, at), compile(key, text.substring(at + 1)));
    }

    private static Pattern compile(String key, String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new ConfigException(key + ": no regular expression: " + e.getDescription() + ": " + regex, e);
        }
    }

    /** What the line is; empty for one that is no event. */
    public Optional<Match> match(String line) {
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
