package io.loadmark.app.query;

import io.loadmark.app.query.StoredCurves.Stored;
import io.loadmark.model.capacity.Capacity;
import io.loadmark.model.capacity.Capacity.Bottleneck;
import io.loadmark.model.capacity.Sla;
import io.loadmark.model.curve.LoadBin;
import io.loadmark.model.curve.RouteCosts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The services that a business transaction visits when there are more of them. Each service's peak grows by the part of its load
 * that is the transaction's; what else is asked of it stays.
 *
 * @param growth of the transaction, 0.4 for +40 %
 * @param visited the services, those with the least headroom left first, those without a figure last
 */
public record TransactionGrowth(Sla sla, double growth, TransactionLoad load, List<Visited> visited) {
    private static final Comparator<Visited> LEAST_LEFT = Comparator.comparing(
                    Visited::headroom, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Visited::service);
    private static final long FEW_TRACES = 30;

    /**
     * Asks.
     *
     * @param transaction its name in streams.transactions
     * @param withinSeconds how far back traces, the peaks and the instances are looked for
     * @param traffic factor on the transaction, &gt; 0
     * @throws NothingYetException if there were no such transactions
     */
    public static TransactionGrowth of(
            Connection connection, String tenant, String transaction, Sla sla, long withinSeconds, double traffic)
            throws SQLException {
        var load = TransactionLoad.of(connection, tenant, transaction, withinSeconds);
        var demands = Demand.of(connection, tenant, withinSeconds);
        var curves = StoredCurves.all(connection, tenant, withinSeconds);
        var guarantees = Guarantees.of(connection, tenant, withinSeconds);
        var sure = new HashMap<ServiceName, Map<String, Guarantee>>();
        for (var service : load.services()) {
            var known = curves.getOrDefault(service, List.of());
            sure.put(service, guarantees.of(service, known));
        }
        var visited = load.services().parallelStream()
                .map(service -> {
                    var known = curves.getOrDefault(service, List.of());
                    var deployments =
                            known.isEmpty() ? null : Deployments.of(known, sla, sure.getOrDefault(service, Map.of()));
                    return visited(load, service, known, deployments, demands.get(service), traffic - 1);
                })
                .sorted(LEAST_LEFT)
                .toList();
        return new TransactionGrowth(sla, traffic - 1, load, visited);
    }

    private static Visited visited(
            TransactionLoad load,
            ServiceName service,
            List<Stored> curves,
            @Nullable Deployments deployments,
            @Nullable Demand demand,
            double growth) {
        var capacity = deployments == null ? null : deployments.capacityNow();
        var guaranteed = deployments == null ? null : deployments.capacityGuaranteed();
        var shares = load.shares().get(service);
        Double share = shares == null ? null : Double.valueOf(TransactionLoad.sum(shares));
        Double weight = shares == null ? null : Double.valueOf(weight(shares, curves, capacity));
        Double peak = demand == null ? null : Double.valueOf(demand.peak());
        Double then = peak == null || weight == null ? null : Double.valueOf(peak * (1 + growth * weight));
        double visits = TransactionLoad.sum(load.visits().getOrDefault(service, new TreeMap<>()));
        return new Visited(
                service,
                visits,
                share,
                weight,
                peak,
                then,
                capacity,
                guaranteed,
                fails(shares, curves, capacity, peak),
                fails(shares, curves, guaranteed, peak));
    }

    private static @Nullable Growth fails(
            @Nullable Map<String, Double> shares,
            List<Stored> curves,
            @Nullable Capacity capacity,
            @Nullable Double peak) {
        return shares == null || capacity == null ? null : Growth.of(capacity, peak, weight(shares, curves, capacity));
    }

    /** Where the CPU binds each route counts by what it costs, as far as that was learned. */
    private static double weight(Map<String, Double> shares, List<Stored> curves, @Nullable Capacity capacity) {
        boolean byCost = capacity != null
                && (capacity.bottleneck() == Bottleneck.CPU || capacity.bottleneck() == Bottleneck.QUOTA);
        double weight = 0;
        for (var route : shares.entrySet()) {
            weight += route.getValue() * (byCost ? cost(curves, route.getKey()) : 1);
        }
        return weight;
    }

    private static double cost(List<Stored> curves, String route) {
        double requests = 0;
        double cost = 0;
        for (var stored : curves) {
            double served = stored.curve().bins().stream()
                    .mapToDouble(LoadBin::requests)
                    .sum();
            requests += served;
            cost += served * RouteCosts.relative(stored.curve(), route);
        }
        return requests > 0 ? cost / requests : 1;
    }

    /** A service, and at which growth it fails. */
    record First(ServiceName service, Growth fails) {}

    /** The one whose capacity is reached at the least growth, among those of which that is known. */
    Optional<First> first() {
        return first(Visited::fails);
    }

    /** The same when all neighbours are busy. */
    Optional<First> firstGuaranteed() {
        return first(Visited::failsGuaranteed);
    }

    private Optional<First> first(Function<Visited, @Nullable Growth> growth) {
        return visited.stream()
                .flatMap(service ->
                        Stream.ofNullable(growth.apply(service)).map(fails -> new First(service.service(), fails)))
                .min(Comparator.comparingDouble(first -> first.fails().at()));
    }

    /** What to doubt. */
    List<String> notes() {
        var notes = new ArrayList<String>();
        var unknown = visited.stream()
                .filter(service -> service.fails() == null)
                .map(service -> service.service().toString())
                .toList();
        if (!unknown.isEmpty()) {
            notes.add("no capacity or no traffic is known of " + String.join(", ", unknown)
                    + ": any of them may fail before");
        }
        var unsure = visited.stream()
                .filter(service -> service.fails() != null && service.failsGuaranteed() == null)
                .map(service -> service.service().toString())
                .toList();
        if (!unsure.isEmpty()) {
            notes.add("what is guaranteed of " + String.join(", ", unsure)
                    + " when all neighbours are busy is not known");
        }
        if (load.traces() < FEW_TRACES) notes.add("only " + load.traces() + " traces were looked at");
        if (load.orphans() > 0) {
            notes.add(load.orphans() + " visits were found without their callers; they count by their trace alone");
        }
        if (load.elsewhere() > 0)
            notes.add("some visits are of services beyond the limit of a window and are left out");
        if (visited.stream().anyMatch(TransactionGrowth::isFar)) {
            notes.add("a service would get more than 1.5 times what was seen: confirm it by a load test");
        }
        if (visited.stream().anyMatch(TransactionGrowth::isDear)) {
            notes.add("routes count by their CPU time where the CPU binds: then/s are requests of today's mix");
        }
        return notes;
    }

    private static boolean isFar(Visited service) {
        return service.peak() != null && service.then() != null && service.then() > 1.5 * service.peak();
    }

    private static boolean isDear(Visited service) {
        return service.share() != null
                && service.weight() != null
                && Math.abs(service.weight() - service.share()) > 0.01;
    }

    /** For programs. */
    public Map<String, @Nullable Object> fields() {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("transaction", load.name());
        fields.put("sla", sla.toString());
        fields.put("growth", growth);
        fields.put("perMinute", load.perMinute());
        fields.put("traces", load.traces());
        put(fields, "", first().orElse(null));
        put(fields, "Guaranteed", firstGuaranteed().orElse(null));
        fields.put("services", visited.stream().map(Visited::fields).toList());
        fields.put("notes", notes());
        return fields;
    }

    private void put(Map<String, @Nullable Object> fields, String which, @Nullable First first) {
        fields.put("firstToFail" + which, first == null ? null : first.service().toString());
        Growth.put(fields, "fails" + which + "At", first == null ? null : first.fails());
        fields.put(
                "fits" + which,
                first == null ? null : Boolean.valueOf(first.fails().at() >= growth));
    }
}
