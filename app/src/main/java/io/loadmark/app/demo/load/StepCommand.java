package io.loadmark.app.demo.load;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One step of constant load: {@code step ID QPS 10s} or {@code step ID QPS 1000r}.
 *
 * @param requests exactly so many are sent, whatever the generator's luck
 */
record StepCommand(String id, double qps, int requests) {
    private static final Pattern LINE = Pattern.compile("step ([A-Za-z0-9_.-]{1,64}) ([0-9.]{1,20}) (\\d{1,7})([sr])");
    private static final double MAX_QPS = 20_000;
    private static final int MAX_REQUESTS = 1_000_000;

    StepCommand {
        check(id.matches("[A-Za-z0-9_.-]{1,64}"), "id", id);
        check(qps > 0 && qps <= MAX_QPS, "qps", qps);
        check(requests >= 1 && requests <= MAX_REQUESTS, "requests", requests);
    }

    static StepCommand of(String id, double qps, Duration length) {
        return new StepCommand(id, qps, (int) Math.min(Integer.MAX_VALUE, Math.round(qps * length.toNanos() / 1e9)));
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if it is no step or out of range
     */
    static StepCommand parse(String line) {
        var match = LINE.matcher(line);
        check(match.matches(), "command", line);
        double qps = Double.parseDouble(match.group(2));
        int amount = Integer.parseInt(match.group(3));
        return match.group(4).equals("s")
                ? of(match.group(1), qps, Duration.ofSeconds(amount))
                : new StepCommand(match.group(1), qps, amount);
    }

    String line() {
        return String.format(Locale.ROOT, "step %s %.6f %dr", id, qps, requests);
    }

    long lengthNanos() {
        return Math.round(requests / qps * 1e9);
    }

    private static void check(boolean ok, String what, Object value) {
        if (!ok) throw new IllegalArgumentException("bad " + what + ": " + value);
    }
}
