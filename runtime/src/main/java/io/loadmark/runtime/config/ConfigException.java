package io.loadmark.runtime.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;

/** The configuration can't be used. The message names the key, the value and what is allowed, in one line. */
public class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final Pattern LINE_BREAKS = Pattern.compile("\\s*\\R\\s*");

    public ConfigException(String message) {
        super(oneLine(message));
    }

    public ConfigException(String message, Throwable cause) {
        super(oneLine(message), cause);
    }

    /** Throws unless {@code ok}; for the constructors of configuration records. Durations are shown as people write them. */
    public static void check(boolean ok, String message, Object... args) {
        if (!ok) throw new ConfigException(String.format(message, shown(args)));
    }

    private static Object[] shown(Object... args) {
        return Arrays.stream(args)
                .map(arg -> arg instanceof Duration duration ? Durations.text(duration) : arg)
                .toArray();
    }

    private static String oneLine(String message) {
        return LINE_BREAKS.matcher(message.strip()).replaceAll(" ");
    }
}
