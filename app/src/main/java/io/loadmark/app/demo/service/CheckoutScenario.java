package io.loadmark.app.demo.service;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What kind of service the demo runs; drawn, so that its capacity is not known beforehand.
 *
 * @param seed of the sequence of demands
 * @param meanMillis mean CPU time of a request, in (0, 1000]
 * @param cv coefficient of variation of the (lognormal) CPU time, in [0, 3]
 * @param workers threads that serve requests, in 1..256
 * @param quotaCores CPU quota in cores, in (0, 64]
 */
public record CheckoutScenario(long seed, double meanMillis, double cv, int workers, double quotaCores) {
    /** The kernel's default period, and the one that orchestrators set. */
    public static final Duration PERIOD = Duration.ofMillis(100);

    /**
     * Requests that wait for a worker; one more is refused. With at most 16 workers, below the 128 connections of the
     * load: an overload is refused rather than queued without end.
     */
    static final int QUEUE = 96;

    private static final double SMALLEST_MEAN_MILLIS = 2;
    private static final double LARGEST_MEAN_MILLIS = 8;
    /** CPU time of the HTTP server and its instrumentation for a request, roughly. */
    private static final double OVERHEAD_MILLIS = 0.5;
    /** A step of the check needs 1,000 requests for its p99, and the demo has some ten seconds for a step. */
    private static final double SLOWEST_SATURATION_QPS = 100;

    private static final int[] USUAL_SLAS_MILLIS = {20, 25, 30, 40, 50, 60, 75, 100, 120, 150, 200, 250};

    public CheckoutScenario {
        check(meanMillis > 0 && meanMillis <= 1000, "mean", meanMillis);
        check(cv >= 0 && cv <= 3, "cv", cv);
        check(workers >= 1 && workers <= 256, "workers", workers);
        check(quotaCores > 0 && quotaCores <= 64, "quota", quotaCores);
    }

    /** The same scenario for the same seed, on every machine. */
    public static CheckoutScenario draw(long seed) {
        var random = new SplittableRandom(seed);
        CheckoutScenario drawn;
        do {
            drawn = drawAny(seed, random);
        } while (drawn.saturationQps() < SLOWEST_SATURATION_QPS);
        return drawn;
    }

    private static CheckoutScenario drawAny(long seed, SplittableRandom random) {
        double ratio = LARGEST_MEAN_MILLIS / SMALLEST_MEAN_MILLIS;
        double mean = SMALLEST_MEAN_MILLIS * Math.pow(ratio, random.nextDouble()); // log-uniform
        double cv = 0.3 + 0.7 * random.nextDouble();
        int workers = 4 + random.nextInt(13);
        int quotaPercent = 30 + 5 * random.nextInt(7);
        return new CheckoutScenario(
                seed, Math.round(mean * 100) / 100.0, Math.round(cv * 100) / 100.0, workers, quotaPercent / 100.0);
    }

    /** Roughly where the quota is used up; the capacity within an SLA is lower. */
    public double saturationQps() {
        return 1000 * quotaCores / (meanMillis + OVERHEAD_MILLIS);
    }

    /**
     * The p99 that a user of such a service would ask for: the smallest usual figure that is at least {@code multiple}
     * times the mean CPU time, or the largest one.
     */
    public Duration sla(double multiple) {
        int millis = Arrays.stream(USUAL_SLAS_MILLIS)
                .filter(usual -> usual >= multiple * meanMillis)
                .findFirst()
                .orElse(USUAL_SLAS_MILLIS[USUAL_SLAS_MILLIS.length - 1]);
        return Duration.ofMillis(millis);
    }

    /** As {@link #sla(double)}, loose enough that the quota's throttling does not break it at low load. */
    public Duration sla() {
        return sla(15);
    }

    /** Command line of the service; {@link #parse} reads it. */
    List<String> arguments() {
        return List.of(
                "seed=" + seed, "mean-millis=" + meanMillis, "cv=" + cv, "workers=" + workers, "quota=" + quotaCores);
    }

    /**
     * Reads what {@link #arguments} wrote.
     *
     * @throws IllegalArgumentException if an argument is missing, unknown in form, or out of range
     */
    static CheckoutScenario parse(String... arguments) {
        Map<String, String> values = Arrays.stream(arguments)
                .map(argument -> argument.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(toMap(pair -> pair[0], pair -> pair[1]));
        return new CheckoutScenario(
                Long.parseLong(value(values, "seed")),
                Double.parseDouble(value(values, "mean-millis")),
                Double.parseDouble(value(values, "cv")),
                Integer.parseInt(value(values, "workers")),
                Double.parseDouble(value(values, "quota")));
    }

    private static String value(Map<String, String> values, String key) {
        String value = values.get(key);
        if (value == null) throw new IllegalArgumentException("missing argument " + key + "=…");
        return value;
    }

    private static void check(boolean ok, String name, double value) {
        if (!ok) throw new IllegalArgumentException(String.format(Locale.ROOT, "%s out of range: %s", name, value));
    }
}
