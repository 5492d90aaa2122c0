package io.loadmark.app.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an instance was last seen.
 *
 * @param hostId the physical host
 * @param domainId UUID of the libvirt domain, for a guest
 * @param cgroupPath of the host whose collector saw it
 */
record Placement(
        String hostId, @Nullable String domainId, @Nullable String cgroupPath) {
    private static final String SQL = """
            WITH (SELECT max(start) FROM load_samples WHERE tenant = ?) AS newest
            SELECT service_namespace, service_name, instance_id, assumeNotNull(physical_host_id) AS host, domain_id, cgroup_path
            FROM load_samples
            WHERE tenant = ? AND physical_host_id IS NOT NULL AND start > newest - INTERVAL ? SECOND
            ORDER BY start DESC LIMIT 1 BY service_namespace, service_name, instance_id""";

    /** Of all instances that were placed so many seconds before the tenant's newest load sample or later. */
    static Map<ServiceName, Map<String, Placement>> of(Connection connection, String tenant, long withinSeconds)
            throws SQLException {
        try (var statement = connection.prepareStatement(SQL)) {
            statement.setString(1, tenant);
            statement.setString(2, tenant);
            statement.setLong(3, withinSeconds);
            try (var rows = statement.executeQuery()) {
                var found = new HashMap<ServiceName, Map<String, Placement>>();
                while (rows.next()) {
                    var service = new ServiceName(rows.getString("service_namespace"), rows.getString("service_name"));
                    found.computeIfAbsent(service, name -> new HashMap<>())
                            .put(
                                    rows.getString("instance_id"),
                                    new Placement(
                                            rows.getString("host"),
                                            rows.getString("domain_id"),
                                            rows.getString("cgroup_path")));
                }
                return found;
            }
        }
    }
}
