package io.loadmark.bench.simulation;

import io.loadmark.bench.simulation.Scenario.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Figures of many outcomes as lines of text; errors in percent of the true capacity. */
final class Table {
    static final String HEADER = "what binds         cases answered  median   mean  worst |  over (mean)  under (mean)"
            + " | rule median | inside 90 % | bottleneck right, else";

    private Table() {}

    static String row(String name, List<Outcome> outcomes) {
        var answered = outcomes.stream()
                .filter(o -> o.capacity().isKnown() && o.truth().capacity() > 0)
                .toList();
        double[] errors = answered.stream()
                .mapToDouble(o -> o.error(Objects.requireNonNull(o.capacity().qps())))
                .toArray();
        double[] rule = answered.stream()
                .filter(o -> o.capacity().baselineQps() != null)
                .mapToDouble(o ->
                        Math.abs(o.error(Objects.requireNonNull(o.capacity().baselineQps()))))
                .toArray();
        double[] absolute = Arrays.stream(errors).map(Math::abs).toArray();
        double[] over = Arrays.stream(errors).filter(e -> e > 0).toArray();
        double[] under = Arrays.stream(errors).filter(e -> e <= 0).toArray();
        return String.format(
                Locale.ROOT,
                "%-18s %5d %8d %7s %6s %6s | %4d %7s %5d %7s | %11s | %11s | %s",
                name,
                outcomes.size(),
                answered.size(),
                percent(median(absolute)),
                percent(mean(absolute)),
                percent(Arrays.stream(absolute).max().orElse(Double.NaN)),
                over.length,
                percent(mean(over)),
                under.length,
                percent(mean(under)),
                percent(median(rule)),
                percent(mean(
                        answered.stream().mapToDouble(o -> isInside(o) ? 1 : 0).toArray())),
                bottlenecks(outcomes));
    }

    private static String bottlenecks(List<Outcome> outcomes) {
        long right = outcomes.stream().filter(Outcome::isBottleneckRight).count();
        Map<String, Long> others = outcomes.stream()
                .filter(o -> !o.isBottleneckRight())
                .collect(Collectors.groupingBy(
                        o -> o.capacity().bottleneck().name().toLowerCase(Locale.ROOT),
                        TreeMap::new,
                        Collectors.counting()));
        return percent((double) right / outcomes.size()) + (others.isEmpty() ? "" : " " + others);
    }

    static String change(Kind kind, List<Outcome> outcomes) {
        double[] relearned = outcomes.stream()
                .filter(o -> o.relearnedAfter() >= 0)
                .mapToDouble(Outcome::relearnedAfter)
                .sorted()
                .toArray();
        long begun = outcomes.stream().filter(o -> o.starts() > 0).count();
        String seen = String.format(
                Locale.ROOT,
                "%s: a release was seen in %d of %d",
                kind.name().toLowerCase(Locale.ROOT),
                begun,
                outcomes.size());
        long soon = Arrays.stream(relearned).filter(n -> n <= 60).count();
        return seen
                + String.format(
                        Locale.ROOT,
                        "; windows until the law holds: median %.0f, within 60 in %d, never in %d",
                        median(relearned),
                        soon,
                        outcomes.size() - relearned.length);
    }

    static String one(Outcome o) {
        var c = o.capacity();
        return String.format(
                Locale.ROOT,
                "  %d %s saturation %.0f truth %.1f estimate %.1f [%.1f, %.1f] rule %.1f named %s starts %d relearned %d %s",
                o.scenario().seed(),
                o.truth().sla(),
                o.scenario().saturation(),
                o.truth().capacity(),
                c.qps(),
                c.low(),
                c.high(),
                c.baselineQps(),
                c.bottleneck(),
                o.starts(),
                o.relearnedAfter(),
                c.reasons().stream().map(r -> r.code().name()).toList());
    }

    private static boolean isInside(Outcome o) {
        double truth = o.truth().capacity();
        return Objects.requireNonNull(o.capacity().low()) <= truth
                && truth <= Objects.requireNonNull(o.capacity().high());
    }

    private static double median(double[] values) {
        double[] ascending = values.clone();
        Arrays.sort(ascending);
        int n = ascending.length;
        return n == 0 ? Double.NaN : (ascending[(n - 1) / 2] + ascending[n / 2]) / 2;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }
}
