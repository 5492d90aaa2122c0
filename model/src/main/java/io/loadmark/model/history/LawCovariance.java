package io.loadmark.model.history;

/**
 * Covariance of a law's estimated base (B), logarithm of the demand (D) and curvature (C).
 *
 * @param bb variance of the base
 * @param bd covariance of base and demand
 * @param bc covariance of base and curvature
 * @param dd variance of the demand's logarithm: squared relative error of the demand
 * @param dc covariance of demand and curvature
 * @param cc variance of the curvature
 */
public record LawCovariance(double bb, double bd, double bc, double dd, double dc, double cc) {
    static final LawCovariance NONE = new LawCovariance(0, 0, 0, 0, 0, 0);

    static LawCovariance of(double[][] matrix) {
        return new LawCovariance(matrix[0][0], matrix[0][1], matrix[0][2], matrix[1][1], matrix[1][2], matrix[2][2]);
    }

    /** Variance of what changes with base, demand and curvature by these slopes. */
    double along(double[] slopes) {
        double b = slopes[0];
        double d = slopes[1];
        double c = slopes[2];
        double variance = b * b * bb + d * d * dd + c * c * cc + 2 * (b * d * bd + b * c * bc + d * c * dc);
        return Math.max(0, variance);
    }

    /** With base and curvature pulled towards means that are themselves known up to these variances. */
    LawCovariance widened(LawPrior prior, double baseMean, double curvatureMean) {
        double byBase = baseMean / Math.pow(prior.baseSpread(), 4);
        double byCurvature = curvatureMean / Math.pow(prior.curvatureSpread(), 4);
        return new LawCovariance(
                bb + byBase * bb * bb + byCurvature * bc * bc,
                bd + byBase * bb * bd + byCurvature * bc * dc,
                bc + byBase * bb * bc + byCurvature * bc * cc,
                dd + byBase * bd * bd + byCurvature * dc * dc,
                dc + byBase * bd * bc + byCurvature * dc * cc,
                cc + byBase * bc * bc + byCurvature * cc * cc);
    }
}
