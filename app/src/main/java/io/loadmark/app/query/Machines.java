package io.loadmark.app.query;

import io.loadmark.runtime.config.ConfigException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What ClickHouse knows of a tenant's hosts and libvirt domains. */
record Machines(Connection connection, String tenant) {
    private static final String DOMAINS = """
            SELECT host_id, entity_id, domain_name, ifNull(domain_vcpus, 0) AS vcpus,
                coalesce(domain_memory_bytes, domain_current_memory_bytes, 0) AS memory
            FROM inventory FINAL
            WHERE tenant = ? AND kind = 'DOMAIN' AND (domain_name = ? OR entity_id = ?)
            ORDER BY valid_from DESC LIMIT 1 BY entity_id""";

    private static final String HOSTS = """
            SELECT host_id, ifNull(host_host_name, '') AS name, ifNull(host_cpu_model, '') AS model,
                ifNull(host_online_cpus, 0) AS cpus, coalesce(host_physical_cores, host_online_cpus, 0) AS cores,
                ifNull(host_memory_bytes, 0) AS memory, ifNull(host_hypervisor, '') AS hypervisor
            FROM inventory FINAL
            WHERE tenant = ? AND kind = 'HOST' AND (host_host_name = ? OR host_id = ?)
            ORDER BY valid_from DESC LIMIT 1 BY host_id""";

    private static final String INSTANCES = """
            SELECT DISTINCT instance_id FROM load_samples
            WHERE tenant = ? AND service_namespace = ? AND service_name = ? AND host_id IN (
                SELECT host_id FROM inventory WHERE tenant = ? AND kind = 'HOST' AND host_product_uuid = ?)""";

    private static final String PROMISED = """
            SELECT sum(vcpus) AS vcpus, sum(memory_bytes) AS memory FROM overcommit WHERE tenant = ? AND host_id = ?""";

    /** The busiest ten seconds of an entity, reckoned back from its own newest. */
    private static final String BUSIEST = """
            WITH (SELECT max(end_at) FROM usage WHERE tenant = ? AND kind = ? AND entity_id = ?) AS newest
            SELECT max(cores) AS busiest FROM (
                SELECT sum(cpu_cores * seconds) / sum(seconds) AS cores FROM usage FINAL
                WHERE tenant = ? AND kind = ? AND entity_id = ? AND end_at > newest - INTERVAL ? SECOND AND cpu_cores IS NOT NULL
                GROUP BY toStartOfInterval(end_at, INTERVAL 10 SECOND))""";

    /** Demand of a request on each of two CPU models, service by service and version by version. */
    private static final String SPEEDS = """
            WITH models AS (
                SELECT host_id AS id, argMax(host_cpu_model, valid_from) AS model FROM inventory
                WHERE tenant = ? AND kind = 'HOST' GROUP BY host_id),
            placed AS (
                SELECT service_namespace, service_name, instance_id, argMax(physical_host_id, start) AS id FROM load_samples
                WHERE tenant = ? AND physical_host_id IS NOT NULL GROUP BY service_namespace, service_name, instance_id)
            SELECT avgIf(demand_seconds, model = ?) / avgIf(demand_seconds, model = ?) AS slowdown
            FROM latest_curves
            INNER JOIN placed USING (service_namespace, service_name, instance_id)
            INNER JOIN models USING (id)
            WHERE tenant = ? AND windows >= 15 AND demand_seconds > 0
            GROUP BY service_namespace, service_name, service_version
            HAVING countIf(model = ?) > 0 AND countIf(model = ?) > 0
            ORDER BY slowdown""";

    /** A libvirt domain; {@code hostId} is where it was last. */
    record Domain(String hostId, String uuid, String name, long vcpus, long memory) {}

    /**
     * A host.
     *
     * @param name its id where the name isn't known
     * @param model of its CPU; empty when unknown
     * @param cpus logical ones; 0 when unknown
     * @param cores physical ones, else logical ones; 0 when unknown
     * @param memory bytes; 0 when unknown
     * @param hypervisor what it is a guest of; empty on bare metal
     */
    record Host(String id, String name, String model, long cpus, long cores, long memory, String hypervisor) {}

    /** What a host has promised to its guests. */
    record Promised(long vcpus, long memory) {}

    /**
     * A domain by name or UUID.
     *
     * @throws ConfigException if none or several are called so
     */
    Domain domain(String asked) throws SQLException {
        try (var statement = prepared(DOMAINS, tenant, asked, asked);
                var rows = statement.executeQuery()) {
            var found = new ArrayList<Domain>();
            while (rows.next()) {
                found.add(new Domain(
                        rows.getString("host_id"),
                        rows.getString("entity_id"),
                        rows.getString("domain_name"),
                        rows.getLong("vcpus"),
                        rows.getLong("memory")));
            }
            return only(found, "domain", asked);
        }
    }

    /**
     * A host by name or id.
     *
     * @throws ConfigException if none or several are called so
     */
    Host host(String asked) throws SQLException {
        return only(hosts(asked), "host", asked);
    }

    /** Those of that name or id, mostly one. */
    List<Host> hosts(String asked) throws SQLException {
        try (var statement = prepared(HOSTS, tenant, asked, asked);
                var rows = statement.executeQuery()) {
            var found = new ArrayList<Host>();
            while (rows.next()) found.add(host(rows));
            return found;
        }
    }

    /**
     * The ids of hosts that are asked for by name or id.
     *
     * @param ids those that need no name
     * @throws ConfigException if several are called so; a name that nobody has stays what it is
     */
    Set<String> ids(Set<String> asked, Collection<String> ids) throws SQLException {
        var found = new HashSet<String>();
        for (String name : asked) {
            boolean known = ids.contains(name) || hosts(name).isEmpty();
            found.add(known ? name : host(name).id());
        }
        return found;
    }

    private static Host host(ResultSet row) throws SQLException {
        String name = row.getString("name");
        String id = row.getString("host_id");
        return new Host(
                id,
                name.isEmpty() ? id : name,
                row.getString("model"),
                row.getLong("cpus"),
                row.getLong("cores"),
                row.getLong("memory"),
                row.getString("hypervisor"));
    }

    private static <T> T only(List<T> found, String what, String asked) {
        if (found.size() == 1) return found.get(0);
        throw new ConfigException(
                found.isEmpty()
                        ? "no " + what + " " + asked + " has been seen"
                        : "several are called " + asked + ", use the id of the " + what);
    }

    /** Instances of a service that ran in a domain. */
    Set<String> instances(ServiceName service, Domain domain) throws SQLException {
        try (var statement = prepared(INSTANCES, tenant, service.namespace(), service.name(), tenant, domain.uuid());
                var rows = statement.executeQuery()) {
            var found = new HashSet<String>();
            while (rows.next()) found.add(rows.getString("instance_id"));
            return found;
        }
    }

    /** Nothing of a host that never had guests. */
    Promised promised(Host host) throws SQLException {
        try (var statement = prepared(PROMISED, tenant, host.id());
                var rows = statement.executeQuery()) {
            return rows.next() ? new Promised(rows.getLong("vcpus"), rows.getLong("memory")) : new Promised(0, 0);
        }
    }

    /** Cores that a host used in its busiest ten seconds of so many; absent when not seen. */
    @Nullable
    Double busiest(Host host, long withinSeconds) throws SQLException {
        return busiest("HOST", host.id(), withinSeconds);
    }

    /** The same of a domain. */
    @Nullable
    Double busiest(Domain domain, long withinSeconds) throws SQLException {
        return busiest("DOMAIN", domain.uuid(), withinSeconds);
    }

    private @Nullable Double busiest(String kind, String entity, long withinSeconds) throws SQLException {
        try (var statement = prepared(BUSIEST, tenant, kind, entity, tenant, kind, entity)) {
            statement.setLong(7, withinSeconds);
            try (var rows = statement.executeQuery()) {
                if (!rows.next()) return null;
                double value = rows.getDouble("busiest");
                return rows.wasNull() ? null : Double.valueOf(value);
            }
        }
    }

    /** Demand of a request on one CPU model over that on another, of each service seen on both, ascending. */
    List<Double> slowdowns(String from, String to) throws SQLException {
        try (var statement = prepared(SPEEDS, tenant, tenant, to, from, tenant, to, from);
                var rows = statement.executeQuery()) {
            var ratios = new ArrayList<Double>();
            while (rows.next()) ratios.add(rows.getDouble("slowdown"));
            return ratios;
        }
    }

    private PreparedStatement prepared(String sql, String... values) throws SQLException {
        var statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) statement.setString(i + 1, values[i]);
        return statement;
    }
}
