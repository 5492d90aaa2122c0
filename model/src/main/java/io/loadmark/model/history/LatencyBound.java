package io.loadmark.model.history;

import java.util.Comparator;
import java.util.List;

/**
 * The largest throughput at which the latency objective holds.
 *
 * <p>Inside what was seen: latency over throughput, smoothed so that it never falls, and the crossing of the limit
 * interpolated. Where the limit was never reached, ln(latency) is continued along −ln(1 − load), which is the mean of a
 * queue with one server at a slope of 1 and flatter with more of them; that is a model, and is said so.
 *
 * @param throughput requests per second; 0 when the objective isn't met at the lowest throughput either
 * @param low the same with latencies higher by 1.645 standard deviations of their logarithm around the smooth curve
 * @param high the same with latencies lower by as much
 * @param extrapolated whether the limit was not reached in what was seen
 */
public record LatencyBound(double throughput, double low, double high, boolean extrapolated) {
    /** One row: throughput in requests per second, and the objective's percentile in any unit, &gt; 0. */
    public record Point(double throughput, double latency) {}

    private static final double NINETY_PERCENT = 1.645;
    private static final double LEAST_DEVIATION = 0.05;
    private static final double NEARLY_FULL = 0.999;

    /**
     * The bound.
     *
     * @param points at least one
     * @param limit longest latency, in the points' unit
     * @param law of the load, which bounds the throughput
     * @param most throughput at which the resource is used up
     */
    public static LatencyBound of(List<Point> points, double limit, LoadLaw law, double most) {
        var sorted = points.stream()
                .sorted(Comparator.comparingDouble(Point::throughput).thenComparingDouble(Point::latency))
                .toList();
        double[] logs = sorted.stream().mapToDouble(p -> Math.log(p.latency())).toArray();
        double[] smooth = Isotonic.increasing(logs);
        double squares = 0;
        for (int i = 0; i < logs.length; i++) squares += (logs[i] - smooth[i]) * (logs[i] - smooth[i]);
        double deviation = Math.max(LEAST_DEVIATION, Math.sqrt(squares / logs.length));
        double wanted = Math.log(limit);
        var tail = Tail.of(sorted, law);
        boolean extrapolated = smooth[smooth.length - 1] <= wanted;
        return new LatencyBound(
                crossing(sorted, smooth, tail, wanted, most),
                crossing(sorted, smooth, tail, wanted - NINETY_PERCENT * deviation, most),
                crossing(sorted, smooth, tail, wanted + NINETY_PERCENT * deviation, most),
                extrapolated);
    }

    private static double crossing(List<Point> sorted, double[] smooth, Tail tail, double wanted, double most) {
        if (smooth[0] > wanted) {
            return 0;
        }
        int last = smooth.length - 1;
        double seen = sorted.get(last).throughput();
        if (smooth[last] <= wanted) {
            return Math.min(most, Math.max(seen, tail.throughputAt(wanted)));
        }
        int i = 0;
        while (smooth[i + 1] <= wanted) i++;
        double share = (wanted - smooth[i]) / (smooth[i + 1] - smooth[i]);
        double from = sorted.get(i).throughput();
        return Math.min(most, from + share * (sorted.get(i + 1).throughput() - from));
    }

    /** ln(latency) = rest + slope · −ln(1 − load), slope ≥ 0. */
    private record Tail(double rest, double slope, LoadLaw law) {
        static Tail of(List<Point> points, LoadLaw law) {
            double[] waits = points.stream().mapToDouble(p -> wait(law, p)).toArray();
            double[] logs =
                    points.stream().mapToDouble(p -> Math.log(p.latency())).toArray();
            double meanWait = mean(waits);
            double meanLog = mean(logs);
            double xx = 0;
            double xy = 0;
            for (int i = 0; i < logs.length; i++) {
                xx += (waits[i] - meanWait) * (waits[i] - meanWait);
                xy += (waits[i] - meanWait) * (logs[i] - meanLog);
            }
            double slope = xx > 0 ? Math.max(0, xy / xx) : 0;
            return new Tail(meanLog - slope * meanWait, slope, law);
        }

        private static double wait(LoadLaw law, Point point) {
            return -Math.log1p(-Math.max(0, Math.min(NEARLY_FULL, law.loadAt(point.throughput()))));
        }

        private static double mean(double[] values) {
            double sum = 0;
            for (double value : values) sum += value;
            return sum / values.length;
        }

        double throughputAt(double wanted) {
            return slope > 0 ? law.throughputAt(-Math.expm1(-(wanted - rest) / slope)) : Double.POSITIVE_INFINITY;
        }
    }
}
