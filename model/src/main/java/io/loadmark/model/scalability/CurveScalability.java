package io.loadmark.model.scalability;

import io.loadmark.model.curve.Axis;
import io.loadmark.model.curve.LoadBin;
import io.loadmark.model.curve.LoadQpsCurve;
import io.loadmark.model.scalability.ScalabilityFit.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the scalability law says of one instance: the bands of its curve give throughput over the mean number of requests in
 * flight. Live traffic is an open loop, in which that number follows from the throughput and the time of a request (Little's law). The law
 * is about requests that get in each other's way, so only bands count in which at least one was in flight all the time; and beyond
 * a peak the same throughput comes with two numbers in flight, of which a band only has the mean, so that nothing is fitted there.
 *
 * @param fit the law; absent where the bands don't support one
 * @param missing why they don't; absent with a law
 */
public record CurveScalability(
        @Nullable ScalabilityFit fit, @Nullable String missing) {
    private static final double LEAST_IN_FLIGHT = 1;
    private static final double LEAST_RATIO = 3;
    private static final int LEAST_BANDS = 4;
    private static final double LEAST_WINDOWS = 3;
    private static final double LEAST_REQUESTS = 100;

    /** So much fewer may be in flight at a higher throughput by chance. */
    private static final double BY_CHANCE = 0.1;

    /** Of an instance's curve. */
    public static CurveScalability of(LoadQpsCurve curve) {
        var points = points(curve);
        var crowded =
                points.stream().filter(p -> p.concurrency() >= LEAST_IN_FLIGHT).toList();
        if (crowded.size() < LEAST_BANDS || most(crowded) < LEAST_RATIO * least(crowded)) return few(points);
        for (int i = 1; i < crowded.size(); i++) {
            Point before = crowded.get(i - 1);
            Point after = crowded.get(i);
            if (after.concurrency() < (1 - BY_CHANCE) * before.concurrency()) return turning(before, after);
        }
        try {
            return new CurveScalability(ScalabilityFit.of(crowded), null);
        } catch (IllegalArgumentException e) {
            return new CurveScalability(null, e.getMessage());
        }
    }

    private static List<Point> points(LoadQpsCurve curve) {
        var points = new ArrayList<Point>();
        for (LoadBin bin : curve.bins()) {
            Double inFlight = bin.axes().mean(Axis.IN_FLIGHT);
            if (inFlight == null || inFlight <= 0) continue;
            if (bin.windows() < LEAST_WINDOWS || bin.requests() < LEAST_REQUESTS) continue;
            points.add(new Point(inFlight, bin.requestsPerSecond()));
        }
        return points;
    }

    private static CurveScalability few(List<Point> points) {
        String seen = points.isEmpty()
                ? "none was seen"
                : String.format(
                        Locale.ROOT, "seen %.2g to %.2g in %d bands", least(points), most(points), points.size());
        return new CurveScalability(
                null,
                String.format(
                        Locale.ROOT,
                        "needs %d bands with %.0f or more requests in flight, the most %.0f times the least; %s",
                        LEAST_BANDS,
                        LEAST_IN_FLIGHT,
                        LEAST_RATIO,
                        seen));
    }

    private static CurveScalability turning(Point before, Point after) {
        return new CurveScalability(
                null,
                String.format(
                        Locale.ROOT,
                        "more requests in flight at less throughput (%.3g at %.4g/s, %.3g at %.4g/s):"
                                + " a backlog, or beyond the peak",
                        before.concurrency(),
                        before.throughput(),
                        after.concurrency(),
                        after.throughput()));
    }

    private static double least(List<Point> points) {
        return points.stream().mapToDouble(Point::concurrency).min().orElse(0);
    }

    private static double most(List<Point> points) {
        return points.stream().mapToDouble(Point::concurrency).max().orElse(0);
    }
}
