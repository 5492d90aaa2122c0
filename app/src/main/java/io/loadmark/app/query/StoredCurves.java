package io.loadmark.app.query;

import io.loadmark.model.capacity.Capacity;
import io.loadmark.model.capacity.CapacityEstimator;
import io.loadmark.model.capacity.Deployment;
import io.loadmark.model.capacity.OtherSize;
import io.loadmark.model.capacity.ServiceCapacity;
import io.loadmark.model.capacity.Sla;
import io.loadmark.model.curve.LoadBin;
import io.loadmark.model.curve.LoadQpsCurve;
import io.loadmark.model.curve.Shape;
import io.loadmark.runtime.config.ConfigException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Curves as ClickHouse holds them. */
public final class StoredCurves {
    private static final double SAME_SIZE = 0.05;

    private static final String SQL = CurveRows.COLUMNS
            + "FROM latest_curves WHERE tenant = ? ORDER BY service_namespace, service_name, instance_id";

    private static final String ONE_SERVICE = SQL.replace("tenant = ?", "tenant = ? AND service_name = ?");

    /** The key columns alone find the rows; the wide ones are then read for those only. */
    private static final String HISTORY = CurveRows.COLUMNS + """
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
                    found.add(new Past(rows.getString("instance_id"), rows.getString("scope"), CurveRows.curve(rows)));
                }
            }
            return found;
        }
    }

    /** The instances beside what each carries; their traffic is what they were learned from. */
    public static Deployment deployment(List<Stored> curves, Sla sla) {
        return deployment(curves, curve -> CapacityEstimator.estimate(curve, sla));
    }

    /** What an instance carries on its machine. */
    private record Seen(Shape shape, Capacity capacity) {}

    /**
     * The same with every instance on a machine of so many CPUs; as those that have been seen on such a one of no other CPU model, if
     * any.
     */
    static Deployment resized(List<Stored> curves, Sla sla, int cpus) {
        var ofThatSize = curves.stream()
                .map(Stored::curve)
                .filter(curve -> Math.abs(curve.shape().hostCores() - cpus) < SAME_SIZE * cpus)
                .map(curve -> new Seen(curve.shape(), CapacityEstimator.estimate(curve, sla)))
                .filter(seen -> seen.capacity().isKnown())
                .toList();
        return deployment(curves, curve -> ofThatSize.stream()
                .filter(seen -> !seen.shape().hasOtherCpus(curve.shape()))
                .map(Seen::capacity)
                .min(Comparator.comparing(Capacity::qps, Comparator.nullsLast(Comparator.naturalOrder())))
                .orElseGet(() -> OtherSize.estimate(curve, sla, cpus)));
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
                        .add(new Stored(rows.getString("instance_id"), CurveRows.curve(rows)));
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
}
