package io.loadmark.model.curve;

/**
 * Weighted recursive least squares of U = base + demand · X with base, demand ≥ 0, one window at a time.
 *
 * <ul>
 *   <li><b>Weight.</b> The CPU time of N random requests varies as N, so the load of a window of T seconds varies as
 *       X/T: a window weighs T/(X + 1). A CPU shared with a busy neighbour costs caches, and on some kernels the neighbour's time is
 *       counted as the guest's: a window in which neighbours took the share s of the CPU time weighs 1/(1 + (s/5 %)²) of that, so
 *       that the law is that of calm windows as soon as there are some.
 *   <li><b>Outliers.</b> A residual counts in full up to 2.5 standard deviations, ever less beyond (Hampel's three
 *       parts with a tail that never reaches 0, so that a lasting change is learned in the end). The first
 *       {@value #TRUSTING} windows are all believed: nothing is known yet to judge them by.
 *   <li><b>Memory.</b> Old windows fade, but only in the direction that the new one informs about (directional
 *       forgetting; Cao and Schwartz, Automatica 36, 2000). Under constant traffic plain forgetting would lose the slope
 *       and let the covariance grow without bound; here it stays below where it began.
 * </ul>
 */
final class UtilisationFit {
    /** Nothing is known: a covariance so wide that two windows decide. */
    static final UtilisationLaw UNKNOWN = new UtilisationLaw(0, 0, 1e8, 0, 1e8, 0, 0);

    static final int TRUSTING = 10;

    /** What a window keeps when the next one says the same thing: an hour and a half of windows of 5 s. */
    private static final double MEMORY = 1 - 1.0 / 1024;

    /** Of the CPU time, taken by neighbours. */
    private static final double HALF_WEIGHT_AT = 0.05;

    private static final double FULL_WEIGHT_UP_TO = 2.5;
    private static final double FALLING_SLOWLY_UP_TO = 5;

    /** Windows over which the residual's variance is averaged once there are so many. */
    private static final double VARIANCE_WINDOWS = 200;

    private UtilisationFit() {}

    /** What a window of so many seconds with X requests per second weighs, of whose CPU time neighbours took a share. */
    static double weight(double seconds, double x, double stolenShare) {
        double disturbance = stolenShare / HALF_WEIGHT_AT;
        return seconds / ((x + 1) * (1 + disturbance * disturbance));
    }

    /** The law after one more window of such weight, in which X requests per second used so many cores. */
    static UtilisationLaw learn(UtilisationLaw law, double weight, double x, double cores) {
        double residual = cores - law.coresAt(x);
        double prior = law.p00() + 2 * law.p01() * x + law.p11() * x * x;
        double spread = 1 / weight + prior;
        double trust = law.observations() < TRUSTING ? 1 : trust(law, residual, spread, cores);
        var information = Information.of(law).fading(x).adding(weight * trust, x);
        double gain = weight * trust * residual;
        return constrained(law, information, gain, x)
                .seen(law, trust, residual * residual / spread, law.observations() < TRUSTING);
    }

    /** Variance of what a window of such weight with X requests per second differs from the law, cores squared. */
    static double noise(UtilisationLaw law, double weight, double x) {
        double prior = law.p00() + 2 * law.p01() * x + law.p11() * x * x;
        return law.residualVariance() * (1 / weight + prior);
    }

    /** The same base load as well known as it was, with a demand of which nothing is known. */
    static UtilisationLaw reopened(UtilisationLaw law) {
        double base = law.p00() > 0 ? law.p00() : UNKNOWN.p00();
        return new UtilisationLaw(law.baseCores(), law.demandSeconds(), base, 0, UNKNOWN.p11(), 0, 0);
    }

    /** Two laws as one: the mean of their parameters weighted by the information behind each. */
    static UtilisationLaw merged(UtilisationLaw a, UtilisationLaw b) {
        Information ra = Information.of(a);
        Information rb = Information.of(b);
        var r = new Information(ra.r00 + rb.r00, ra.r01 + rb.r01, ra.r11 + rb.r11);
        double determinant = r.determinant();
        double v0 = ra.r00 * a.baseCores()
                + ra.r01 * a.demandSeconds()
                + rb.r00 * b.baseCores()
                + rb.r01 * b.demandSeconds();
        double v1 = ra.r01 * a.baseCores()
                + ra.r11 * a.demandSeconds()
                + rb.r01 * b.baseCores()
                + rb.r11 * b.demandSeconds();
        double observations = a.observations() + b.observations();
        return new UtilisationLaw(
                Math.max(0, (r.r11 * v0 - r.r01 * v1) / determinant),
                Math.max(0, (r.r00 * v1 - r.r01 * v0) / determinant),
                r.r11 / determinant,
                -r.r01 / determinant,
                r.r00 / determinant,
                (a.residualVariance() * a.observations() + b.residualVariance() * b.observations()) / observations,
                observations);
    }

    private static double trust(UtilisationLaw law, double residual, double spread, double cores) {
        // Exact data has no variance; rounding alone must not make an outlier of it.
        double deviation = Math.sqrt(law.residualVariance() * spread) + 1e-9 * (1 + cores);
        double z = Math.abs(residual) / deviation;
        if (z <= FULL_WEIGHT_UP_TO) {
            return 1;
        }
        return z <= FALLING_SLOWLY_UP_TO ? FULL_WEIGHT_UP_TO / z : FULL_WEIGHT_UP_TO * FALLING_SLOWLY_UP_TO / (z * z);
    }

    /** The estimate that the information allows, moved to the nearest (in its metric) of no negative parameter. */
    private static Estimate constrained(UtilisationLaw law, Information r, double gain, double x) {
        double determinant = r.determinant();
        double base = law.baseCores() + gain * (r.r11 - r.r01 * x) / determinant;
        double demand = law.demandSeconds() + gain * (r.r00 * x - r.r01) / determinant;
        if (base < 0) {
            return new Estimate(0, Math.max(0, demand + r.r01 / r.r11 * base), r);
        }
        return demand < 0
                ? new Estimate(Math.max(0, base + r.r01 / r.r00 * demand), 0, r)
                : new Estimate(base, demand, r);
    }

    /** Inverse of the covariance factor. */
    private record Information(double r00, double r01, double r11) {
        static Information of(UtilisationLaw law) {
            double determinant = law.p00() * law.p11() - law.p01() * law.p01();
            return new Information(law.p11() / determinant, -law.p01() / determinant, law.p00() / determinant);
        }

        double determinant() {
            return r00 * r11 - r01 * r01;
        }

        /** R − (1 − λ) R x xᵀ R / (xᵀ R x) with x = (1, X). */
        Information fading(double x) {
            double a = r00 + r01 * x;
            double b = r01 + r11 * x;
            double share = (1 - MEMORY) / (a + b * x);
            return new Information(r00 - share * a * a, r01 - share * a * b, r11 - share * b * b);
        }

        Information adding(double weight, double x) {
            return new Information(r00 + weight, r01 + weight * x, r11 + weight * x * x);
        }
    }

    private record Estimate(double base, double demand, Information information) {
        UtilisationLaw seen(UtilisationLaw before, double trust, double variance, boolean trusting) {
            double observations = MEMORY * before.observations() + trust;
            double limit = FULL_WEIGHT_UP_TO * FULL_WEIGHT_UP_TO * before.residualVariance();
            double believed = trusting ? variance : Math.min(variance, limit);
            double rate = 1 / Math.min(VARIANCE_WINDOWS, before.observations() + 1);
            double determinant = information.determinant();
            return new UtilisationLaw(
                    base,
                    demand,
                    information.r11 / determinant,
                    -information.r01 / determinant,
                    information.r00 / determinant,
                    before.residualVariance() + rate * (believed - before.residualVariance()),
                    observations);
        }
    }
}
