package io.loadmark.app.query;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a host has promised to its libvirt guests, as view {@code overcommit} tells; what the host itself never told is absent.
 *
 * @param host its name, or its id where the name isn't known
 * @param cores physical ones, or logical ones where the topology is hidden
 * @param logical whether they are logical
 * @param hostMemoryBytes MemTotal
 * @param memoryBytes what guests may have, but for those on hugepages
 * @param poolBytes hugepages of the host, as far as known
 * @param hugepageBytes what guests on hugepages have of them
 * @param beyond rules that are broken
 */
public record Overcommit(
        String host,
        String hostId,
        long domains,
        long vcpus,
        @Nullable Long cores,
        boolean logical,
        @Nullable Double vcpusPerCore,
        @Nullable Long hostMemoryBytes,
        long memoryBytes,
        long poolBytes,
        long hugepageBytes,
        @Nullable Double memoryRatio,
        List<String> beyond) {
    private static final String SQL = """
            SELECT host_id, host_name, domains, vcpus, cores, cores_kind = 'logical' AS logical, vcpus_per_core,
                host_memory_bytes, memory_bytes, hugepage_pool_bytes, hugepage_bytes, memory_ratio
            FROM overcommit WHERE tenant = ?""";

    /**
     * Up to where it is fine.
     *
     * @param vcpusPerCore above it vCPUs wait for each other
     * @param memoryRatio above it the host's own needs and its page cache are in danger
     */
    public record Rules(double vcpusPerCore, double memoryRatio) {
        private List<String> brokenBy(@Nullable Double vcpus, @Nullable Double memory) {
            var broken = new ArrayList<String>();
            if (vcpus != null && vcpus > vcpusPerCore) broken.add("vcpus");
            if (memory != null && memory > memoryRatio) broken.add("memory");
            return broken;
        }

        /** How near a host is to a rule; 1 is at it. */
        private double strain(Overcommit host) {
            double vcpus = host.vcpusPerCore == null ? 0 : host.vcpusPerCore / vcpusPerCore;
            double memory = host.memoryRatio == null ? 0 : host.memoryRatio / memoryRatio;
            return Math.max(vcpus, memory);
        }
    }

    public Overcommit {
        beyond = List.copyOf(beyond);
    }

    /** Of all hosts that have or had guests: those beyond a rule first, then the nearest to one. */
    public static List<Overcommit> of(Connection connection, String tenant, Rules rules) throws SQLException {
        try (var statement = connection.prepareStatement(SQL)) {
            statement.setString(1, tenant);
            try (var rows = statement.executeQuery()) {
                var hosts = new ArrayList<Overcommit>();
                while (rows.next()) hosts.add(host(rows, rules));
                hosts.sort(Comparator.comparingDouble(rules::strain).reversed().thenComparing(Overcommit::hostId));
                return hosts;
            }
        }
    }

    private static Overcommit host(ResultSet row, Rules rules) throws SQLException {
        String name = row.getString("host_name");
        String id = row.getString("host_id");
        var vcpus = Row.decimal(row, "vcpus_per_core");
        var memory = Row.decimal(row, "memory_ratio");
        return new Overcommit(
                name == null || name.isEmpty() ? id : name,
                id,
                row.getLong("domains"),
                row.getLong("vcpus"),
                Row.whole(row, "cores"),
                row.getBoolean("logical"),
                vcpus,
                Row.whole(row, "host_memory_bytes"),
                row.getLong("memory_bytes"),
                row.getLong("hugepage_pool_bytes"),
                row.getLong("hugepage_bytes"),
                memory,
                rules.brokenBy(vcpus, memory));
    }

    /** For programs. */
    public Map<String, @Nullable Object> fields() {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("host", host);
        fields.put("hostId", hostId);
        fields.put("domains", domains);
        fields.put("vcpus", vcpus);
        fields.put("cores", cores);
        fields.put("coresAreLogical", logical);
        fields.put("vcpusPerCore", vcpusPerCore);
        fields.put("hostMemoryBytes", hostMemoryBytes);
        fields.put("memoryBytes", memoryBytes);
        fields.put("memoryRatio", memoryRatio);
        fields.put("hugepagePoolBytes", poolBytes);
        fields.put("hugepageBytes", hugepageBytes);
        fields.put("beyond", beyond);
        return fields;
    }
}
