package io.loadmark.app.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loadmark.model.accuracy.Slot;
import io.loadmark.model.sketch.LatencySketch;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The minutes of a service's instances, by layer, as ClickHouse holds them. */
final class PastSlots {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A minute in which a layer was not seen all the time has no load of that layer. */
    private static final String SQL = """
            SELECT instance_id, toUnixTimestamp(toStartOfMinute(start)) AS minute,
                sum(requests_per_second * length_micros) / sum(length_micros) AS throughput,
                if(count(process_cpu_cores) = count(), avg(process_cpu_cores), NULL) AS process,
                if(count(cgroup_cpu_cores) = count(), avg(cgroup_cpu_cores), NULL) AS cgroup,
                if(count(domain_cpu_cores) = count(), avg(domain_cpu_cores), NULL) AS domain,
                if(count(host_cpu_cores) = count(), avg(host_cpu_cores), NULL) AS host,
                sumMap(latency_buckets, latency_counts) AS sketch,
                toJSONString(sketch.1) AS buckets, toJSONString(sketch.2) AS counts
            FROM latest_load_samples
            WHERE tenant = ? AND service_namespace = ? AND service_name = ? AND revision >= 0 AND NOT moved
                AND start >= fromUnixTimestamp64Micro(?)
            GROUP BY instance_id, minute
            HAVING throughput > 0""";

    /** A minute of an instance, with the load of each layer. */
    private record Minute(long startMicros, double throughput, Map<String, Double> cores, LatencySketch latency) {}

    private final Map<String, NavigableMap<Long, Minute>> byInstance = new HashMap<>();

    private PastSlots() {}

    static PastSlots of(Connection connection, String tenant, ServiceName service, long fromMicros)
            throws SQLException {
        var slots = new PastSlots();
        try (var statement = connection.prepareStatement(SQL)) {
            statement.setString(1, tenant);
            statement.setString(2, service.namespace());
            statement.setString(3, service.name());
            statement.setLong(4, fromMicros);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) slots.add(rows);
            }
        }
        return slots;
    }

    private void add(ResultSet row) throws SQLException {
        var cores = new HashMap<String, Double>();
        for (var scope : new String[] {"process", "cgroup", "domain", "host"}) {
            double value = row.getDouble(scope);
            if (!row.wasNull()) cores.put(scope, value);
        }
        long start = row.getLong("minute") * 1_000_000;
        byInstance
                .computeIfAbsent(row.getString("instance_id"), id -> new TreeMap<>())
                .put(start, new Minute(start, row.getDouble("throughput"), cores, latency(row)));
    }

    private static LatencySketch latency(ResultSet row) throws SQLException {
        try {
            return LatencySketch.of(
                    JSON.readValue(row.getString("buckets"), int[].class),
                    JSON.readValue(row.getString("counts"), double[].class));
        } catch (JsonProcessingException e) {
            throw new SQLException("the latencies of a load sample are no arrays", e);
        }
    }

    /** The minutes that begin in [from, to), ascending, with the load of a layer such as {@code CGROUP}. */
    List<Slot> between(String instance, String scope, long fromMicros, long toMicros) {
        var minutes = byInstance.getOrDefault(instance, new TreeMap<>());
        return minutes.subMap(fromMicros, toMicros).values().stream()
                .map(minute -> slot(minute, scope))
                .toList();
    }

    /** The last minute that begins before a time. */
    @Nullable
    Slot before(String instance, String scope, long micros) {
        var entry = byInstance.getOrDefault(instance, new TreeMap<>()).lowerEntry(micros);
        return entry == null ? null : slot(entry.getValue(), scope);
    }

    private static Slot slot(Minute minute, String scope) {
        return new Slot(
                minute.startMicros(),
                minute.throughput(),
                minute.cores().get(scope.toLowerCase(Locale.ROOT)),
                minute.latency());
    }
}
