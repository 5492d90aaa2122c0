package io.loadmark.app.query;

import io.loadmark.app.query.StoredCurves.Stored;
import io.loadmark.model.capacity.Capacity;
import io.loadmark.model.capacity.Capacity.Reason.Code;
import io.loadmark.model.capacity.Sla;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A service today and after a change.
 *
 * @param obstacles why the change can't be made; none when it can
 */
public record WhatIf(ServiceName service, State today, State then, List<String> obstacles, List<String> notes) {
    private static final String HOSTS = """
            SELECT instance_id, argMax(assumeNotNull(physical_host_id), start) AS host
            FROM load_samples
            WHERE tenant = ? AND service_namespace = ? AND service_name = ? AND physical_host_id IS NOT NULL
            GROUP BY instance_id""";

    /**
     * One of the two.
     *
     * @param capacity as the machines are
     * @param guaranteed with what is sure of them when all neighbours are busy
     * @param peak highest mean over ten seconds, requests per second; absent when nothing was asked of late
     */
    public record State(
            int instances,
            Capacity capacity,
            Capacity guaranteed,
            @Nullable Double peak) {
        /** Whether the peak fits inside the SLA; unknown without a capacity or a peak. */
        @Nullable
        Boolean fits() {
            return fits(capacity);
        }

        /** Whether it fits what is guaranteed. */
        @Nullable
        Boolean fitsGuaranteed() {
            return fits(guaranteed);
        }

        private @Nullable Boolean fits(Capacity of) {
            Double qps = of.qps();
            return (qps == null || peak == null) ? null : Boolean.valueOf(peak <= qps);
        }

        /** Whether it fits even at the lower end of the capacity's interval. */
        boolean fitsForSure() {
            Double low = capacity.low();
            return low != null && peak != null && peak <= low;
        }

        private Map<String, @Nullable Object> fields() {
            var fields = new LinkedHashMap<String, @Nullable Object>();
            fields.put("instances", instances);
            fields.put("peakQps", peak);
            fields.put("capacityQps", capacity.qps());
            fields.put("capacityLow", capacity.low());
            fields.put("capacityHigh", capacity.high());
            CapacityText.putGuaranteed(fields, guaranteed);
            fields.put("bottleneck", CapacityText.binding(capacity));
            fields.put("flags", CapacityText.flags(capacity));
            fields.put("fits", fits());
            fields.put("fitsGuaranteed", fitsGuaranteed());
            return fields;
        }

        private String line() {
            if (!capacity.isKnown()) return "capacity not known yet: " + String.join(" ", CapacityText.flags(capacity));
            return String.format(
                    Locale.ROOT,
                    "%s of %.1f requests/s (90 %% interval %.1f to %.1f), guaranteed %s, %d instance%s; what binds: %s",
                    peak == null ? "nothing asked" : String.format(Locale.ROOT, "peak %.1f", peak),
                    capacity.qps(),
                    capacity.low(),
                    capacity.high(),
                    guaranteed.isKnown() ? String.format(Locale.ROOT, "%.1f", guaranteed.qps()) : "not known",
                    instances,
                    instances == 1 ? "" : "s",
                    CapacityText.binding(capacity));
        }
    }

    /**
     * Asks.
     *
     * @param service as {@link StoredCurves#named} takes it
     * @param withinSeconds how far back the peak and the instances are looked for
     * @throws NothingYetException if nothing has been learned of the service
     */
    public static WhatIf of(
            Connection connection, String tenant, String service, Sla sla, long withinSeconds, Change change)
            throws SQLException {
        var named = StoredCurves.named(connection, tenant, service, withinSeconds);
        var name = named.getKey();
        var curves = named.getValue();
        var guarantees = Guarantees.of(connection, tenant, withinSeconds);
        var today = Deployments.of(curves, sla, guarantees.of(name, curves));
        var demand = Demand.of(connection, tenant, withinSeconds).get(name);
        var request = change.move();
        var move = request == null ? null : Move.of(connection, tenant, name, request, withinSeconds);
        var placed = machines(today, curves, sla, name, guarantees, change);
        if (move != null) placed = placed.with(move::applyTo);
        var hosts = hosts(connection, tenant, name);
        var located = change.losing(new Machines(connection, tenant).ids(change.lostHosts(), hosts.values()));
        var then = placed.with(deployment -> located.applyTo(deployment, hosts));
        var notes = new ArrayList<>(change.notes());
        if (move != null) notes.addAll(move.notes());
        return new WhatIf(
                name,
                state(today, demand == null ? null : Double.valueOf(demand.peak())),
                state(then, demand == null ? null : Double.valueOf(demand.peak() * change.traffic())),
                move == null ? List.of() : move.obstacles(),
                notes);
    }

    /** On other machines, which claim other parts of their hosts. */
    private static Deployments machines(
            Deployments today, List<Stored> curves, Sla sla, ServiceName service, Guarantees guarantees, Change change)
            throws SQLException {
        Integer vcpus = change.vcpus();
        var request = change.move();
        if (vcpus == null && request == null) return today;
        var resized = vcpus == null ? guarantees : guarantees.resized(service, vcpus);
        var sure = (request == null ? resized : resized.moved(request)).of(service, curves);
        return vcpus == null ? Deployments.of(curves, sla, sure) : Deployments.resized(curves, sla, sure, vcpus);
    }

    private static State state(Deployments deployments, @Nullable Double peak) {
        return new State(
                deployments.now().parts().size(), deployments.capacityNow(), deployments.capacityGuaranteed(), peak);
    }

    private static Map<String, String> hosts(Connection connection, String tenant, ServiceName service)
            throws SQLException {
        try (var statement = connection.prepareStatement(HOSTS)) {
            statement.setString(1, tenant);
            statement.setString(2, service.namespace());
            statement.setString(3, service.name());
            try (var rows = statement.executeQuery()) {
                var found = new HashMap<String, String>();
                while (rows.next()) found.put(rows.getString("instance_id"), rows.getString("host"));
                return found;
            }
        }
    }

    /** For a terminal. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(service + " within " + today.capacity().sla());
        lines.add("  today  " + today.line());
        lines.add("  then   " + then.line());
        lines.add("  " + verdict());
        for (String obstacle : obstacles) lines.add("  obstacle: " + obstacle);
        for (String note : notes) lines.add("  note: " + note);
        for (var reason : then.capacity().reasons()) {
            lines.add("  note: " + CapacityText.words(reason.code()) + ": " + reason.detail());
        }
        boolean told =
                CapacityText.flags(then.capacity()).contains(CapacityText.words(Code.ENTITLEMENT_NOT_GUARANTEED));
        if (then.capacity().isKnown() && !then.guaranteed().isKnown() && !told) {
            for (var reason : then.guaranteed().reasons()) lines.add("  note: not guaranteed: " + reason.detail());
        }
        return lines;
    }

    private String verdict() {
        if (!obstacles.isEmpty()) return "it can't be done so";
        Boolean fits = then.fits();
        if (fits == null) return "whether it fits can't be told yet";
        if (!fits) return "it does not fit";
        Boolean guaranteed = then.fitsGuaranteed();
        if (guaranteed == null) return surely() + "; whether it does when all neighbours are busy is not known";
        return guaranteed
                ? surely()
                : "it fits as the machines are now, but not what they guarantee when all neighbours are busy";
    }

    private String surely() {
        return then.fitsForSure()
                ? "it fits"
                : "it fits, but only just: the interval of the capacity begins below the peak";
    }

    /** For programs. */
    public Map<String, @Nullable Object> fields() {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("service", service.toString());
        fields.put("sla", today.capacity().sla().toString());
        fields.put("today", today.fields());
        fields.put("then", then.fields());
        fields.put("obstacles", obstacles);
        fields.put("notes", notes);
        return fields;
    }
}
