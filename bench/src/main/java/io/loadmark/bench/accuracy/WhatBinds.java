package io.loadmark.bench.accuracy;

import io.loadmark.app.fit.FitRequest;
import io.loadmark.app.fit.HistoryRows.Row;
import io.loadmark.model.history.GroupLaw;
import io.loadmark.model.history.HistoryCapacity;
import io.loadmark.model.history.LoadHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Names what binds from rows at low loads alone, where the CPU is known to have saturated later. */
final class WhatBinds {
    private static final List<String> AXES = List.of(Runs.CPU, "disk", "dependency");
    private static final double MOST = 0.6;

    private WhatBinds() {}

    static List<String> lines(String what, Map<List<String>, List<Row>> groups) {
        var keys = new ArrayList<List<String>>();
        var rows = new ArrayList<List<Row>>();
        groups.forEach((key, all) -> {
            if (Extrapolation.isTestable(all, MOST)) {
                keys.add(key);
                rows.add(all);
            }
        });
        var laws = new ArrayList<Map<String, GroupLaw>>();
        keys.forEach(key -> laws.add(new TreeMap<>()));
        for (String axis : AXES) {
            var learned = LoadHistory.learn(
                    rows.stream().map(all -> Runs.upTo(MOST, all, axis)).toList());
            for (int g = 0; g < keys.size(); g++) {
                GroupLaw law = learned.get(g).law();
                if (law != null) laws.get(g).put(axis, law);
            }
        }
        int right = 0;
        var lines = new ArrayList<String>();
        for (int g = 0; g < keys.size(); g++) {
            String named = HistoryCapacity.of(laws.get(g), FitRequest.FULL, List.of(), 0)
                    .bottleneck();
            right += named.equals(Runs.CPU) ? 1 : 0;
            if (!named.equals(Runs.CPU)) lines.add("  wrong: " + keys.get(g) + " said " + named);
        }
        lines.add(
                0,
                String.format(Locale.ROOT, "%s that later saturate: cpu named in %d of %d", what, right, keys.size()));
        return lines;
    }
}
