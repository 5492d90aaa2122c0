package io.loadmark.model.history;

import java.util.List;
import org.hipparchus.analysis.MultivariateFunction;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.hipparchus.optim.nonlinear.scalar.noderiv.SimplexOptimizer;

/**
 * The noise that makes the residuals most likely, when they are distributed as Student's t with 4 degrees of freedom, so
 * that a few outliers don't widen it. A weak prior (10 milli-shares at rest, 2 % of the load, each within a factor of e)
 * decides where there are hardly more rows than parameters.
 */
final class NoiseFit {
    static final LoadNoise FIRST = new LoadNoise(0.01, 0.02);
    static final double FREEDOM = 4;

    private static final double LEAST_LOG = Math.log(1e-5);
    private static final double STEP = 0.5;
    private static final int MOST_EVALUATIONS = 500;
    private static final double TOLERANCE = 1e-7;

    private NoiseFit() {}

    /**
     * The most likely noise.
     *
     * @param loads loads by the law
     * @param residuals measured loads without them
     * @param parameters how many parameters the laws took from the same rows
     */
    static LoadNoise of(List<Double> loads, List<Double> residuals, double parameters) {
        int n = residuals.size();
        double widening = Math.sqrt(n / Math.max(1, n - parameters));
        MultivariateFunction unlikelihood = logs -> {
            var noise = noise(logs);
            double sum =
                    squared(logs[0] - Math.log(FIRST.floor())) / 2 + squared(logs[1] - Math.log(FIRST.share())) / 2;
            for (int i = 0; i < n; i++) {
                double variance = noise.varianceAt(loads.get(i));
                double z2 = squared(residuals.get(i) * widening) / variance;
                sum += Math.log(variance) / 2 + (FREEDOM + 1) / 2 * Math.log1p(z2 / FREEDOM);
            }
            return sum;
        };
        var best = new SimplexOptimizer(TOLERANCE, TOLERANCE)
                .optimize(
                        new MaxEval(MOST_EVALUATIONS),
                        new ObjectiveFunction(unlikelihood),
                        GoalType.MINIMIZE,
                        new InitialGuess(new double[] {Math.log(FIRST.floor()), Math.log(FIRST.share())}),
                        new NelderMeadSimplex(2, STEP));
        return noise(best.getPoint());
    }

    private static LoadNoise noise(double[] logs) {
        return new LoadNoise(Math.exp(Math.max(LEAST_LOG, logs[0])), Math.exp(Math.max(LEAST_LOG, logs[1])));
    }

    private static double squared(double value) {
        return value * value;
    }
}
