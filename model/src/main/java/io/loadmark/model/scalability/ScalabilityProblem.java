package io.loadmark.model.scalability;

import io.loadmark.model.scalability.ScalabilityFit.Point;
import java.util.ArrayList;
import java.util.List;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresBuilder;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresOptimizer.Optimum;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LevenbergMarquardtOptimizer;
import org.hipparchus.util.Pair;
import org.jspecify.annotations.Nullable;

/**
 * Least squares of the scalability law with some of its parameters free. The unknowns are γ relative to the largest
 * X/N, α·N and β·N² with N the largest concurrency, so that all are near 1. It starts from the linear form
 * N/X = (1 + α(N − 1) + βN(N − 1))/γ.
 */
final class ScalabilityProblem {
    /**
     * A minimum.
     *
     * @param squares sum of squared residuals
     */
    record Solved(
            ScalabilityLaw law,
            double squares,
            @Nullable Double residual,
            @Nullable Double gammaError,
            @Nullable Double alphaError,
            @Nullable Double betaError) {}

    private static final int MOST_EVALUATIONS = 1_000;
    private static final double NEGLIGIBLE = 1e-12;

    private final List<Point> points;
    private final @Nullable Double knownGamma;
    private final double[] weights;
    private final boolean alphaFree;
    private final boolean betaFree;
    private final double rate;
    private final double size;

    /** The residuals are those of all together, or of the throughput of each. */
    ScalabilityProblem(
            List<Point> points, @Nullable Double knownGamma, boolean each, boolean alphaFree, boolean betaFree) {
        this.points = points;
        this.knownGamma = knownGamma;
        weights =
                points.stream().mapToDouble(p -> each ? 1 / p.concurrency() : 1).toArray();
        this.alphaFree = alphaFree;
        this.betaFree = betaFree;
        this.rate = knownGamma != null
                ? knownGamma
                : points.stream()
                        .mapToDouble(p -> p.throughput() / p.concurrency())
                        .max()
                        .orElseThrow();
        this.size = points.stream().mapToDouble(Point::concurrency).max().orElseThrow();
    }

    Solved solve() {
        double[] start = start();
        if (start.length == 0) {
            return solved(new double[0], null);
        }
        double[] measured = new double[points.size()];
        for (int i = 0; i < measured.length; i++)
            measured[i] = weights[i] * points.get(i).throughput();
        Optimum optimum = new LevenbergMarquardtOptimizer()
                .withCostRelativeTolerance(1e-14)
                .withParameterRelativeTolerance(1e-12)
                .optimize(new LeastSquaresBuilder()
                        .start(start)
                        .target(measured)
                        .model(this::evaluated)
                        .maxEvaluations(MOST_EVALUATIONS)
                        .maxIterations(MOST_EVALUATIONS)
                        .build());
        return solved(optimum.getPoint().toArray(), optimum);
    }

    /** Weighted linear least squares; the weight makes an error of N/X one of X. */
    private double[] start() {
        int free = (knownGamma == null ? 1 : 0) + (alphaFree ? 1 : 0) + (betaFree ? 1 : 0);
        if (free == 0) {
            return new double[0];
        }
        var rows = new double[points.size()][free];
        var right = new double[points.size()];
        for (int i = 0; i < points.size(); i++) {
            double n = points.get(i).concurrency();
            double weight =
                    weights[i] * points.get(i).throughput() * points.get(i).throughput() / n;
            int k = 0;
            right[i] = weight * (n * rate / points.get(i).throughput() - (knownGamma == null ? 0 : 1));
            if (knownGamma == null) rows[i][k++] = weight;
            if (alphaFree) rows[i][k++] = weight * (n - 1) / size;
            if (betaFree) rows[i][k] = weight * n * (n - 1) / size / size;
        }
        double[] linear = new QRDecomposition(new Array2DRowRealMatrix(rows, false), NEGLIGIBLE)
                .getSolver()
                .solve(new ArrayRealVector(right, false))
                .toArray();
        if (knownGamma != null) {
            return linear;
        }
        double inverse = Math.max(linear[0], 0.1);
        linear[0] = 1 / inverse;
        for (int k = 1; k < linear.length; k++) linear[k] /= inverse;
        return linear;
    }

    private ScalabilityLaw law(double[] unknowns) {
        int k = 0;
        double gamma = knownGamma != null ? knownGamma : rate * unknowns[k++];
        double alpha = alphaFree ? unknowns[k++] / size : 0;
        return new ScalabilityLaw(gamma, alpha, betaFree ? unknowns[k] / size / size : 0);
    }

    private Pair<RealVector, RealMatrix> evaluated(RealVector unknowns) {
        ScalabilityLaw law = law(unknowns.toArray());
        var values = new double[points.size()];
        var slopes = new double[points.size()][unknowns.getDimension()];
        for (int i = 0; i < points.size(); i++) {
            double n = points.get(i).concurrency();
            double below = 1 + law.alpha() * (n - 1) + law.beta() * n * (n - 1);
            values[i] = weights[i] * law.gamma() * n / below;
            int k = 0;
            if (knownGamma == null) slopes[i][k++] = weights[i] * rate * n / below;
            if (alphaFree) slopes[i][k++] = -values[i] / below * (n - 1) / size;
            if (betaFree) slopes[i][k] = -values[i] / below * n * (n - 1) / size / size;
        }
        return new Pair<>(new ArrayRealVector(values, false), new Array2DRowRealMatrix(slopes, false));
    }

    private Solved solved(double[] unknowns, @Nullable Optimum optimum) {
        ScalabilityLaw law = law(unknowns);
        double squares = 0;
        for (int i = 0; i < weights.length; i++) {
            var p = points.get(i);
            double off = weights[i] * (p.throughput() - law.throughputAt(p.concurrency()));
            squares += off * off;
        }
        int spare = points.size() - unknowns.length;
        if (spare <= 0 || optimum == null) {
            return new Solved(law, squares, null, null, null, null);
        }
        double deviation = Math.sqrt(squares / spare);
        RealVector sigma = optimum.getSigma(NEGLIGIBLE).mapMultiply(deviation);
        var errors = new ArrayList<Double>();
        int k = 0;
        errors.add(knownGamma == null ? rate * sigma.getEntry(k++) : Double.NaN);
        errors.add(alphaFree ? sigma.getEntry(k++) / size : Double.NaN);
        errors.add(betaFree ? sigma.getEntry(k) / size / size : Double.NaN);
        return new Solved(
                law, squares, deviation, orAbsent(errors.get(0)), orAbsent(errors.get(1)), orAbsent(errors.get(2)));
    }

    private static @Nullable Double orAbsent(double value) {
        return Double.isNaN(value) ? null : Double.valueOf(value);
    }
}
