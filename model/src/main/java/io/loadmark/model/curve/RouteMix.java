package io.loadmark.model.curve;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the classes of routes cost beyond the mean request: U = U₀ + Σ Dₖ·Xₖ with Dₖ = D + eₖ, shrunk to the common D. The
 * law of utilisation holds for the present mix; a window is corrected for how its own mix differs, by a Kalman filter of the eₖ
 * that leaves their covariances out, so that a window costs a few operations a class. As the mix drifts, the law's demand
 * goes with it: that is neither a deploy nor an outlier.
 */
final class RouteMix {
    /** Windows over which the mix is averaged, all in the beginning, and more where they have few requests. */
    private static final double MEMORY = 30;

    /** So many tell a share of a quarter within 3 %. */
    private static final double LEAST_REQUESTS = 3_000;

    /** A class costs up to twice the mean request more or less, as far as is known before. */
    private static final double PRIOR_SPREAD = 0.7;

    /** How far the figures may drift within a window. */
    private static final double DRIFT = 0.002;

    private static final int MOST_ROUTES = 17;
    private static final double FORGOTTEN = 1e-3;
    private static final double LARGEST_SURPRISE = 3;

    private final List<RouteShare> mix;
    private final double[] deviation;
    private final double perSecond;
    private final double rate;
    private final double excessCores;
    private final double variance;

    private RouteMix(List<RouteShare> mix, double[] deviation, double perSecond, double rate) {
        this.mix = mix;
        this.deviation = deviation;
        this.perSecond = perSecond;
        this.rate = rate;
        double cores = 0;
        double uncertainty = 0;
        for (int i = 0; i < deviation.length; i++) {
            cores += mix.get(i).excessSeconds() * deviation[i];
            uncertainty += mix.get(i).variance() * square(deviation[i]);
        }
        excessCores = cores;
        variance = uncertainty;
    }

    /** A window beside the mix known so far. */
    static RouteMix of(List<RouteShare> before, LearnedWindow window, UtilisationLaw law) {
        double perSecond = window.servedPerSecond();
        var counts = window.routes();
        if (before.isEmpty() && counts.isEmpty()) return new RouteMix(List.of(), new double[0], perSecond, 0);
        double prior = square(PRIOR_SPREAD * law.demandSeconds());
        var mix = new ArrayList<RouteShare>(before.size() + 1);
        boolean full = before.size() >= MOST_ROUTES;
        double[] requests = new double[MOST_ROUTES];
        double total = 0;
        int met = 0;
        for (RouteShare known : before) {
            Double count = counts.get(known.route());
            total += count == null ? 0 : count;
            met += count == null ? 0 : 1;
            // Names that came and went give way to those that come.
            if (full && known.share() < FORGOTTEN) continue;
            requests[mix.size()] = count == null ? 0 : count;
            mix.add(known.variance() > 0 ? known : known.with(prior));
        }
        if (met < counts.size()) total += addUnknown(mix, requests, before, counts, prior);
        double[] deviation = new double[mix.size()];
        for (int i = 0; i < deviation.length && total > 0; i++) {
            deviation[i] = perSecond * (requests[i] / total - mix.get(i).share());
        }
        return new RouteMix(mix, deviation, perSecond, rate(total, law.observations()));
    }

    /** Adds the classes that are not known yet, and says how many requests they had. */
    private static double addUnknown(
            List<RouteShare> mix,
            double[] requests,
            List<RouteShare> before,
            Map<String, Double> counts,
            double prior) {
        var unknown = new TreeMap<>(counts);
        for (RouteShare known : before) unknown.remove(known.route());
        double total = 0;
        for (double count : unknown.values()) total += count;
        for (var route : unknown.entrySet()) {
            if (mix.size() >= MOST_ROUTES) break;
            // The first window's mix is all that is known; later a new class comes into an old mix.
            double share = before.isEmpty() && total > 0 ? route.getValue() / total : 0;
            requests[mix.size()] = route.getValue();
            mix.add(new RouteShare(route.getKey(), share, 0, prior));
        }
        return total;
    }

    /** Cores that the window used because its mix isn't the usual one. */
    double excessCores() {
        return excessCores;
    }

    /** How uncertain that is, cores squared. */
    double variance() {
        return variance;
    }

    /**
     * The mix after the window.
     *
     * @param residual cores that the window used beyond the law and {@link #excessCores()}
     * @param noise variance of such a residual if the mix were known, cores squared
     */
    List<RouteShare> learned(double residual, double noise) {
        double spread = noise + variance;
        double limit = LARGEST_SURPRISE * Math.sqrt(spread);
        double believed = Math.max(-limit, Math.min(limit, residual));
        var after = new ArrayList<RouteShare>(deviation.length);
        for (int i = 0; i < deviation.length; i++) {
            RouteShare known = mix.get(i);
            double gain = spread > 0 ? known.variance() * deviation[i] / spread : 0;
            double drift = square(DRIFT) * known.variance();
            after.add(new RouteShare(
                    known.route(),
                    known.share() + (perSecond > 0 ? rate * deviation[i] / perSecond : 0),
                    known.excessSeconds() + gain * believed,
                    known.variance() * (1 - gain * deviation[i]) + drift));
        }
        return after;
    }

    /** The same while the law itself isn't known yet: the mix alone. */
    List<RouteShare> unlearned() {
        var after = new ArrayList<RouteShare>(deviation.length);
        for (int i = 0; i < deviation.length; i++) {
            RouteShare known = mix.get(i);
            double moved = perSecond > 0 ? rate * deviation[i] / perSecond : 0;
            after.add(new RouteShare(known.route(), known.share() + moved, known.excessSeconds(), 0));
        }
        return after;
    }

    /** What the mean request costs more when the mix has gone on from this one to the other, seconds. */
    double shift(List<RouteShare> after) {
        double sum = 0;
        for (int i = 0; i < mix.size(); i++) {
            sum += (after.get(i).share() - mix.get(i).share()) * after.get(i).excessSeconds();
        }
        return sum;
    }

    private static double rate(double requests, double windows) {
        return Math.max(1 / (windows + 1), Math.min(1 / MEMORY, requests / LEAST_REQUESTS));
    }

    private static double square(double value) {
        return value * value;
    }
}
