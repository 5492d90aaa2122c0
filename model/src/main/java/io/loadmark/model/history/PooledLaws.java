package io.loadmark.model.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The laws of several groups that are alike: one service on one machine under several mixes, message sizes or versions.
 * Each group has a demand of its own. Bases and curvatures scatter around a common value, and a group's own rows count
 * against it as far as they tell more (partial pooling; A. Gelman and J. Hill, Data Analysis Using Regression, 2007, chapter
 * 12). How wide they scatter is learned too, by expectation and maximisation; so groups that aren't alike are hardly pooled.
 * A group by itself is pulled weakly towards the plain law.
 *
 * <p>Nothing says beforehand whether the demand falls or rises with the load: the common curvature is 0 ± 0.2 before the
 * rows have spoken. Deterministic; the order of the rows does not matter, that of the groups only by rounding.
 */
final class PooledLaws {
    /** A group of more rows is thinned, evenly by throughput. */
    private static final int MOST_ROWS = 1_000;

    /** The first guesses of the spreads, and as how many groups they count. */
    private static final double BASE_SPREAD = 0.01;

    private static final double CURVATURE_SPREAD = 0.1;
    private static final double GUESSED_GROUPS = 2;

    /** Standard deviation of the common curvature before there are rows. */
    private static final double COMMON_CURVATURE = 0.2;

    private static final int MOST_ROUNDS = 60;
    private static final int ROUNDS_WITH_NEW_NOISE = 20;
    private static final double SETTLED = 1e-6;

    private final List<List<Observation>> groups;
    private List<GroupFit> fits;
    private LoadNoise noise = NoiseFit.FIRST;
    private LawPrior prior;

    private PooledLaws(List<List<Observation>> groups) {
        this.groups = groups.stream().map(PooledLaws::thinned).toList();
        fits = this.groups.stream().map(GroupFit::start).toList();
        double base = fits.stream().mapToDouble(f -> f.law().base()).average().orElseThrow();
        prior = new LawPrior(base, 2 * BASE_SPREAD, 0, CURVATURE_SPREAD);
    }

    /** The law of each group; the groups have at least two rows each, with a load that grows with the throughput. */
    static List<GroupLaw> of(List<List<Observation>> groups) {
        return groups.isEmpty() ? List.of() : new PooledLaws(groups).learned();
    }

    private static List<Observation> thinned(List<Observation> rows) {
        var sorted = rows.stream()
                .sorted(Comparator.comparingDouble(Observation::throughput).thenComparingDouble(Observation::load))
                .toList();
        if (sorted.size() <= MOST_ROWS) {
            return sorted;
        }
        var kept = new ArrayList<Observation>();
        for (int i = 0; i < MOST_ROWS; i++)
            kept.add(sorted.get((int) ((long) i * (sorted.size() - 1) / (MOST_ROWS - 1))));
        return kept;
    }

    private List<GroupLaw> learned() {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            fits = refined();
            LawPrior before = prior;
            prior = maximised();
            boolean noiseSettled = round >= ROUNDS_WITH_NEW_NOISE;
            if (!noiseSettled && round % 2 == 1) {
                noise = newNoise();
            }
            if (noiseSettled && distance(before, prior) < SETTLED) {
                break;
            }
        }
        var laws = new ArrayList<GroupLaw>();
        for (int g = 0; g < groups.size(); g++) laws.add(law(groups.get(g), fits.get(g)));
        return laws;
    }

    private List<GroupFit> refined() {
        var refined = new ArrayList<GroupFit>();
        for (int g = 0; g < groups.size(); g++) refined.add(fits.get(g).refined(groups.get(g), noise, prior));
        return refined;
    }

    private LawPrior maximised() {
        int n = fits.size();
        double base = fits.stream().mapToDouble(f -> f.law().base()).sum() / n;
        double curvature = fits.stream().mapToDouble(f -> f.law().curvature()).sum() / (n + pull());
        double bases = GUESSED_GROUPS * BASE_SPREAD * BASE_SPREAD;
        double curvatures = GUESSED_GROUPS * CURVATURE_SPREAD * CURVATURE_SPREAD;
        for (GroupFit fit : fits) {
            bases += squared(fit.law().base() - base) + fit.covariance().bb();
            curvatures += squared(fit.law().curvature() - curvature)
                    + fit.covariance().cc();
        }
        return new LawPrior(
                base, Math.sqrt(bases / (n + GUESSED_GROUPS)), curvature, Math.sqrt(curvatures / (n + GUESSED_GROUPS)));
    }

    private LoadNoise newNoise() {
        var loads = new ArrayList<Double>();
        var residuals = new ArrayList<Double>();
        for (int g = 0; g < groups.size(); g++) {
            for (Observation row : groups.get(g)) {
                double load = fits.get(g).law().loadAt(row.throughput());
                loads.add(load);
                residuals.add(row.load() - load);
            }
        }
        return NoiseFit.of(loads, residuals, parameters());
    }

    /**
     * How many parameters the rows have told: each group's demand, of its base and curvature as much as isn't the others' (D. MacKay,
     * Bayesian Interpolation, Neural Computation 4, 1992: well-determined parameters), and of the common ones the rest.
     */
    private double parameters() {
        double bases = 0;
        double curvatures = 0;
        for (GroupFit fit : fits) {
            bases += fit.covariance().bb() / squared(prior.baseSpread());
            curvatures += fit.covariance().cc() / squared(prior.curvatureSpread());
        }
        int n = fits.size();
        return GroupFit.PARAMETERS * n - bases - curvatures + bases / n + curvatures / (n + pull());
    }

    /** As how many groups the common curvature counts before there are rows. */
    private double pull() {
        return squared(prior.curvatureSpread() / COMMON_CURVATURE);
    }

    private static double distance(LawPrior a, LawPrior b) {
        return Math.abs(a.base() - b.base())
                + Math.abs(a.baseSpread() - b.baseSpread())
                + Math.abs(a.curvature() - b.curvature())
                + Math.abs(a.curvatureSpread() - b.curvatureSpread());
    }

    /** With the error of the common values, which the fit took as known. */
    private GroupLaw law(List<Observation> rows, GroupFit fit) {
        double bases = 0;
        double curvatures = 1 / (COMMON_CURVATURE * COMMON_CURVATURE);
        for (GroupFit other : fits) {
            bases += informationOnCommon(other.covariance().bb(), prior.baseSpread());
            curvatures += informationOnCommon(other.covariance().cc(), prior.curvatureSpread());
        }
        return new GroupLaw(
                fit.law(),
                fit.covariance().widened(prior, 1 / bases, 1 / curvatures),
                noise,
                rows.size(),
                rows.stream().mapToDouble(Observation::throughput).max().orElse(0),
                rows.stream().mapToDouble(Observation::load).max().orElse(0));
    }

    /** A group tells the common value with its own error and the spread; its own error is what pooling left of it. */
    private static double informationOnCommon(double variance, double spread) {
        double own = 1 / Math.max(1 / variance - 1 / (spread * spread), 1e-9);
        return 1 / (own + spread * spread);
    }

    private static double squared(double value) {
        return value * value;
    }
}
