package io.loadmark.app.fit;

import io.loadmark.app.fit.HistoryRows.Row;
import io.loadmark.model.history.Baselines;
import io.loadmark.model.history.GroupLaw;
import io.loadmark.model.history.HistoryCapacity;
import io.loadmark.model.history.LatencyBound;
import io.loadmark.model.history.LoadHistory;
import io.loadmark.model.history.LoadHistory.Learned;
import io.loadmark.model.history.Observation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Learns every load of every group, and makes a report of each group. */
public final class HistoryFit {
    private static final int FEW_ROWS = 8;

    /** A curvature of so many standard errors is told. */
    private static final double TOLD = 1.645;

    private final HistoryRows history;
    private final FitRequest request;
    private final List<List<String>> keys;

    private HistoryFit(HistoryRows history) {
        this.history = history;
        request = history.request();
        keys = List.copyOf(history.groups().keySet());
    }

    /** One report a group, in the order in which the groups first appear. */
    public static List<GroupReport> of(HistoryRows history) {
        return new HistoryFit(history).reports();
    }

    private List<GroupReport> reports() {
        var byAxis = new LinkedHashMap<String, List<Learned>>();
        for (String axis : history.axes()) {
            byAxis.put(
                    axis,
                    LoadHistory.learn(
                            keys.stream().map(key -> observations(key, axis)).toList()));
        }
        var reports = new ArrayList<GroupReport>();
        for (int g = 0; g < keys.size(); g++) reports.add(report(g, byAxis));
        return reports;
    }

    private List<Row> rows(List<String> key) {
        return Objects.requireNonNull(history.groups().get(key));
    }

    private List<Observation> observations(List<String> key, String axis) {
        var observations = new ArrayList<Observation>();
        for (Row row : rows(key)) {
            var observation = row.observation(axis);
            if (observation != null) observations.add(observation);
        }
        return observations;
    }

    private GroupReport report(int g, Map<String, List<Learned>> byAxis) {
        var key = keys.get(g);
        var laws = new TreeMap<String, GroupLaw>();
        var missing = new ArrayList<String>();
        var unexplained = new ArrayList<String>();
        byAxis.forEach((axis, learned) -> {
            GroupLaw law = learned.get(g).law();
            if (law != null) laws.put(axis, law);
            for (String lack : learned.get(g).missing()) missing.add(axis + ": " + lack);
            if (law == null && !learned.get(g).hardlyUsed()) unexplained.add(axis);
        });
        var refused = history.refused().stream()
                .filter(row -> row.group().equals(key))
                .toList();
        var capacity = laws.isEmpty() ? null : HistoryCapacity.of(laws, request.full(), latencies(key), limitMillis());
        String axis = capacity == null ? history.axes().get(0) : capacity.axis();
        GroupLaw law = capacity == null ? null : laws.get(axis);
        var observations = observations(key, axis);
        return new GroupReport(
                named(key),
                rows(key).size(),
                refused,
                laws,
                capacity,
                capacity == null ? missing : List.of(),
                flags(capacity, law, unexplained, refused),
                law == null ? null : Baselines.at(request.full(), observations),
                law == null
                        ? List.of()
                        : request.predictAt().stream().map(law::at).toList(),
                observations);
    }

    private Map<String, String> named(List<String> key) {
        var named = new LinkedHashMap<String, String>();
        for (int i = 0; i < key.size(); i++) named.put(request.groupBy().get(i), key.get(i));
        return named;
    }

    /** Rows of the objective's percentile; none of a closed loop, whose latencies say nothing of an open one's. */
    private List<LatencyBound.Point> latencies(List<String> key) {
        if (request.sla() == null || Boolean.TRUE.equals(request.closedLoop())) return List.of();
        var points = new ArrayList<LatencyBound.Point>();
        for (Row row : rows(key)) {
            Double millis = row.latencyMillis();
            if (millis != null) points.add(new LatencyBound.Point(row.throughput(), millis));
        }
        return points;
    }

    private double limitMillis() {
        var sla = request.sla();
        return sla == null ? 0 : sla.limit().toNanos() / 1e6;
    }

    private List<String> flags(
            @Nullable HistoryCapacity capacity,
            @Nullable GroupLaw law,
            List<String> unexplained,
            List<HistoryRows.Refused> refused) {
        var flags = new ArrayList<String>();
        if (capacity == null || law == null) {
            flags.add("insufficient-data");
        } else {
            if (capacity.resourceBound().extrapolated()) flags.add("extrapolated");
            if (law.rows() < FEW_ROWS) flags.add("few-rows");
            double bend = law.law().curvature() / Math.sqrt(law.covariance().cc());
            if (Math.abs(bend) > TOLD) flags.add(bend < 0 ? "demand-falls-with-load" : "demand-rises-with-load");
            if (!unexplained.isEmpty()) flags.add("load-without-law");
            addLatencyFlags(flags, capacity);
        }
        if (!refused.isEmpty()) flags.add("rows-refused");
        return flags;
    }

    private void addLatencyFlags(List<String> flags, HistoryCapacity capacity) {
        if (request.sla() == null) return;
        var latency = capacity.latency();
        if (Boolean.TRUE.equals(request.closedLoop())) {
            flags.add("closed-loop");
        } else if (latency == null) {
            flags.add("latency-absent");
        } else {
            if (latency.extrapolated()) flags.add("sla-extrapolated");
            if (request.closedLoop() == null) flags.add("loop-unverified");
            if (capacity.bottleneck().equals(HistoryCapacity.UNKNOWN)) flags.add("latency-unexplained");
        }
    }
}
