package io.loadmark.model.curve;

/**
 * The law of utilisation U = baseCores + demandSeconds · X of a service: the cores that it uses at X requests per
 * second, as estimated by weighted recursive least squares. Holds the state of the recursion.
 *
 * @param baseCores load at no traffic, cores, ≥ 0
 * @param demandSeconds CPU time of one request, seconds, ≥ 0
 * @param p00 covariance factor of the base; times {@code residualVariance} it is the variance of its estimate
 * @param p01 covariance factor of base and demand
 * @param p11 covariance factor of the demand
 * @param residualVariance variance of the residual of a window of weight 1, cores squared, exponentially weighted
 * @param observations effective number of windows behind it
 */
public record UtilisationLaw(
        double baseCores,
        double demandSeconds,
        double p00,
        double p01,
        double p11,
        double residualVariance,
        double observations) {
    /** The same with a mean request of another mix. */
    UtilisationLaw shifted(double seconds) {
        return seconds == 0
                ? this
                : new UtilisationLaw(
                        baseCores, Math.max(0, demandSeconds + seconds), p00, p01, p11, residualVariance, observations);
    }

    /** Cores used at so many requests per second. */
    public double coresAt(double requestsPerSecond) {
        return baseCores + demandSeconds * requestsPerSecond;
    }

    /** Requests per second at which so many cores are used; 0 when the base alone uses them. */
    public double requestsPerSecondAt(double cores) {
        return demandSeconds > 0 ? Math.max(0, (cores - baseCores) / demandSeconds) : Double.POSITIVE_INFINITY;
    }
}
