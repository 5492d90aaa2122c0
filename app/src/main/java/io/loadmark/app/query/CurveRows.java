package io.loadmark.app.query;

import io.loadmark.model.curve.AxisTotals;
import io.loadmark.model.curve.ChangePoint;
import io.loadmark.model.curve.LoadBin;
import io.loadmark.model.curve.LoadQpsCurve;
import io.loadmark.model.curve.PeerSeconds;
import io.loadmark.model.curve.RouteShare;
import io.loadmark.model.curve.Shape;
import io.loadmark.model.curve.UtilisationLaw;
import io.loadmark.model.sketch.LatencySketch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How a curve is read from a row of table {@code curves} or its view. */
final class CurveRows {
    /** Arrays come as JSON text, which every version of the driver reads alike. */
    static final String COLUMNS = """
            SELECT service_namespace, service_name, instance_id, scope, service_version, windows, too_late, barred,
                toUnixTimestamp64Micro(last_window) AS last_micros, toUnixTimestamp64Micro(first_window) AS first_micros,
                entitlement_cores, quota_cores, quota_period_micros, host_cores, threads_per_core, cpu_model, memory_bytes, tuning,
                base_cores, demand_seconds, p00, p01, p11, residual_variance, observations,
                toJSONString(`bins.band`) AS band, toJSONString(`bins.windows`) AS bin_windows,
                toJSONString(`bins.requests`) AS bin_requests, toJSONString(`bins.seconds`) AS bin_seconds,
                toJSONString(`bins.core_seconds`) AS core_seconds, toJSONString(`bins.throttled_ratio`) AS throttled,
                toJSONString(`bins.errors`) AS bin_errors, toJSONString(`bins.latency_buckets`) AS buckets,
                toJSONString(`bins.latency_counts`) AS counts,
                toJSONString(`bins.axis_totals`) AS axis_totals, toJSONString(`bins.axis_seconds`) AS axis_seconds,
                toJSONString(`bins.peer_seconds`) AS peer_seconds, toJSONString(peers) AS peer_names,
                max_utilisation, max_requests_per_second, peak_concurrency, sampling_verified,
                toJSONString(`mix.route`) AS mix_route, toJSONString(`mix.share`) AS mix_share,
                toJSONString(`mix.excess_seconds`) AS mix_excess, toJSONString(`mix.variance`) AS mix_variance
            """;

    private CurveRows() {}

    /** The curve of a row of {@link #COLUMNS}. */
    static LoadQpsCurve curve(ResultSet row) throws SQLException {
        return new LoadQpsCurve(
                row.getString("service_version"),
                row.getLong("last_micros"),
                row.getLong("first_micros"),
                row.getLong("windows"),
                row.getLong("too_late"),
                row.getLong("barred"),
                shape(row),
                law(row),
                bins(row),
                row.getDouble("max_utilisation"),
                row.getDouble("max_requests_per_second"),
                row.getDouble("peak_concurrency"),
                row.getBoolean("sampling_verified"),
                mix(row),
                List.of(Row.array(row, "peer_names", String[].class)),
                ChangePoint.NONE);
    }

    private static Shape shape(ResultSet row) throws SQLException {
        return new Shape(
                row.getDouble("entitlement_cores"),
                Row.decimal(row, "quota_cores"),
                Row.whole(row, "quota_period_micros"),
                row.getDouble("host_cores"),
                Row.decimal(row, "threads_per_core"),
                row.getString("cpu_model"),
                Row.whole(row, "memory_bytes"),
                row.getString("tuning"));
    }

    private static List<RouteShare> mix(ResultSet row) throws SQLException {
        String[] routes = Row.array(row, "mix_route", String[].class);
        double[] shares = Row.array(row, "mix_share", double[].class);
        double[] excess = Row.array(row, "mix_excess", double[].class);
        double[] variances = Row.array(row, "mix_variance", double[].class);
        var mix = new ArrayList<RouteShare>();
        for (int i = 0; i < routes.length; i++) {
            mix.add(new RouteShare(routes[i], shares[i], excess[i], variances[i]));
        }
        return mix;
    }

    private static UtilisationLaw law(ResultSet row) throws SQLException {
        return new UtilisationLaw(
                row.getDouble("base_cores"),
                row.getDouble("demand_seconds"),
                row.getDouble("p00"),
                row.getDouble("p01"),
                row.getDouble("p11"),
                row.getDouble("residual_variance"),
                row.getDouble("observations"));
    }

    private static List<LoadBin> bins(ResultSet row) throws SQLException {
        int[] bands = Row.array(row, "band", int[].class);
        double[] windows = Row.array(row, "bin_windows", double[].class);
        double[] requests = Row.array(row, "bin_requests", double[].class);
        double[] seconds = Row.array(row, "bin_seconds", double[].class);
        double[] coreSeconds = Row.array(row, "core_seconds", double[].class);
        double[] throttled = Row.array(row, "throttled", double[].class);
        double[] errors = Row.array(row, "bin_errors", double[].class);
        int[][] buckets = Row.array(row, "buckets", int[][].class);
        double[][] counts = Row.array(row, "counts", double[][].class);
        double[][] totals = Row.array(row, "axis_totals", double[][].class);
        double[][] axisSeconds = Row.array(row, "axis_seconds", double[][].class);
        double[][] peerSeconds = Row.array(row, "peer_seconds", double[][].class);
        var bins = new ArrayList<LoadBin>();
        for (int i = 0; i < bands.length; i++) {
            bins.add(new LoadBin(
                    bands[i],
                    windows[i],
                    requests[i],
                    seconds[i],
                    coreSeconds[i],
                    throttled[i],
                    errors[i],
                    LatencySketch.of(buckets[i], counts[i]),
                    // Curves that were stored before there were axes have none.
                    i < totals.length ? AxisTotals.of(boxed(totals[i]), boxed(axisSeconds[i])) : AxisTotals.none(),
                    i < peerSeconds.length ? PeerSeconds.of(peerSeconds[i]) : PeerSeconds.none()));
        }
        return bins;
    }

    private static List<Double> boxed(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
