package io.loadmark.app.query;

import io.loadmark.model.share.CpuSet;
import io.loadmark.model.share.Guest;
import io.loadmark.model.share.GuestHost;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the present guests of each host may claim of its CPUs, as view {@code cpu_claims} tells, or as it might be. */
final class CpuClaims {
    private static final String SQL = """
            SELECT host_id, ifNull(host_name, '') AS name, domain_id, vcpus, shares, vcpu_quota_cores, quota_cores, vcpu_pins,
                ifNull(cpuset, '') AS guest_cpus, ifNull(host_cpus, 0) AS cpus, toJSONString(host_cpu_numbers) AS numbers
            FROM cpu_claims WHERE tenant = ? ORDER BY host_id, domain_id""";

    /** A host keeps its hierarchy until it is set up anew, so any reading tells. */
    private static final String HIERARCHY =
            "SELECT hierarchy FROM cgroup_samples WHERE tenant = ? AND host_id = ? LIMIT 1";

    /** What the kernel gives groups that were given nothing else: cpu.weight with cgroup v2, cpu.shares with v1. */
    private static final double USUAL_WEIGHT = 100;

    private static final double USUAL_SHARES = 1024;

    private final Map<String, Claimed> hosts;
    private final Map<String, String> hostOf = new HashMap<>();
    private final Map<String, Map<String, Double>> guaranteed = new HashMap<>();

    /**
     * A host and its guests.
     *
     * @param name its id where it is not known
     * @param cpus those online; none when not known
     * @param usualShares of guests that were given none; absent when not known
     */
    private record Claimed(
            String name, CpuSet cpus, @Nullable Double usualShares, List<Guest> guests) {
        Optional<Guest> guest(String id) {
            return guests.stream().filter(guest -> guest.id().equals(id)).findFirst();
        }

        Claimed without(String id) {
            return new Claimed(
                    name,
                    cpus,
                    usualShares,
                    guests.stream().filter(guest -> !guest.id().equals(id)).toList());
        }

        Claimed with(Guest guest) {
            var all = new ArrayList<>(without(guest.id()).guests);
            all.add(guest);
            return new Claimed(name, cpus, usualShares, all);
        }

        boolean isMixed() {
            long own = guests.stream().filter(guest -> guest.shares() != null).count();
            return own > 0 && own < guests.size();
        }
    }

    private CpuClaims(Map<String, Claimed> hosts) {
        this.hosts = hosts;
        hosts.forEach((id, host) -> host.guests.forEach(guest -> hostOf.put(guest.id(), id)));
    }

    static CpuClaims of(Connection connection, String tenant) throws SQLException {
        var hosts = new LinkedHashMap<String, Claimed>();
        try (var statement = connection.prepareStatement(SQL)) {
            statement.setString(1, tenant);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    String id = rows.getString("host_id");
                    var host = hosts.get(id);
                    hosts.put(id, (host == null ? host(rows) : host).with(guest(rows)));
                }
            }
        }
        for (var host : hosts.entrySet()) {
            if (host.getValue().isMixed())
                host.setValue(withUsual(host.getValue(), usual(connection, tenant, host.getKey())));
        }
        return new CpuClaims(hosts);
    }

    private static Claimed host(ResultSet row) throws SQLException {
        String name = row.getString("name");
        int[] numbers = Row.array(row, "numbers", int[].class);
        var cpus = numbers.length > 0 ? CpuSet.of(numbers) : CpuSet.first(row.getInt("cpus"));
        return new Claimed(name.isEmpty() ? row.getString("host_id") : name, cpus, null, List.of());
    }

    private static Guest guest(ResultSet row) throws SQLException {
        return new Guest(
                row.getString("domain_id"),
                Math.max(0, row.getInt("vcpus")),
                positive(Row.decimal(row, "shares")),
                positive(Row.decimal(row, "vcpu_quota_cores")),
                positive(Row.decimal(row, "quota_cores")),
                pins(row.getString("vcpu_pins")),
                CpuSet.parse(row.getString("guest_cpus")).orElse(null));
    }

    private static @Nullable Double positive(@Nullable Double value) {
        return value == null || !(value > 0) ? null : value;
    }

    /** Of {@code 0:0-3 1:4}; what is no set of CPUs is no pin. */
    private static Map<Integer, CpuSet> pins(String text) {
        var pins = new TreeMap<Integer, CpuSet>();
        for (String pin : text.split(" ", -1)) {
            int colon = pin.indexOf(':');
            if (colon <= 0) continue;
            CpuSet.parse(pin.substring(colon + 1))
                    .ifPresent(cpus -> pins.put(Integer.valueOf(pin.substring(0, colon)), cpus));
        }
        return pins;
    }

    private static Claimed withUsual(Claimed host, @Nullable Double usual) {
        return new Claimed(host.name, host.cpus, usual, host.guests);
    }

    /** Shares or weight of guests that were given none; absent where no control group was ever read. */
    static @Nullable Double usual(Connection connection, String tenant, String host) throws SQLException {
        try (var statement = connection.prepareStatement(HIERARCHY)) {
            statement.setString(1, tenant);
            statement.setString(2, host);
            try (var rows = statement.executeQuery()) {
                if (!rows.next()) return null;
                return rows.getString("hierarchy").equals("V2") ? USUAL_WEIGHT : USUAL_SHARES;
            }
        }
    }

    /** With another number of vCPUs of some guests. */
    CpuClaims resized(Collection<String> domains, int vcpus) {
        var changed = new LinkedHashMap<>(hosts);
        changed.replaceAll((id, host) -> {
            var other = host;
            for (var guest : host.guests) if (domains.contains(guest.id())) other = other.with(guest.withVcpus(vcpus));
            return other;
        });
        return new CpuClaims(changed);
    }

    /**
     * With a guest on another host, its pins and shares as they are.
     *
     * @param usualShares of that host, as {@link #usual} tells
     */
    CpuClaims moved(String domain, Machines.Host to, @Nullable Double usualShares) {
        var found = hosts.values().stream()
                .flatMap(host -> host.guest(domain).stream())
                .findFirst();
        if (found.isEmpty()) return this;
        var changed = new LinkedHashMap<>(hosts);
        changed.replaceAll((id, host) -> host.without(domain));
        var target =
                changed.getOrDefault(to.id(), new Claimed(to.name(), CpuSet.first((int) to.cpus()), null, List.of()));
        changed.put(to.id(), withUsual(target, usualShares).with(found.get()));
        return new CpuClaims(changed);
    }

    /** What a guest is sure to get, on the host that has it now. */
    Guarantee guarantee(String domain) {
        String id = hostOf.get(domain);
        var host = id == null ? null : hosts.get(id);
        if (id == null || host == null) return Guarantee.unknown("the inventory knows no guest " + domain);
        return guarantee(id, host, host.guest(domain).orElseThrow());
    }

    private Guarantee guarantee(String id, Claimed host, Guest guest) {
        if (host.cpus.isEmpty()) {
            return Guarantee.unknown("nothing tells how many CPUs " + host.name + " has; its collector would");
        }
        if (guest.vcpus() == 0) return Guarantee.unknown("the vCPUs of its guest on " + host.name + " are not known");
        var cores = guaranteed.computeIfAbsent(
                id, any -> new GuestHost(host.cpus, host.usualShares, host.guests).guaranteed());
        double sure = cores.getOrDefault(guest.id(), 0.0);
        int others = host.guests.size() - 1;
        return new Guarantee(
                sure,
                (double) guest.vcpus(),
                true,
                Guarantee.words(sure, guest.vcpus(), "vCPUs", host.name, others, "neighbour"));
    }
}
