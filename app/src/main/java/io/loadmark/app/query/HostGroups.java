package io.loadmark.app.query;

import io.loadmark.model.share.ControlGroup;
import io.loadmark.model.share.GroupTree;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The control groups of a host as they were last read: containers, guests, and the services that are known by their requests. */
record HostGroups(List<ControlGroup> groups) {
    /** Of the last minute that was read, as what costs much to read is read every ten seconds only. */
    private static final String SQL = """
            WITH (SELECT max(at) FROM cgroup_samples WHERE tenant = ? AND host_id = ?) AS newest
            SELECT path, cpu_weight, quota_micros / nullIf(period_micros, 0) AS quota_cores, cpuset_cpus,
                coalesce(container_id, domain_uuid, domain_name, '') AS holds
            FROM cgroup_samples
            WHERE tenant = ? AND host_id = ? AND at > newest - INTERVAL 60 SECOND
            ORDER BY at DESC LIMIT 1 BY path""";

    private record Read(
            String path, @Nullable Double weight, @Nullable Double most, String holds) {}

    HostGroups {
        groups = List.copyOf(groups);
    }

    /**
     * Asks.
     *
     * @param services groups of instances that are known
     */
    static HostGroups of(Connection connection, String tenant, String host, Set<String> services) throws SQLException {
        try (var statement = connection.prepareStatement(SQL)) {
            for (int i = 1; i <= 3; i += 2) {
                statement.setString(i, tenant);
                statement.setString(i + 1, host);
            }
            try (var rows = statement.executeQuery()) {
                var read = new ArrayList<Read>();
                while (rows.next()) {
                    read.add(new Read(
                            rows.getString("path"),
                            Row.decimal(rows, "cpu_weight"),
                            least(Row.decimal(rows, "quota_cores"), Row.decimal(rows, "cpuset_cpus")),
                            rows.getString("holds")));
                }
                return new HostGroups(groups(read, services));
            }
        }
    }

    /** A container or guest is its topmost group; those below carry its name too. */
    private static List<ControlGroup> groups(List<Read> read, Set<String> services) {
        read.sort(Comparator.comparingInt((Read group) -> group.path.length()).thenComparing(Read::path));
        var topmost = new HashMap<String, String>();
        for (var group : read) if (!group.holds.isEmpty()) topmost.putIfAbsent(group.holds, group.path);
        return read.stream()
                .map(group -> new ControlGroup(
                        group.path,
                        group.weight,
                        group.most,
                        services.contains(group.path) || group.path.equals(topmost.get(group.holds))))
                .toList();
    }

    private static @Nullable Double least(@Nullable Double a, @Nullable Double b) {
        if (a == null || b == null) return a == null ? b : a;
        return Double.valueOf(Math.min(a, b));
    }

    /** What a group is sure to get on a host of so many CPUs. */
    Guarantee guarantee(String path, String host, double cpus) {
        var tree = new GroupTree(cpus, groups);
        if (path.equals("/") || !tree.holds(path)) {
            return Guarantee.unknown("no reading of a control group " + path + " of its own on " + host);
        }
        var sure = tree.of(path);
        Double cores = sure.cores();
        if (cores == null) {
            return Guarantee.unknown(
                    "cpu.weight of " + String.join(", ", sure.unweighted()) + " on " + host + " is not known");
        }
        return new Guarantee(
                cores, cpus, false, Guarantee.words(cores, cpus, "cores", host, tree.workloads() - 1, "neighbour"));
    }
}
