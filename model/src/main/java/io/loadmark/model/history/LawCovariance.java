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

    /** The lower triangle L with L · Lᵀ = this (Cholesky); what rounding made negative is 0. */
    double[][] factor() {
        double l00 = Math.sqrt(Math.max(0, bb));
        double l10 = l00 > 0 ? bd / l00 : 0;
        double l20 = l00 > 0 ? bc / l00 : 0;
        double l11 = Math.sqrt(Math.max(0, dd - l10 * l10));
        double l21 = l11 > 0 ? (dc - l20 * l10) / l11 : 0;
        double l22 = Math.sqrt(Math.max(0, cc - l20 * l20 - l21 * l21));
        return new double[][] {{l00}, {l10, l11}, {l20, l21, l22}};
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
