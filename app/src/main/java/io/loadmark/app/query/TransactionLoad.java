package io.loadmark.app.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a business transaction asks of every service, out of traces. All of it is reckoned over the time for which the
 * transaction is known, the newest window left out, whose traces are still being judged.
 *
 * @param name its name
 * @param perMinute transactions a minute, by the declared counter if there is one
 * @param traces transactions looked at
 * @param orphans visits whose way back to the root is broken
 * @param elsewhere visits of services beyond the limit of a window, for one transaction
 * @param visits visits for one transaction, by service and route
 * @param shares of a service's requests those that are such visits, by service and route; services whose requests are not known
 *     are left out
 */
record TransactionLoad(
        String name,
        double perMinute,
        long traces,
        long orphans,
        double elsewhere,
        SortedMap<ServiceName, SortedMap<String, Double>> visits,
        Map<ServiceName, Map<String, Double>> shares) {
    private static final String SPAN = """
            SELECT toUnixTimestamp64Micro(minIf(start, transaction = ?)) AS first, toUnixTimestamp64Micro(max(start)) AS newest,
                countIf(transaction = ?) AS rows, max(length_micros) AS length,
                arrayStringConcat(arraySort(groupUniqArray(toString(transaction))), ', ') AS names
            FROM transaction_windows
            WHERE tenant = ? AND start > (SELECT max(start) FROM transaction_windows WHERE tenant = ?) - INTERVAL ? SECOND""";

    private static final String WITHIN =
            " WHERE tenant = ? AND start >= fromUnixTimestamp64Micro(?) AND start < fromUnixTimestamp64Micro(?)";

    private static final String TOTALS = "SELECT sum(transactions) AS transactions, sum(counted) AS counted,"
            + " sum(traces) AS traces, sum(orphans) AS orphans FROM transaction_windows FINAL" + WITHIN
            + " AND transaction = ?";

    private static final String VISITS = """
            SELECT tupleElement(step, 1) AS namespace, tupleElement(step, 2) AS service, tupleElement(step, 3) AS route,
                sum(tupleElement(step, 4)) AS visits
            FROM (
                SELECT arrayJoin(arrayZip(`steps.service_namespace`, `steps.service_name`, `steps.route`, `steps.visits`)) AS step
                FROM transaction_windows FINAL""" + WITHIN + """
             AND transaction = ?
            )
            GROUP BY namespace, service, route""";

    /** Before calibration, as visits are: both count spans. */
    private static final String REQUESTS =
            "SELECT service_namespace, service_name, sum(requests) AS requests FROM latest_requests" + WITHIN
                    + " GROUP BY service_namespace, service_name";

    /** Time over which it is reckoned, microseconds since 1970. */
    private record Period(String tenant, long fromMicros, long toMicros) {}

    /**
     * Asks.
     *
     * @throws NothingYetException if there were no such transactions
     */
    static TransactionLoad of(Connection connection, String tenant, String name, long withinSeconds)
            throws SQLException {
        var period = period(connection, tenant, name, withinSeconds);
        var visits = visits(connection, period, name);
        var other = visits.remove(new ServiceName("", ""));
        try (var statement = connection.prepareStatement(TOTALS)) {
            statement.setString(1, tenant);
            statement.setLong(2, period.fromMicros());
            statement.setLong(3, period.toMicros());
            statement.setString(4, name);
            try (var rows = statement.executeQuery()) {
                if (!rows.next()) throw none(name, "");
                double transactions = rows.getDouble("transactions");
                double counted = rows.getDouble("counted");
                if (transactions <= 0) throw counted > 0 ? countedOnly(name) : none(name, "");
                var shares = shares(visits, requests(connection, period));
                visits.values().forEach(routes -> routes.replaceAll((route, sum) -> sum / transactions));
                return new TransactionLoad(
                        name,
                        (counted > 0 ? counted : transactions) / (period.toMicros() - period.fromMicros()) * 60e6,
                        rows.getLong("traces"),
                        rows.getLong("orphans"),
                        other == null ? 0 : sum(other) / transactions,
                        visits,
                        shares);
            }
        }
    }

    static double sum(Map<String, Double> byRoute) {
        return byRoute.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static Period period(Connection connection, String tenant, String name, long withinSeconds)
            throws SQLException {
        try (var statement = connection.prepareStatement(SPAN)) {
            statement.setString(1, name);
            statement.setString(2, name);
            statement.setString(3, tenant);
            statement.setString(4, tenant);
            statement.setLong(5, withinSeconds);
            try (var rows = statement.executeQuery()) {
                if (!rows.next() || rows.getLong("rows") == 0) throw none(name, rows.getString("names"));
                long first = rows.getLong("first");
                return new Period(tenant, first, Math.max(first + rows.getLong("length"), rows.getLong("newest")));
            }
        }
    }

    private static NothingYetException none(String name, String others) {
        return new NothingYetException("no transaction " + name + " has been seen within --within; "
                + (others.isEmpty()
                        ? "streams.transactions declares them, and they are known half a minute later"
                        : "seen were: " + others));
    }

    private static NothingYetException countedOnly(String name) {
        return new NothingYetException(
                "transaction " + name + " is known by its counter alone; what it asks of services is told by"
                        + " traces: declare the service and route that it begins with beside the counter in streams.transactions");
    }

    private static SortedMap<ServiceName, SortedMap<String, Double>> visits(
            Connection connection, Period period, String name) throws SQLException {
        try (var statement = connection.prepareStatement(VISITS)) {
            statement.setString(1, period.tenant());
            statement.setLong(2, period.fromMicros());
            statement.setLong(3, period.toMicros());
            statement.setString(4, name);
            try (var rows = statement.executeQuery()) {
                var found = new TreeMap<ServiceName, SortedMap<String, Double>>();
                while (rows.next()) {
                    var service = new ServiceName(rows.getString("namespace"), rows.getString("service"));
                    found.computeIfAbsent(service, s -> new TreeMap<>())
                            .put(rows.getString("route"), rows.getDouble("visits"));
                }
                return found;
            }
        }
    }

    private static Map<ServiceName, Double> requests(Connection connection, Period period) throws SQLException {
        try (var statement = connection.prepareStatement(REQUESTS)) {
            statement.setString(1, period.tenant());
            statement.setLong(2, period.fromMicros());
            statement.setLong(3, period.toMicros());
            try (var rows = statement.executeQuery()) {
                var found = new HashMap<ServiceName, Double>();
                while (rows.next()) {
                    found.put(
                            new ServiceName(rows.getString("service_namespace"), rows.getString("service_name")),
                            rows.getDouble("requests"));
                }
                return found;
            }
        }
    }

    /** A sample of traces may show a few visits more than there were requests: not more than all of them. */
    private static Map<ServiceName, Map<String, Double>> shares(
            Map<ServiceName, SortedMap<String, Double>> visits, Map<ServiceName, Double> requests) {
        var shares = new HashMap<ServiceName, Map<String, Double>>();
        visits.forEach((service, routes) -> {
            Double all = requests.get(service);
            if (all == null || all <= 0) return;
            double of = Math.max(all, sum(routes));
            var byRoute = new TreeMap<String, Double>();
            routes.forEach((route, sum) -> byRoute.put(route, sum / of));
            shares.put(service, byRoute);
        });
        return shares;
    }

    /** Services that it visits, in order. */
    List<ServiceName> services() {
        return new ArrayList<>(visits.keySet());
    }
}
