package io.loadmark.model.capacity;

import io.loadmark.model.curve.LoadBin;
import io.loadmark.model.curve.LoadQpsCurve;
import io.loadmark.model.sketch.LatencySketch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How long one request takes when nothing is in its way, and how its CPU time is spread: the quantile function of span
 * durations at the lowest loads, up to {@value #BODY_TO} as observed and beyond as the lognormal through the body,
 * because what is slower was often throttled, preempted or queued rather than large; but never beyond what was observed.
 *
 * <p>The law of utilisation tells the mean CPU time. What it has more than the spans is work outside them (parsing,
 * writing, the kernel), the same for each request; what it has less is time off the CPU. It also tells how the CPU time is spread:
 * the load of a window with N requests varies around the law as N of them do, and by what else disturbs it. So the law bounds the spread
 * from above, and from below by what is left without the disturbance that reading it may make; in between requests differ in their
 * CPU time as much, relative to the mean, as the spans do without what is slower. CPU time and time off the CPU don't depend on each other.
 */
final class ServiceTimes {
    private static final double BODY_FROM = 0.05;
    private static final double BODY_TO = 0.75;
    /** So many requests of the least loaded bands tell the shape to some 3 %. */
    private static final double ENOUGH = 2_000;

    private static final double LEAST = 300;
    private static final double MEAN_SHIFT_SECONDS = 0.25;
    private static final int TABLE = 8192;

    private final double meanSeconds;
    private final double overhead;
    private final Spread onCpu;
    private final Spread offCpu;
    private final double requests;

    private ServiceTimes(double meanSeconds, double overhead, Spread onCpu, Spread offCpu, double requests) {
        this.meanSeconds = meanSeconds;
        this.overhead = overhead;
        this.onCpu = onCpu;
        this.offCpu = offCpu;
        this.requests = requests;
    }

    /** Requests needed to tell the shape at all. */
    static double leastRequests() {
        return LEAST;
    }

    /** The service times that a curve tells, with the given mean CPU time; absent below {@link #leastRequests()}. */
    static @Nullable ServiceTimes of(LoadQpsCurve curve, double demandSeconds) {
        LatencySketch calm = LatencySketch.empty();
        for (LoadBin bin : curve.bins()) {
            if (calm.count() < ENOUGH) {
                calm = calm.plus(bin.latency());
            }
        }
        if (calm.count() < LEAST) {
            return null;
        }
        var spans = new Spread(quantiles(calm, Lognormal.through(calm, BODY_FROM, BODY_TO)));
        double onCpu = Math.min(spans.mean(), demandSeconds);
        double scale = demandSeconds / Math.max(1e-12, curve.utilisation().demandSeconds());
        double likeSpans = spans.deviation() * onCpu / spans.mean();
        double deviation =
                Math.max(scale * scatter(curve, shifted(curve)), Math.min(likeSpans, scale * scatter(curve, 0)));
        deviation = Math.min(deviation, deviation(calm));
        double rest = spans.deviation() * spans.deviation() - deviation * deviation;
        return new ServiceTimes(
                spans.mean(),
                Math.max(0, demandSeconds - spans.mean()),
                spans.with(onCpu, deviation),
                spans.with(spans.mean() - onCpu, Math.sqrt(Math.max(0, rest))),
                calm.count());
    }

    /**
     * Standard deviation of a request's CPU time within the classes of routes, by the law's residual less a part that isn't the
     * requests', and between them, by the mix; seconds.
     */
    private static double scatter(LoadQpsCurve curve, double others) {
        double variance = Math.max(0, curve.utilisation().residualVariance() - others);
        for (var route : curve.mix()) variance += route.share() * route.excessSeconds() * route.excessSeconds();
        return Math.sqrt(variance);
    }

    /**
     * What of the residual's variance readings at any phase may make, seconds squared. CPU time is read once a second, so that of a
     * window is of a stretch up to half a second off, a quarter on average: as many requests as come in that time are another's at
     * either end, which isn't their spread.
     */
    private static double shifted(LoadQpsCurve curve) {
        double seconds = curve.bins().stream().mapToDouble(LoadBin::seconds).sum();
        double windows = curve.bins().stream().mapToDouble(LoadBin::windows).sum();
        double demand = curve.utilisation().demandSeconds();
        return 2 * MEAN_SHIFT_SECONDS * windows / seconds * demand * demand;
    }

    private static double deviation(LatencySketch sketch) {
        int[] buckets = sketch.buckets();
        double[] counts = sketch.counts();
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < buckets.length; i++) {
            double seconds = LatencySketch.middleNanos(buckets[i]) / 1e9;
            sum += counts[i] * seconds;
            squares += counts[i] * seconds * seconds;
        }
        double mean = sum / sketch.count();
        return Math.sqrt(Math.max(0, squares / sketch.count() - mean * mean));
    }

    private static double[] quantiles(LatencySketch calm, Lognormal tail) {
        double[] table = new double[TABLE];
        int[] buckets = calm.buckets();
        double[] counts = calm.counts();
        double below = 0;
        int at = 0;
        for (int i = 0; i < TABLE; i++) {
            double share = (i + 0.5) / TABLE;
            while (at < counts.length - 1 && (below + counts[at]) / calm.count() < share) {
                below += counts[at++];
            }
            double observed = LatencySketch.middleNanos(buckets[at]) / 1e9;
            table[i] = share > BODY_TO ? Math.min(observed, tail.quantile(share)) : observed;
        }
        return table;
    }

    /** The same service with another spread of its body and tail around the median. */
    ServiceTimes spread(double factor) {
        return new ServiceTimes(meanSeconds, overhead, onCpu.wider(factor), offCpu.wider(factor), requests);
    }

    /** Mean duration of a request, seconds. */
    double meanSeconds() {
        return meanSeconds;
    }

    /** Mean CPU time of a request, seconds. */
    double demandSeconds() {
        return onCpu.mean() + overhead;
    }

    /** CPU time that a share of all requests doesn't exceed, seconds. */
    double demandSeconds(double share) {
        return overhead + onCpu.quantiles[(int) (share * TABLE)];
    }

    /** Time off the CPU that a share of all requests doesn't exceed, seconds. */
    double delaySeconds(double share) {
        return offCpu.quantiles[(int) (share * TABLE)];
    }

    /** Share of a span's time that is on the CPU, in [0, 1]. */
    double cpuShare() {
        return onCpu.mean() / meanSeconds;
    }

    /** Requests behind the shape. */
    double requests() {
        return requests;
    }

    /** A distribution by its quantiles, seconds, ascending. */
    private static final class Spread {
        private static final double MOST_POWER = 8;
        private static final int HALVINGS = 24;

        private final double[] quantiles;

        Spread(double[] quantiles) {
            this.quantiles = quantiles;
        }

        double mean() {
            return Arrays.stream(quantiles).average().orElseThrow();
        }

        double deviation() {
            double mean = mean();
            return Math.sqrt(Arrays.stream(quantiles)
                    .map(q -> (q - mean) * (q - mean))
                    .average()
                    .orElseThrow());
        }

        /** The same shape on a logarithmic scale, stretched there until it has the mean and standard deviation asked for. */
        Spread with(double mean, double deviation) {
            if (mean <= 0) return new Spread(new double[TABLE]);
            double low = 0;
            double high = MOST_POWER;
            for (int i = 0; i < HALVINGS; i++) {
                double middle = (low + high) / 2;
                if (powered(middle, mean).deviation() < deviation) low = middle;
                else high = middle;
            }
            return powered(high, mean);
        }

        Spread wider(double factor) {
            return mean() <= 0 ? this : powered(factor, mean());
        }

        private Spread powered(double power, double mean) {
            double median = quantiles[TABLE / 2];
            double[] other = new double[TABLE];
            for (int i = 0; i < TABLE; i++) other[i] = Math.pow(quantiles[i] / median, power);
            double scale = mean / Arrays.stream(other).average().orElseThrow();
            for (int i = 0; i < TABLE; i++) other[i] *= scale;
            return new Spread(other);
        }
    }
}
