package io.loadmark.app.query;

import io.loadmark.app.query.Machines.Host;
import io.loadmark.app.query.StoredCurves.Stored;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the instances of services are sure to get where they run, as it is or as it might be. */
final class Guarantees {
    private final Machines machines;
    private final Map<ServiceName, Map<String, Placement>> placements;
    private final CpuClaims claims;
    private final @Nullable Integer cpus;
    private final Map<String, Host> hosts = new HashMap<>();
    private final Map<String, HostGroups> groups = new HashMap<>();

    private Guarantees(
            Machines machines,
            Map<ServiceName, Map<String, Placement>> placements,
            CpuClaims claims,
            @Nullable Integer cpus) {
        this.machines = machines;
        this.placements = placements;
        this.claims = claims;
        this.cpus = cpus;
    }

    /**
     * As it is.
     *
     * @param withinSeconds how far back instances are looked for
     */
    static Guarantees of(Connection connection, String tenant, long withinSeconds) throws SQLException {
        return new Guarantees(
                new Machines(connection, tenant),
                Placement.of(connection, tenant, withinSeconds),
                CpuClaims.of(connection, tenant),
                null);
    }

    /** With so many CPUs of each machine that a service runs on. */
    Guarantees resized(ServiceName service, int vcpus) {
        var domains = placed(service).values().stream()
                .map(Placement::domainId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return new Guarantees(machines, placements, claims.resized(domains, vcpus), vcpus);
    }

    /** With a libvirt domain on another host, both by name or id. */
    Guarantees moved(Move.Request request) throws SQLException {
        var domain = machines.domain(request.domain());
        var to = machines.host(request.host());
        var usual = CpuClaims.usual(machines.connection(), machines.tenant(), to.id());
        return new Guarantees(machines, placements, claims.moved(domain.uuid(), to, usual), cpus);
    }

    /** Of each instance. */
    Map<String, Guarantee> of(ServiceName service, List<Stored> curves) throws SQLException {
        var found = new TreeMap<String, Guarantee>();
        for (var stored : curves)
            found.put(stored.instance(), of(placed(service).get(stored.instance())));
        return found;
    }

    private Map<String, Placement> placed(ServiceName service) {
        return placements.getOrDefault(service, Map.of());
    }

    private Guarantee of(@Nullable Placement placement) throws SQLException {
        if (placement == null) return Guarantee.unknown("nothing tells of late on which host it runs");
        String domain = placement.domainId();
        return domain == null ? onHost(placement) : claims.guarantee(domain);
    }

    private Guarantee onHost(Placement placement) throws SQLException {
        String id = placement.hostId();
        var host = host(id);
        String path = placement.cgroupPath();
        if (host == null || host.cpus() <= 0) {
            return Guarantee.unknown("nothing tells how many CPUs " + id + " has; its collector would");
        }
        if (!host.hypervisor().isEmpty()) {
            return Guarantee.unknown(host.name() + " is a guest (" + host.hypervisor()
                    + ") of a host without a collector, which may give it less than its CPUs");
        }
        if (path == null) return Guarantee.unknown("its control group on " + host.name() + " is not known");
        double all = cpus == null ? (double) host.cpus() : (double) cpus;
        return groups(id).guarantee(path, host.name(), all);
    }

    private @Nullable Host host(String id) throws SQLException {
        var known = hosts.get(id);
        if (known != null) return known;
        for (var host : machines.hosts(id)) if (host.id().equals(id)) hosts.put(id, host);
        return hosts.get(id);
    }

    private HostGroups groups(String host) throws SQLException {
        var known = groups.get(host);
        if (known != null) return known;
        var read = HostGroups.of(machines.connection(), machines.tenant(), host, servicesOn(host));
        groups.put(host, read);
        return read;
    }

    private Set<String> servicesOn(String host) {
        return placements.values().stream()
                .flatMap(instances -> instances.values().stream())
                .filter(placement -> placement.hostId().equals(host) && placement.domainId() == null)
                .flatMap(placement -> Stream.ofNullable(placement.cgroupPath()))
                .collect(Collectors.toCollection(HashSet::new));
    }
}
