package io.loadmark.model.capacity;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which places would make a time grow with the throughput as it does. Of a queue with c servers the mean wait depends on two
 * figures alone, c and the throughput at which all are taken; both are tried on a grid, and what doesn't fit much worse than the best
 * is averaged, each by its likelihood.
 */
final class WaitFit {
    private static final int[] SERVERS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 18, 20, 24, 28, 32, 40, 48, 64
    };
    private static final int STEPS = 80;
    private static final double FARTHEST = 6;

    /** Twice the logarithm of the likelihood ratio that a queue must win against none: between 3 and 4 standard deviations. */
    private static final double SURE = 12;

    private final List<double[]> points = new ArrayList<>();

    /** Most throughput and what is known of it. */
    record Found(int servers, double most, double error, double atRest) {
        /** The queue as a place that each request visits once. */
        Waiting place(Capacity.Bottleneck what, @Nullable String peer) {
            return new Waiting(what, peer, servers, 1, servers / most, Waiting.USUAL_VARIATION, most, 0, error);
        }
    }

    /** A candidate. */
    private record Tried(int servers, double most, double atRest, double squares, double prior) {}

    /** What holds before anything was measured: how likely a mean service time is, given the time at rest, both in seconds. */
    interface Prior {
        double of(int servers, double serviceSeconds, double atRest);
    }

    /** Requests so many per second took so long on average, seconds; weight in proportion to how surely. */
    void add(double weight, double requestsPerSecond, double seconds) {
        points.add(new double[] {weight, requestsPerSecond, seconds});
    }

    /** The queue that the times tell; absent if they don't grow as behind one. */
    @Nullable
    Found find(Prior prior) {
        if (points.size() < 4) return null;
        double highest = points.stream().mapToDouble(p -> p[1]).max().orElseThrow();
        Tried none = tried(0, Double.POSITIVE_INFINITY, prior);
        var tried = new ArrayList<Tried>();
        for (int servers : SERVERS) {
            for (int i = 0; i < STEPS; i++) {
                Tried one = tried(servers, highest * 1.01 * Math.pow(FARTHEST, (double) i / STEPS), prior);
                if (one.prior > 0) tried.add(one);
            }
        }
        double least = tried.stream().mapToDouble(Tried::squares).min().orElse(Double.NaN);
        if (Double.isNaN(least)) return null;
        double weights = points.stream().mapToDouble(p -> p[0]).sum();
        double noise =
                Math.max(least / (points.size() - 3), 1e-6 * none.atRest * none.atRest * weights / points.size());
        if (none.squares - least < SURE * noise) return null;
        return averaged(tried, least, noise);
    }

    private static Found averaged(List<Tried> tried, double least, double noise) {
        double sum = 0;
        double mean = 0;
        double square = 0;
        Tried best = tried.get(0);
        double bestLikelihood = 0;
        for (Tried one : tried) {
            double likelihood = one.prior * Math.exp((least - one.squares) / (2 * noise));
            sum += likelihood;
            mean += likelihood * Math.log(one.most);
            square += likelihood * Math.log(one.most) * Math.log(one.most);
            if (likelihood > bestLikelihood) {
                bestLikelihood = likelihood;
                best = one;
            }
        }
        mean /= sum;
        double error = Math.sqrt(Math.max(0, square / sum - mean * mean));
        return new Found(best.servers, Math.exp(mean), error, best.atRest);
    }

    private Tried tried(int servers, double most, Prior prior) {
        double weights = 0;
        double rest = 0;
        double[] waits = new double[points.size()];
        for (int i = 0; i < waits.length; i++) {
            double[] p = points.get(i);
            waits[i] =
                    servers == 0 ? 0 : servers / most * Waiting.meanWait(servers, p[1] / most, Waiting.USUAL_VARIATION);
            weights += p[0];
            rest += p[0] * (p[2] - waits[i]);
        }
        rest /= weights;
        double squares = 0;
        for (int i = 0; i < waits.length; i++) {
            double off = points.get(i)[2] - waits[i] - rest;
            squares += points.get(i)[0] * off * off;
        }
        return new Tried(servers, most, rest, squares, servers == 0 ? 1 : prior.of(servers, servers / most, rest));
    }
}
