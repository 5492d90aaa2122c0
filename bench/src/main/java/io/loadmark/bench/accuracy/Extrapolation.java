package io.loadmark.bench.accuracy;

import io.loadmark.app.fit.HistoryRows.Row;
import io.loadmark.model.history.Baselines;
import io.loadmark.model.history.GroupLaw;
import io.loadmark.model.history.LoadHistory;
import io.loadmark.model.history.Observation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Learns from rows up to a load alone, and predicts the largest throughput that was reached near saturation. */
final class Extrapolation {
    static final double SATURATED = 0.85;

    /** What counts as full where the load of the best row isn't known beforehand. */
    private static final double FIXED = 0.95;

    private final List<List<String>> keys;
    private final List<List<Row>> groups;
    private final double most;

    Extrapolation(List<List<String>> keys, List<List<Row>> groups, double most) {
        this.keys = keys;
        this.groups = groups;
        this.most = most;
    }

    /** Lines of one group each, then of the means. */
    List<String> lines(boolean detailed) {
        var own = new Errors();
        var fixed = new Errors();
        var alone = new Errors();
        var affine = new Errors();
        var affineFixed = new Errors();
        var online = new Errors();
        var ratio = new Errors();
        var persistence = new Errors();
        var lines = new ArrayList<String>();
        var low = groups.stream().map(rows -> Runs.upTo(most, rows, Runs.CPU)).toList();
        var learned = LoadHistory.learn(low);
        for (int g = 0; g < groups.size(); g++) {
            Row best = best(groups.get(g));
            double load = Runs.load(best);
            GroupLaw law = learned.get(g).law();
            GroupLaw single = LoadHistory.learn(List.of(low.get(g))).get(0).law();
            if (law == null || single == null) throw new IllegalStateException("no law of " + keys.get(g));
            var at = law.at(load);
            var at95 = law.at(FIXED);
            var simple = Baselines.at(load, low.get(g));
            own.add(at.low(), at.throughput(), at.high(), best.throughput());
            fixed.add(at95.low(), at95.throughput(), at95.high(), best.throughput());
            alone.add(
                    single.at(load).low(),
                    single.at(load).throughput(),
                    single.at(load).high(),
                    best.throughput());
            affine.add(simple.affine(), best.throughput());
            affineFixed.add(Baselines.at(FIXED, low.get(g)).affine(), best.throughput());
            online.add(simple.online(), best.throughput());
            ratio.add(simple.ratio(), best.throughput());
            persistence.add(simple.persistence(), best.throughput());
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-42s %2d rows, reached %7.1f at %4.1f %%; law %7.1f (%+5.1f %%; %.0f to %.0f), plain law %7.1f (%+5.1f %%)",
                    String.join(" ", keys.get(g)),
                    low.get(g).size(),
                    best.throughput(),
                    100 * load,
                    at.throughput(),
                    100 * (at.throughput() / best.throughput() - 1),
                    at.low(),
                    at.high(),
                    simple.affine(),
                    100 * (simple.affine() / best.throughput() - 1)));
        }
        if (!detailed) lines.clear();
        lines.add(Errors.header());
        lines.add(own.line("law, groups pooled, own load"));
        lines.add(fixed.line("law, groups pooled, at 95 %"));
        lines.add(alone.line("law, each by itself, own load"));
        lines.add(affine.line("plain law, own load"));
        lines.add(affineFixed.line("plain law, at 95 %"));
        lines.add(online.line("plain law online, own load"));
        lines.add(ratio.line("ratio, own load"));
        lines.add(persistence.line("most seen so far"));
        return lines;
    }

    static String summaryHeader() {
        return String.format(
                Locale.ROOT,
                "%-24s %14s %12s %14s %12s %10s",
                "learned from loads",
                "largest: law",
                "plain",
                "usual: law",
                "plain",
                "90 % held");
    }

    /** Mean errors for the largest throughput, and for the median one of all saturated rows at their median load. */
    String summary() {
        var largest = new Errors();
        var largestPlain = new Errors();
        var usual = new Errors();
        var usualPlain = new Errors();
        var low = groups.stream().map(rows -> Runs.upTo(most, rows, Runs.CPU)).toList();
        var learned = LoadHistory.learn(low);
        for (int g = 0; g < groups.size(); g++) {
            GroupLaw law = learned.get(g).law();
            if (law == null) continue;
            Row best = best(groups.get(g));
            add(law, low.get(g), Runs.load(best), best.throughput(), largest, largestPlain);
            var saturated = groups.get(g).stream()
                    .filter(row -> Runs.load(row) >= SATURATED)
                    .toList();
            double load = median(saturated.stream().map(Runs::load).toList());
            double throughput = median(saturated.stream().map(Row::throughput).toList());
            add(law, low.get(g), load, throughput, usual, usualPlain);
        }
        return String.format(
                Locale.ROOT,
                "up to %2.0f %% %26.2f%% %11.2f%% %13.2f%% %11.2f%% %10s",
                100 * most,
                largest.mape(),
                largestPlain.mape(),
                usual.mape(),
                usualPlain.mape(),
                usual.held());
    }

    private static void add(
            GroupLaw law, List<Observation> low, double load, double throughput, Errors errors, Errors plain) {
        var at = law.at(load);
        errors.add(at.low(), at.throughput(), at.high(), throughput);
        plain.add(Baselines.at(load, low).affine(), throughput);
    }

    private static double median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }

    static Row best(List<Row> rows) {
        return rows.stream()
                .filter(row -> row.loads().containsKey(Runs.CPU) && Runs.load(row) >= SATURATED)
                .max(Comparator.comparingDouble(Row::throughput))
                .orElseThrow();
    }

    /** Whether a group has rows to learn from, and later saturates. */
    static boolean isTestable(List<Row> rows, double most) {
        List<Observation> low = Runs.upTo(most, rows, Runs.CPU);
        return LoadHistory.learn(List.of(low)).get(0).law() != null
                && rows.stream().anyMatch(row -> row.loads().containsKey(Runs.CPU) && Runs.load(row) >= SATURATED);
    }
}
