package io.loadmark.app.fit;

import io.loadmark.model.scalability.ScalabilityFit;
import io.loadmark.model.scalability.ScalabilityFit.Knee;
import io.loadmark.model.scalability.ScalabilityFit.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the scalability law says of one group of rows.
 *
 * @param group values of the grouping columns by their names
 * @param rows rows learned from
 * @param refused rows left out, with the reason
 * @param fit the law; absent when something is missing
 * @param missing what is missing; empty when nothing is
 * @param predictions throughput at the concurrencies that were asked for
 * @param points rows as they were learned from
 */
public record ScalabilityReport(
        Map<String, String> group,
        int rows,
        List<HistoryRows.Refused> refused,
        @Nullable ScalabilityFit fit,
        List<String> missing,
        List<Predicted> predictions,
        List<Point> points) {
    /** Throughput at a concurrency, or why it isn't told. */
    public record Predicted(
            double concurrency,
            @Nullable Double throughput,
            @Nullable String refusal) {}

    /** What to doubt, in words joined by hyphens. */
    public List<String> flags() {
        var flags = new ArrayList<String>();
        if (fit == null) {
            flags.add("insufficient-data");
        } else if (fit.knee() == Knee.NONE) {
            flags.add("no-knee-observed");
        } else if (fit.knee() == Knee.EXTRAPOLATED) {
            flags.add("knee-extrapolated");
        }
        if (!refused.isEmpty()) flags.add("rows-refused");
        return flags;
    }

    /** One report a group, of a column of concurrency and one of throughput. */
    public static List<ScalabilityReport> of(
            CsvTable table, String concurrency, String throughput, List<String> groupBy, List<Double> predictAt) {
        var n = NumberColumn.of(table, "--concurrency", concurrency);
        var x = NumberColumn.of(table, "--throughput", throughput);
        int[] keys = groupBy.stream()
                .mapToInt(name -> table.column("--group-by", name))
                .toArray();
        var points = new LinkedHashMap<List<String>, List<Point>>();
        var refused = new ArrayList<HistoryRows.Refused>();
        for (int i = 0; i < table.rows().size(); i++) {
            var row = table.rows().get(i);
            var key = new ArrayList<String>();
            for (int column : keys) key.add(row.get(column));
            var group = points.computeIfAbsent(key, k -> new ArrayList<>());
            try {
                group.add(new Point(n.in(row), x.in(row)));
            } catch (IllegalArgumentException e) {
                refused.add(new HistoryRows.Refused(i + 2, key, String.valueOf(e.getMessage())));
            }
        }
        var reports = new ArrayList<ScalabilityReport>();
        points.forEach((key, group) -> {
            var named = new LinkedHashMap<String, String>();
            for (int i = 0; i < key.size(); i++) named.put(groupBy.get(i), key.get(i));
            var left = refused.stream().filter(row -> row.group().equals(key)).toList();
            reports.add(report(named, group, left, predictAt));
        });
        return reports;
    }

    private static ScalabilityReport report(
            Map<String, String> named, List<Point> points, List<HistoryRows.Refused> refused, List<Double> predictAt) {
        try {
            var fit = ScalabilityFit.of(points);
            var predictions = predictAt.stream().map(at -> predicted(fit, at)).toList();
            return new ScalabilityReport(named, points.size(), refused, fit, List.of(), predictions, points);
        } catch (IllegalArgumentException e) {
            return new ScalabilityReport(
                    named, points.size(), refused, null, List.of(String.valueOf(e.getMessage())), List.of(), points);
        }
    }

    private static Predicted predicted(ScalabilityFit fit, double at) {
        Double throughput = fit.throughputAt(at);
        String refusal = throughput != null
                ? null
                : String.format(
                        Locale.ROOT, "measured up to %.4g: the law is not continued beyond", fit.maxConcurrency());
        return new Predicted(at, throughput, refusal);
    }
}
