package io.loadmark.app.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * What a service is asked for, all its instances together, calibrated for sampling. Reckoned back from its tenant's newest
 * window, so that data whose source has ended still answers.
 *
 * @param now mean over the last minute, requests per second
 * @param peak highest mean over ten seconds, requests per second
 */
public record Demand(double now, double peak) {
    private static final String SQL = """
            WITH (SELECT max(start) FROM requests WHERE tenant = ?) AS newest
            SELECT service_namespace, service_name,
                sumIf(served, bucket > newest - INTERVAL 60 SECOND) / 60 AS now, max(served) / 10 AS peak
            FROM (
                SELECT service_namespace, service_name, toStartOfInterval(start, INTERVAL 10 SECOND) AS bucket,
                    sum(requests_per_second * length_micros / 1e6) AS served
                FROM latest_requests
                WHERE tenant = ? AND start > newest - INTERVAL ? SECOND
                GROUP BY service_namespace, service_name, bucket
            )
            GROUP BY service_namespace, service_name""";

    /** Of every service of a tenant that was asked within so many seconds. */
    static Map<ServiceName, Demand> of(Connection connection, String tenant, long withinSeconds) throws SQLException {
        try (var statement = connection.prepareStatement(SQL)) {
            statement.setString(1, tenant);
            statement.setString(2, tenant);
            statement.setLong(3, withinSeconds);
            try (var rows = statement.executeQuery()) {
                var found = new HashMap<ServiceName, Demand>();
                while (rows.next()) {
                    found.put(
                            new ServiceName(rows.getString("service_namespace"), rows.getString("service_name")),
                            new Demand(rows.getDouble("now"), rows.getDouble("peak")));
                }
                return found;
            }
        }
    }
}
