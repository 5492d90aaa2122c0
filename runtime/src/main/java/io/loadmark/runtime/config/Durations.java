package io.loadmark.runtime.config;

import static io.loadmark.runtime.config.ConfigException.check;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 500ms}, {@code 10s}, {@code 5m}, {@code 24h}, {@code 30d}. */
public final class Durations {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*(us|ms|s|m|h|d)");
    /** Far from where arithmetic in nanoseconds overflows (292 years). */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** The largest first. */
    private static final Map<String, Duration> UNITS = new LinkedHashMap<>();

    static {
        UNITS.put("d", Duration.ofDays(1));
        UNITS.put("h", Duration.ofHours(1));
        UNITS.put("m", Duration.ofMinutes(1));
        UNITS.put("s", Duration.ofSeconds(1));
        UNITS.put("ms", Duration.ofMillis(1));
        UNITS.put("us", Duration.of(1, ChronoUnit.MICROS));
    }

    private Durations() {}

    public static Duration parse(String text) {
        var match = FORM.matcher(text.trim());
        check(match.matches(), "is no duration such as 500ms, 10s, 5m, 24h or 30d: %s", text);
        var unit = Objects.requireNonNull(UNITS.get(match.group(2)));
        var duration = unit.multipliedBy(Long.parseLong(match.group(1)));
        check(duration.compareTo(LONGEST) <= 0, "is longer than %s: %s", LONGEST, text);
        return duration;
    }

    /** In the largest unit that divides it, so that {@link #parse} reads it again; finer ones in ISO 8601. */
    public static String text(Duration duration) {
        if (duration.isZero()) return "0s";
        for (var unit : UNITS.entrySet()) {
            long amount = duration.dividedBy(unit.getValue());
            if (amount > 0 && unit.getValue().multipliedBy(amount).equals(duration)) return amount + unit.getKey();
        }
        return duration.toString();
    }
}
