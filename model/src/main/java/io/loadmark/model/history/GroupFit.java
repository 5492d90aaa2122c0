package io.loadmark.model.history;

import java.util.List;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresBuilder;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LevenbergMarquardtOptimizer;
import org.hipparchus.util.Pair;

/**
 * The law of one group by weighted least squares of the load, with what the other groups say as two more measurements.
 * A row counts by its noise, and less the further it is beyond {@value #HUBER} standard deviations (Huber).
 *
 * @param law the law
 * @param covariance of its parameters
 */
record GroupFit(LoadLaw law, LawCovariance covariance) {
    static final int PARAMETERS = 3;
    private static final double HUBER = 2;
    private static final int MOST_EVALUATIONS = 200;
    private static final double NEGLIGIBLE = 1e-14;

    /** Where the search begins: the plain law, with the curvature of the others. */
    static GroupFit start(List<Observation> rows) {
        LoadLaw affine = LoadLaw.affine(rows);
        return new GroupFit(new LoadLaw(Math.max(0, affine.base()), affine.demand(), 0), LawCovariance.NONE);
    }

    /** The fit with another noise or prior, beginning from this one, whose residuals also tell the outliers. */
    GroupFit refined(List<Observation> rows, LoadNoise noise, LawPrior prior) {
        var problem = new Problem(rows, noise, prior, law);
        try {
            var optimum = new LevenbergMarquardtOptimizer()
                    .optimize(new LeastSquaresBuilder()
                            .start(new double[] {law.base(), Math.log(law.demand()), law.curvature()})
                            .target(problem.target)
                            .model(problem::evaluated)
                            .parameterValidator(GroupFit::withinBounds)
                            .maxEvaluations(MOST_EVALUATIONS)
                            .maxIterations(MOST_EVALUATIONS)
                            .build());
            return new GroupFit(
                    law(optimum.getPoint()),
                    LawCovariance.of(optimum.getCovariances(NEGLIGIBLE).getData()));
        } catch (MathRuntimeException e) {
            // No better minimum from here: the fit so far stands.
            return this;
        }
    }

    private static LoadLaw law(RealVector unknowns) {
        return new LoadLaw(unknowns.getEntry(0), Math.exp(unknowns.getEntry(1)), unknowns.getEntry(2));
    }

    private static RealVector withinBounds(RealVector unknowns) {
        return new ArrayRealVector(
                new double[] {
                    Math.max(0, unknowns.getEntry(0)),
                    unknowns.getEntry(1),
                    Math.max(LoadLaw.LEAST_CURVATURE, Math.min(LoadLaw.MOST_CURVATURE, unknowns.getEntry(2)))
                },
                false);
    }

    /** Rows in units of their standard deviation, then base and curvature in units of their spread. */
    private static final class Problem {
        private final List<Observation> rows;
        private final LawPrior prior;
        private final double[] factors;
        final double[] target;

        Problem(List<Observation> rows, LoadNoise noise, LawPrior prior, LoadLaw before) {
            this.rows = rows;
            this.prior = prior;
            factors = new double[rows.size()];
            target = new double[rows.size() + 2];
            for (int i = 0; i < factors.length; i++) {
                double expected = before.loadAt(rows.get(i).throughput());
                double deviation = Math.sqrt(noise.varianceAt(expected));
                double z = Math.abs(rows.get(i).load() - expected) / deviation;
                factors[i] = Math.sqrt(Math.min(1, HUBER / z)) / deviation;
                target[i] = factors[i] * rows.get(i).load();
            }
            target[factors.length] = prior.base() / prior.baseSpread();
            target[factors.length + 1] = prior.curvature() / prior.curvatureSpread();
        }

        Pair<RealVector, RealMatrix> evaluated(RealVector unknowns) {
            LoadLaw law = law(unknowns);
            int n = factors.length;
            var values = new double[n + 2];
            var slopes = new double[n + 2][PARAMETERS];
            for (int i = 0; i < n; i++) {
                double throughput = rows.get(i).throughput();
                double[] by = law.slopesAt(throughput);
                values[i] = factors[i] * law.loadAt(throughput);
                for (int k = 0; k < PARAMETERS; k++) slopes[i][k] = factors[i] * by[k];
            }
            values[n] = law.base() / prior.baseSpread();
            slopes[n][0] = 1 / prior.baseSpread();
            values[n + 1] = law.curvature() / prior.curvatureSpread();
            slopes[n + 1][2] = 1 / prior.curvatureSpread();
            return new Pair<>(new ArrayRealVector(values, false), new Array2DRowRealMatrix(slopes, false));
        }
    }
}
