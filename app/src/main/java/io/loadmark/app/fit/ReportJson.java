package io.loadmark.app.fit;

import io.loadmark.model.history.GroupLaw;
import io.loadmark.model.history.Prediction;
import io.loadmark.model.scalability.ScalabilityFit;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reports as fields for programs: loads as shares of their limit, throughput in the unit of its column. */
public final class ReportJson {
    private static final MathContext DIGITS = new MathContext(6);

    private ReportJson() {}

    /** A group's report. */
    public static Map<String, @Nullable Object> fields(GroupReport report, FitRequest request) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("group", report.group());
        fields.put("rows", report.rows());
        fields.put("refused", refused(report.refused()));
        fields.put("model", model(report));
        fields.put("capacity", capacity(report, request));
        fields.put(
                "bottleneck",
                report.capacity() == null ? null : report.capacity().bottleneck());
        fields.put("flags", report.flags());
        fields.put("missing", report.missing());
        fields.put("baselines", baselines(report));
        fields.put(
                "predictions",
                report.predictions().stream().map(ReportJson::prediction).toList());
        return fields;
    }

    private static List<Map<String, Object>> refused(List<HistoryRows.Refused> refused) {
        return refused.stream()
                .map(row -> Map.<String, Object>of("row", row.number(), "reason", row.reason()))
                .map(row -> (Map<String, Object>) new TreeMap<>(row))
                .toList();
    }

    private static @Nullable Map<String, @Nullable Object> model(GroupReport report) {
        GroupLaw law = report.bindingLaw();
        if (law == null || report.capacity() == null) return null;
        var model = new LinkedHashMap<String, @Nullable Object>();
        model.put("name", "utilisation-law");
        model.put("load", report.capacity().axis());
        model.put("base", rounded(law.law().base()));
        model.put("demand", rounded(law.law().demand()));
        model.put("curvature", rounded(law.law().curvature()));
        model.put("baseError", rounded(Math.sqrt(law.covariance().bb())));
        model.put(
                "demandError",
                rounded(law.law().demand() * Math.sqrt(law.covariance().dd())));
        model.put("curvatureError", rounded(Math.sqrt(law.covariance().cc())));
        model.put("noiseFloor", rounded(law.noise().floor()));
        model.put("noiseShare", rounded(law.noise().share()));
        model.put("maxLoadSeen", rounded(law.maxLoad()));
        model.put("maxQpsSeen", rounded(law.maxThroughput()));
        return model;
    }

    private static @Nullable Map<String, @Nullable Object> capacity(GroupReport report, FitRequest request) {
        var capacity = report.capacity();
        if (capacity == null) return null;
        var fields = new LinkedHashMap<String, @Nullable Object>();
        var latency = capacity.latency();
        fields.put("sla", request.sla() == null ? null : request.sla().toString());
        fields.put("qps", rounded(capacity.throughput()));
        fields.put("low", rounded(capacity.low()));
        fields.put("high", rounded(capacity.high()));
        fields.put("interval", 0.9);
        fields.put("full", request.full());
        fields.put("slaBoundQps", latency == null ? null : rounded(latency.throughput()));
        var bounds = new LinkedHashMap<String, @Nullable Object>();
        capacity.resourceBounds().forEach((axis, bound) -> bounds.put(axis, rounded(bound.throughput())));
        fields.put("resourceBoundQps", bounds);
        return fields;
    }

    private static @Nullable Map<String, @Nullable Object> baselines(GroupReport report) {
        var baselines = report.baselines();
        if (baselines == null) return null;
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("affine", rounded(baselines.affine()));
        fields.put("online", rounded(baselines.online()));
        fields.put("ratio", rounded(baselines.ratio()));
        fields.put("persistence", rounded(baselines.persistence()));
        return fields;
    }

    private static Map<String, @Nullable Object> prediction(Prediction prediction) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("at", prediction.load());
        fields.put("qps", rounded(prediction.throughput()));
        fields.put("low", rounded(prediction.low()));
        fields.put("high", rounded(prediction.high()));
        fields.put("extrapolated", prediction.extrapolated());
        return fields;
    }

    /** A group's scalability. */
    public static Map<String, @Nullable Object> fields(ScalabilityReport report) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        ScalabilityFit fit = report.fit();
        fields.put("group", report.group());
        fields.put("rows", report.rows());
        fields.put("refused", refused(report.refused()));
        fields.put("model", fit == null ? null : model(fit));
        fields.put("peak", fit == null ? null : peak(fit));
        fields.put("flags", report.flags());
        fields.put("missing", report.missing());
        fields.put(
                "predictions",
                report.predictions().stream()
                        .map(prediction -> {
                            var at = new LinkedHashMap<String, @Nullable Object>();
                            at.put("at", prediction.concurrency());
                            at.put("throughput", rounded(prediction.throughput()));
                            at.put("refused", prediction.refusal());
                            return at;
                        })
                        .toList());
        return fields;
    }

    private static Map<String, @Nullable Object> model(ScalabilityFit fit) {
        var model = new LinkedHashMap<String, @Nullable Object>();
        model.put("name", "universal-scalability-law");
        model.put("gamma", rounded(fit.law().gamma()));
        model.put("alpha", rounded(fit.law().alpha()));
        model.put("beta", rounded(fit.law().beta()));
        model.put("gammaError", rounded(fit.gammaError()));
        model.put("alphaError", rounded(fit.alphaError()));
        model.put("betaError", rounded(fit.betaError()));
        model.put("residual", rounded(fit.residual()));
        model.put("rSquared", rounded(fit.rSquared()));
        model.put("maxConcurrencySeen", rounded(fit.maxConcurrency()));
        return model;
    }

    private static @Nullable Map<String, @Nullable Object> peak(ScalabilityFit fit) {
        if (fit.knee() == ScalabilityFit.Knee.NONE) return null;
        var peak = new LinkedHashMap<String, @Nullable Object>();
        peak.put("concurrency", rounded(fit.law().peakConcurrency()));
        peak.put("throughput", rounded(fit.law().peakThroughput()));
        return peak;
    }

    private static @Nullable Double rounded(@Nullable Double value) {
        return value == null || !Double.isFinite(value)
                ? null
                : Double.valueOf(BigDecimal.valueOf(value).round(DIGITS).doubleValue());
    }
}
