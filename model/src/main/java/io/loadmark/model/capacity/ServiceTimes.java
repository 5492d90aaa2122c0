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
 * writing, the kernel), the same for each request; what it has less is time off the CPU, in proportion to the span.
 */
final class ServiceTimes {
    private static final double BODY_FROM = 0.05;
    private static final double BODY_TO = 0.75;
    /** So many requests of the least loaded bands tell the shape to some 3 %. */
    private static final double ENOUGH = 2_000;

    private static final double LEAST = 300;
    private static final int TABLE = 8192;

    private final double[] spans;
    private final double cpuShare;
    private final double overhead;
    private final double sigma;
    private final double requests;

    private ServiceTimes(double[] spans, double demandSeconds, double sigma, double requests) {
        double mean = Arrays.stream(spans).average().orElseThrow();
        this.spans = spans;
        this.cpuShare = Math.min(1, demandSeconds / mean);
        this.overhead = Math.max(0, demandSeconds - mean);
        this.sigma = sigma;
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
        Lognormal tail = Lognormal.through(calm, BODY_FROM, BODY_TO);
        return new ServiceTimes(quantiles(calm, tail), demandSeconds, tail.sigma(), calm.count());
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
        double median = spans[TABLE / 2];
        double[] other = new double[TABLE];
        for (int i = 0; i < TABLE; i++) {
            other[i] = median * Math.pow(spans[i] / median, factor);
        }
        return new ServiceTimes(other, demandSeconds(), sigma * factor, requests);
    }

    /** Mean duration of a request, seconds. */
    double meanSeconds() {
        return Arrays.stream(spans).average().orElseThrow();
    }

    /** Mean CPU time of a request, seconds. */
    double demandSeconds() {
        return cpuShare * Arrays.stream(spans).average().orElseThrow() + overhead;
    }

    /** CPU time of the request that a share of all doesn't exceed, seconds. */
    double demandSeconds(double share) {
        return overhead + cpuShare * spans[(int) (share * TABLE)];
    }

    /** Time off the CPU of the same request, seconds. */
    double delaySeconds(double share) {
        return (1 - cpuShare) * spans[(int) (share * TABLE)];
    }

    /** Share of a span's time that is on the CPU, in [0, 1]. */
    double cpuShare() {
        return cpuShare;
    }

    /** Standard deviation of the logarithm of the duration. */
    double sigma() {
        return sigma;
    }

    /** Requests behind the shape. */
    double requests() {
        return requests;
    }
}
