package io.loadmark.model.capacity;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a service promises: a share of its requests takes no longer than a limit, such as {@code p99<=200ms}, and, where it says so,
 * no more of them fail than a ratio, such as {@code p99<=200ms,errors<=0.5%}.
 *
 * @param quantile share, in (0, 1)
 * @param limit longest duration, &gt; 0 and at most an hour
 * @param errorRatio failed requests over all, in [0, 1); absent when nothing is promised
 */
public record Sla(double quantile, Duration limit, @Nullable Double errorRatio) {
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Pattern SHAPE = Pattern.compile(
            "p(?<share>\\d{1,2}(?:\\.\\d{1,3})?)\\s*<=\\s*(?<length>\\d{1,7}(?:\\.\\d{1,3})?)(?<unit>us|ms|s)"
                    + "(?:\\s*,\\s*errors\\s*<=\\s*(?<errors>\\d{1,2}(?:\\.\\d{1,4})?)\\s*%)?");

    public Sla {
        if (!(quantile > 0 && quantile < 1)) {
            throw new IllegalArgumentException("an SLA's quantile lies between p0 and p100, was p" + quantile * 100);
        }
        if (limit.isNegative() || limit.isZero() || limit.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("an SLA's limit lies between 0 and an hour, was " + limit);
        }
        if (errorRatio != null && !(errorRatio >= 0 && errorRatio < 1)) {
            throw new IllegalArgumentException("an SLA's ratio of errors lies in [0, 1), was " + errorRatio);
        }
    }

    /** A promise of latency alone. */
    public Sla(double quantile, Duration limit) {
        this(quantile, limit, null);
    }

    /**
     * Reads {@code p99<=200ms}: p and the percentage, ≤ in ASCII, a number and us, ms or s; if wanted a comma and {@code errors<=0.5%}.
     *
     * @throws IllegalArgumentException with the text and the expected shape when it is anything else
     */
    public static Sla parse(String text) {
        Matcher m = SHAPE.matcher(text.strip());
        if (!m.matches()) {
            throw new IllegalArgumentException(
                    "an SLA looks like p99<=200ms or p99<=200ms,errors<=0.5% (units us, ms, s), was '" + text + "'");
        }
        double quantile = new BigDecimal(m.group("share")).movePointLeft(2).doubleValue();
        var length = new BigDecimal(m.group("length"));
        long nanos =
                length.multiply(BigDecimal.valueOf(nanosPer(m.group("unit")))).longValue();
        String errors = m.group("errors");
        Double ratio = errors == null
                ? null
                : Double.valueOf(new BigDecimal(errors).movePointLeft(2).doubleValue());
        return new Sla(quantile, Duration.ofNanos(nanos), ratio);
    }

    private static long nanosPer(String unit) {
        return switch (unit) {
            case "us" -> 1_000L;
            case "ms" -> 1_000_000L;
            default -> 1_000_000_000L;
        };
    }

    /** The same with a limit so many times as long, at most the longest that there may be. */
    Sla withLimitTimes(double factor) {
        double nanos = Math.min((double) LONGEST.toNanos(), Math.max(1, limit.toNanos() * factor));
        return new Sla(quantile, Duration.ofNanos(Math.round(nanos)), errorRatio);
    }

    /** The limit in seconds. */
    double seconds() {
        return limit.toNanos() / 1e9;
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        var percent = BigDecimal.valueOf(quantile).movePointRight(2).stripTrailingZeros();
        var millis = BigDecimal.valueOf(limit.toNanos()).movePointLeft(6).stripTrailingZeros();
        String latency = "p" + percent.toPlainString() + "<=" + millis.toPlainString() + "ms";
        if (errorRatio == null) return latency;
        var errors = BigDecimal.valueOf(errorRatio).movePointRight(2).stripTrailingZeros();
        return latency + ",errors<=" + errors.toPlainString() + "%";
    }
}
