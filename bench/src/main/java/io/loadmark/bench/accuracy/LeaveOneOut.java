package io.loadmark.bench.accuracy;

import io.loadmark.model.history.Baselines;
import io.loadmark.model.history.GroupLaw;
import io.loadmark.model.history.LoadHistory;
import io.loadmark.model.history.Observation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;

/** Predicts the throughput of each row of each group from its load and from all other rows. */
final class LeaveOneOut {
    private final List<List<Observation>> groups;

    LeaveOneOut(List<List<Observation>> groups) {
        this.groups = groups;
    }

    List<String> lines() {
        return List.of(
                Errors.header(),
                law(true).line("law, groups pooled"),
                law(false).line("law, each group by itself"),
                baseline((load, rows) -> Baselines.at(load, rows).affine()).line("plain law, least squares"),
                baseline((load, rows) -> Baselines.at(load, rows).online()).line("plain law, as learned online"),
                baseline((load, rows) -> Baselines.at(load, rows).ratio()).line("ratio"),
                baseline(LeaveOneOut::nearest).line("row of the nearest load"));
    }

    private Errors law(boolean pooled) {
        var errors = new Errors();
        for (int g = 0; g < groups.size(); g++) {
            for (int i = 0; i < groups.get(g).size(); i++) {
                var others = new ArrayList<>(pooled ? groups : List.of(groups.get(g)));
                int at = pooled ? g : 0;
                others.set(at, without(i, groups.get(g)));
                GroupLaw law = LoadHistory.learn(others).get(at).law();
                if (law == null) throw new IllegalStateException("no law of group " + g);
                var row = groups.get(g).get(i);
                var predicted = law.at(row.load());
                errors.add(predicted.low(), predicted.throughput(), predicted.high(), row.throughput());
            }
        }
        return errors;
    }

    private Errors baseline(BiFunction<Double, List<Observation>, Double> predict) {
        var errors = new Errors();
        for (var rows : groups) {
            for (int i = 0; i < rows.size(); i++) {
                var row = rows.get(i);
                errors.add(predict.apply(row.load(), without(i, rows)), row.throughput());
            }
        }
        return errors;
    }

    private static double nearest(double load, List<Observation> rows) {
        return rows.stream()
                .min(Comparator.comparingDouble(row -> Math.abs(row.load() - load)))
                .orElseThrow()
                .throughput();
    }

    private static List<Observation> without(int i, List<Observation> rows) {
        var others = new ArrayList<>(rows);
        others.remove(i);
        return others;
    }
}
