package io.loadmark.app.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loadmark.model.capacity.Capacity;
import io.loadmark.model.capacity.CapacityEstimator;
import io.loadmark.model.capacity.Deployment;
import io.loadmark.model.capacity.OtherSize;
import io.loadmark.model.capacity.ServiceCapacity;
import io.loadmark.model.capacity.Sla;
import io.loadmark.model.curve.AxisTotals;
import io.loadmark.model.curve.ChangePoint;
import io.loadmark.model.curve.LoadBin;
import io.loadmark.model.curve.LoadQpsCurve;
import io.loadmark.model.curve.RouteShare;
import io.loadmark.model.curve.UtilisationLaw;
import io.loadmark.model.sketch.LatencySketch;
import io.loadmark.runtime.config.ConfigException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Curves as ClickHouse holds them. */
public final class StoredCurves {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double SAME_SIZE = 0.05;

    /** Arrays come as JSON text, which every version of the driver reads alike. */
    private static final String COLUMNS = """
            SELECT service_namespace, service_name, instance_id, scope, service_version, windows, too_late, barred,
                toUnixTimestamp64Micro(last_window) AS last_micros, toUnixTimestamp64Micro(first_window) AS first_micros,
                entitlement_cores, quota_cores, quota_period_micros, host_cores, threads_per_core,
                base_cores, demand_seconds, p00, p01, p11, residual_variance, observations,
                toJSONString(`bins.band`) AS band, toJSONString(`bins.windows`) AS bin_windows,
                toJSONString(`bins.requests`) AS bin_requests, toJSONString(`bins.seconds`) AS bin_seconds,
                toJSONString(`bins.core_seconds`) AS core_seconds, toJSONString(`bins.throttled_ratio`) AS throttled,
                toJSONString(`bins.errors`) AS bin_errors, toJSONString(`bins.latency_buckets`) AS buckets,
                toJSONString(`bins.latency_counts`) AS counts,
                toJSONString(`bins.axis_totals`) AS axis_totals, toJSONString(`bins.axis_seconds`) AS axis_seconds,
                max_utilisation, max_requests_per_second, peak_concurrency, sampling_verified,
                toJSONString(`mix.route`) AS mix_route, toJSONString(`mix.share`) AS mix_share,
                toJSONString(`mix.excess_seconds`) AS mix_excess, toJSONString(`mix.variance`) AS mix_variance
            """;

    private static final String SQL =
            COLUMNS + "FROM latest_curves WHERE tenant = ? ORDER BY service_namespace, service_name, instance_id";

    private static final String ONE_SERVICE = SQL.replace("tenant = ?", "tenant = ? AND service_name = ?");

    /** The key columns alone find the rows; the wide ones are then read for those only. */
    private static final String HISTORY = COLUMNS + """
            FROM curves FINAL
            WHERE tenant = ? AND service_namespace = ? AND service_name = ? AND (instance_id, last_window) IN (
                SELECT instance_id, max(last_window) FROM curves
                WHERE tenant = ? AND service_namespace = ? AND service_name = ? AND last_window >= fromUnixTimestamp64Micro(?)
                GROUP BY instance_id, intDiv(toUnixTimestamp64Micro(last_window), ?))
            ORDER BY instance_id, last_window""";

    /** The newest curve of an instance. */
    public record Stored(String instance, LoadQpsCurve curve) {}

    /**
     * A curve of an instance as it once was.
     *
     * @param scope layer whose CPU is the load axis, such as {@code CGROUP}
     */
    record Past(String instance, String scope, LoadQpsCurve curve) {}

    private StoredCurves() {}

    /**
     * A service and the newest curves of its instances, in the order of their ids.
     *
     * @param service its name, or its namespace and name with a slash between
     * @param withinSeconds instances whose newest window is older than the newest of all by more are left out
     * @throws NothingYetException if nothing has been learned of it
     * @throws ConfigException if the name alone stands for several services
     */
    public static Map.Entry<ServiceName, List<Stored>> named(
            Connection connection, String tenant, String service, long withinSeconds) throws SQLException {
        try (var statement = connection.prepareStatement(ONE_SERVICE)) {
            statement.setString(1, tenant);
            statement.setString(2, service.substring(service.lastIndexOf('/') + 1));
            var found = read(statement, withinSeconds);
            found.keySet().removeIf(name -> !name.isMeantBy(service));
            if (found.size() > 1) {
                throw new ConfigException("several services are called " + service + ": " + found.keySet());
            }
            return found.entrySet().stream()
                    .findFirst()
                    .orElseThrow(() -> new NothingYetException("nothing has been learned of a service " + service
                            + " yet; `loadmark sql 'SELECT DISTINCT service_name FROM requests'` lists what is seen"));
        }
    }

    /** The same of every service of a tenant. */
    static SortedMap<ServiceName, List<Stored>> all(Connection connection, String tenant, long withinSeconds)
            throws SQLException {
        try (var statement = connection.prepareStatement(SQL)) {
            statement.setString(1, tenant);
            return read(statement, withinSeconds);
        }
    }

    /**
     * The last curves of each instance in every period, ascending by time within an instance.
     *
     * @param fromMicros of the oldest, microseconds since 1970
     * @param periodMicros length of the periods; they begin at multiples of it since 1970
     */
    static List<Past> history(
            Connection connection, String tenant, ServiceName service, long fromMicros, long periodMicros)
            throws SQLException {
        try (var statement = connection.prepareStatement(HISTORY)) {
            for (int side = 0; side <= 1; side++) {
                statement.setString(3 * side + 1, tenant);
                statement.setString(3 * side + 2, service.namespace());
                statement.setString(3 * side + 3, service.name());
            }
            statement.setLong(7, fromMicros);
            statement.setLong(8, periodMicros);
            var found = new ArrayList<Past>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new Past(rows.getString("instance_id"), rows.getString("scope"), curve(rows)));
                }
            }
            return found;
        }
    }

    /** The instances beside what each carries; their traffic is what they were learned from. */
    public static Deployment deployment(List<Stored> curves, Sla sla) {
        return deployment(curves, curve -> CapacityEstimator.estimate(curve, sla));
    }

    /** The same with every instance on a machine of so many CPUs; as those that have been seen on such a one, if any. */
    static Deployment resized(List<Stored> curves, Sla sla, int cpus) {
        var seen = curves.stream()
                .map(Stored::curve)
                .filter(curve -> Math.abs(curve.hostCores() - cpus) < SAME_SIZE * cpus)
                .map(curve -> CapacityEstimator.estimate(curve, sla))
                .filter(Capacity::isKnown)
                .min(Comparator.comparing(Capacity::qps, Comparator.nullsLast(Comparator.naturalOrder())));
        return deployment(curves, curve -> seen.orElseGet(() -> OtherSize.estimate(curve, sla, cpus)));
    }

    private static Deployment deployment(List<Stored> curves, Function<LoadQpsCurve, Capacity> capacity) {
        var parts = new TreeMap<String, ServiceCapacity.Part>();
        for (var stored : curves) {
            double requests = stored.curve().bins().stream()
                    .mapToDouble(LoadBin::requests)
                    .sum();
            parts.put(
                    stored.instance(),
                    new ServiceCapacity.Part(capacity.apply(stored.curve()), Math.max(requests, 1e-9)));
        }
        return new Deployment(parts);
    }

    private static SortedMap<ServiceName, List<Stored>> read(PreparedStatement statement, long withinSeconds)
            throws SQLException {
        var found = new TreeMap<ServiceName, List<Stored>>();
        try (var rows = statement.executeQuery()) {
            while (rows.next()) {
                var service = new ServiceName(rows.getString("service_namespace"), rows.getString("service_name"));
                found.computeIfAbsent(service, name -> new ArrayList<>())
                        .add(new Stored(rows.getString("instance_id"), curve(rows)));
            }
        }
        found.replaceAll((service, all) -> newest(all, withinSeconds * 1_000_000));
        return found;
    }

    private static List<Stored> newest(List<Stored> found, long withinMicros) {
        long last = found.stream()
                .mapToLong(stored -> stored.curve().lastWindowMicros())
                .max()
                .orElse(0);
        return found.stream()
                .filter(stored -> stored.curve().lastWindowMicros() >= last - withinMicros)
                .toList();
    }

    private static LoadQpsCurve curve(ResultSet row) throws SQLException {
        return new LoadQpsCurve(
                row.getString("service_version"),
                row.getLong("last_micros"),
                row.getLong("first_micros"),
                row.getLong("windows"),
                row.getLong("too_late"),
                row.getLong("barred"),
                row.getDouble("entitlement_cores"),
                nullable(row, "quota_cores"),
                nullableLong(row, "quota_period_micros"),
                row.getDouble("host_cores"),
                nullable(row, "threads_per_core"),
                law(row),
                bins(row),
                row.getDouble("max_utilisation"),
                row.getDouble("max_requests_per_second"),
                row.getDouble("peak_concurrency"),
                row.getBoolean("sampling_verified"),
                mix(row),
                ChangePoint.NONE);
    }

    private static List<RouteShare> mix(ResultSet row) throws SQLException {
        String[] routes = array(row, "mix_route", String[].class);
        double[] shares = array(row, "mix_share", double[].class);
        double[] excess = array(row, "mix_excess", double[].class);
        double[] variances = array(row, "mix_variance", double[].class);
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
        int[] bands = array(row, "band", int[].class);
        double[] windows = array(row, "bin_windows", double[].class);
        double[] requests = array(row, "bin_requests", double[].class);
        double[] seconds = array(row, "bin_seconds", double[].class);
        double[] coreSeconds = array(row, "core_seconds", double[].class);
        double[] throttled = array(row, "throttled", double[].class);
        double[] errors = array(row, "bin_errors", double[].class);
        int[][] buckets = array(row, "buckets", int[][].class);
        double[][] counts = array(row, "counts", double[][].class);
        double[][] totals = array(row, "axis_totals", double[][].class);
        double[][] axisSeconds = array(row, "axis_seconds", double[][].class);
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
                    i < totals.length ? AxisTotals.of(boxed(totals[i]), boxed(axisSeconds[i])) : AxisTotals.none()));
        }
        return bins;
    }

    private static List<Double> boxed(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    private static <T> T array(ResultSet row, String column, Class<T> type) throws SQLException {
        try {
            return JSON.readValue(row.getString(column), type);
        } catch (JsonProcessingException e) {
            throw new SQLException("column " + column + " of latest_curves holds no array", e);
        }
    }

    private static @Nullable Double nullable(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : Double.valueOf(value);
    }

    private static @Nullable Long nullableLong(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : Long.valueOf(value);
    }
}
