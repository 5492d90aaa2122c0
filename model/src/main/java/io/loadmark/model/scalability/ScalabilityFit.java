package io.loadmark.model.scalability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.hipparchus.exception.MathRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * The Universal Scalability Law fitted to measured throughput by least squares, α and β kept at or above 0.
 *
 * @param law the law
 * @param gammaError standard error of γ; absent when there are no more points than parameters, as for the others
 * @param alphaError standard error of α; absent also when α was held at 0
 * @param betaError standard error of β; absent also when β was held at 0
 * @param residual standard deviation of the throughput around the law, in its unit, or of that of each; absent without spare points
 * @param rSquared share of the variance that the law explains
 * @param points points behind it
 * @param maxConcurrency largest concurrency measured: the law says nothing beyond
 * @param knee what the points say of a peak
 */
public record ScalabilityFit(
        ScalabilityLaw law,
        @Nullable Double gammaError,
        @Nullable Double alphaError,
        @Nullable Double betaError,
        @Nullable Double residual,
        double rSquared,
        int points,
        double maxConcurrency,
        Knee knee) {
    /** What the points say of a peak. */
    public enum Knee {
        /** Throughput peaks within what was measured. */
        OBSERVED,
        /** The law peaks, but beyond what was measured. */
        EXTRAPOLATED,
        /** β is not told from 0: no knee observed. */
        NONE
    }

    /** One measurement: throughput at a concurrency, both &gt; 0 and finite. */
    public record Point(double concurrency, double throughput) {
        public Point {
            if (!(concurrency > 0 && Double.isFinite(concurrency) && throughput > 0 && Double.isFinite(throughput))) {
                throw new IllegalArgumentException(
                        "a point of the scalability law needs concurrency and throughput above 0, was " + concurrency
                                + ", " + throughput);
            }
        }
    }

    static final int LEAST_LEVELS = 3;

    /** One-sided 95 % of a normal distribution. */
    private static final double TOLD_FROM_ZERO = 1.645;

    /**
     * Fits γ, α and β.
     *
     * @throws IllegalArgumentException with what is missing when there are fewer than three different concurrencies
     */
    public static ScalabilityFit of(List<Point> points) {
        long levels = points.stream().mapToDouble(Point::concurrency).distinct().count();
        if (levels < LEAST_LEVELS) {
            throw new IllegalArgumentException(
                    "the scalability law needs at least " + LEAST_LEVELS + " different concurrencies, got " + levels);
        }
        return best(points, null, false);
    }

    /**
     * Fits α and β to what each achieves relative to one alone, so that γ is 1. The residuals are those of each: in those of all
     * together, a measurement of many would count the more.
     *
     * @param points number, and performance of each of so many relative to one alone
     */
    public static ScalabilityFit ofEach(List<Point> points) {
        if (points.isEmpty()) throw new IllegalArgumentException("needs points");
        var together = points.stream()
                .map(p -> new Point(p.concurrency(), p.concurrency() * p.throughput()))
                .toList();
        return best(together, 1.0, true);
    }

    /** Of the fits with α, β, both or none held at 0, the closest of those without a negative parameter. */
    private static ScalabilityFit best(List<Point> points, @Nullable Double gamma, boolean each) {
        var fits = new ArrayList<ScalabilityProblem.Solved>();
        for (int held = 0; held < 4; held++) {
            try {
                var solved = new ScalabilityProblem(points, gamma, each, (held & 1) == 0, (held & 2) == 0).solve();
                if (solved.law().alpha() >= 0 && solved.law().beta() >= 0) {
                    fits.add(solved);
                }
            } catch (MathRuntimeException e) {
                // No minimum with these parameters free: fewer of them have one.
            }
        }
        var best = fits.stream()
                .min(Comparator.comparingDouble(ScalabilityProblem.Solved::squares))
                .orElseThrow(() -> new IllegalArgumentException("the points follow no scalability law"));
        return described(points, each, best);
    }

    private static ScalabilityFit described(List<Point> points, boolean each, ScalabilityProblem.Solved solved) {
        double[] measured = points.stream()
                .mapToDouble(p -> each ? p.throughput() / p.concurrency() : p.throughput())
                .toArray();
        double mean = Arrays.stream(measured).average().orElseThrow();
        double total = Arrays.stream(measured).map(y -> (y - mean) * (y - mean)).sum();
        double most = points.stream().mapToDouble(Point::concurrency).max().orElseThrow();
        return new ScalabilityFit(
                solved.law(),
                solved.gammaError(),
                solved.alphaError(),
                solved.betaError(),
                solved.residual(),
                total > 0 ? 1 - solved.squares() / total : 1,
                points.size(),
                most,
                knee(solved, most));
    }

    private static Knee knee(ScalabilityProblem.Solved solved, double most) {
        Double peak = solved.law().peakConcurrency();
        Double error = solved.betaError();
        if (peak == null || (error != null && solved.law().beta() < TOLD_FROM_ZERO * error)) {
            return Knee.NONE;
        }
        return peak <= most ? Knee.OBSERVED : Knee.EXTRAPOLATED;
    }

    /** Throughput at a concurrency; absent beyond what was measured, where the law is only a guess. */
    public @Nullable Double throughputAt(double concurrency) {
        return concurrency > maxConcurrency ? null : Double.valueOf(law.throughputAt(concurrency));
    }
}
