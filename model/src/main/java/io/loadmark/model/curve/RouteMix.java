package io.loadmark.model.curve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * What the classes of routes cost beyond the mean request: U = U₀ + Σ Dₖ·Xₖ with Dₖ = D + eₖ, shrunk to the common D. The
 * law of utilisation holds for the present mix; a window is corrected for how its own mix differs, by a Kalman filter of the eₖ
 * that leaves their covariances out, so that a window costs a few operations a class. As the mix drifts, the law's demand
 * goes with it: that is neither a deploy nor an outlier.
 */
final class RouteMix {
    /** Windows over which the mix is averaged. */
    private static final double MEMORY = 100;

    /** A class costs up to twice the mean request more or less, as far as is known before. */
    private static final double PRIOR_SPREAD = 0.7;

    /** How far the figures may drift within {@link #MEMORY} windows. */
    private static final double DRIFT = 0.02;

    private static final int MOST_ROUTES = 17;
    private static final double FORGOTTEN = 1e-3;
    private static final double LEAST_REQUESTS = 10;
    private static final double LARGEST_SURPRISE = 3;

    private final List<RouteShare> mix;
    private final double[] deviation;
    private final double perSecond;
    private final double requests;

    private RouteMix(List<RouteShare> mix, double[] deviation, double perSecond, double requests) {
        this.mix = mix;
        this.deviation = deviation;
        this.perSecond = perSecond;
        this.requests = requests;
    }

    /** A window beside the mix known so far. */
    static RouteMix of(List<RouteShare> before, LearnedWindow window, UtilisationLaw law) {
        double prior = square(PRIOR_SPREAD * law.demandSeconds());
        var counts = new HashMap<>(window.routes());
        double total = counts.values().stream().mapToDouble(n -> n).sum();
        var mix = new ArrayList<RouteShare>();
        boolean full = before.size() >= MOST_ROUTES;
        for (RouteShare known : before) {
            // Names that came and went give way to those that come.
            if (full && known.share() < FORGOTTEN) continue;
            double variance = known.variance() > 0 ? known.variance() : prior;
            mix.add(new RouteShare(known.route(), known.share(), known.excessSeconds(), variance));
        }
        var names = new HashSet<String>();
        before.forEach(known -> names.add(known.route()));
        counts.keySet().stream().filter(name -> !names.contains(name)).sorted().forEach(name -> {
            if (mix.size() >= MOST_ROUTES) return;
            // The first window's mix is all that is known; later a new class comes into an old mix.
            double share = before.isEmpty() && total > 0 ? part(counts, name) / total : 0;
            mix.add(new RouteShare(name, share, 0, prior));
        });
        double perSecond = window.servedPerSecond();
        double[] deviation = new double[mix.size()];
        for (int i = 0; i < deviation.length; i++) {
            double share = total > 0
                    ? part(counts, mix.get(i).route()) / total
                    : mix.get(i).share();
            deviation[i] = perSecond * (share - mix.get(i).share());
        }
        return new RouteMix(mix, deviation, perSecond, total);
    }

    private static double part(Map<String, Double> counts, String name) {
        Double count = counts.get(name);
        return count == null ? 0 : count;
    }

    /** Cores that the window used because its mix isn't the usual one. */
    double excessCores() {
        double sum = 0;
        for (int i = 0; i < deviation.length; i++) sum += mix.get(i).excessSeconds() * deviation[i];
        return sum;
    }

    /** How uncertain that is, cores squared. */
    double variance() {
        double sum = 0;
        for (int i = 0; i < deviation.length; i++) sum += mix.get(i).variance() * square(deviation[i]);
        return sum;
    }

    /**
     * The mix after the window.
     *
     * @param residual cores that the window used beyond the law and {@link #excessCores()}
     * @param noise variance of such a residual if the mix were known, cores squared
     */
    List<RouteShare> learned(double residual, double noise) {
        double spread = noise + variance();
        double limit = LARGEST_SURPRISE * Math.sqrt(spread);
        double believed = Math.max(-limit, Math.min(limit, residual));
        double rate = rate();
        var after = new ArrayList<RouteShare>();
        for (int i = 0; i < deviation.length; i++) {
            RouteShare known = mix.get(i);
            double gain = spread > 0 ? known.variance() * deviation[i] / spread : 0;
            double drift = square(DRIFT) * known.variance() / MEMORY;
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
        double rate = rate();
        var after = new ArrayList<RouteShare>();
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

    /** A window of few requests says little of the mix. */
    private double rate() {
        return requests < LEAST_REQUESTS ? 0 : 1 / MEMORY;
    }

    private static double square(double value) {
        return value * value;
    }
}
