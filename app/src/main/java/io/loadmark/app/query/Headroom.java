package io.loadmark.app.query;

import io.loadmark.app.query.StoredCurves.Stored;
import io.loadmark.model.capacity.Capacity;
import io.loadmark.model.capacity.Sla;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a service carries, beside what it is asked for.
 *
 * @param capacity as its machines are now
 * @param guaranteed with what is sure of them when all neighbours are busy
 * @param demand absent when nothing was asked of it of late
 */
public record Headroom(
        ServiceName service,
        List<Stored> curves,
        Capacity capacity,
        Capacity guaranteed,
        @Nullable Demand demand) {
    private static final Comparator<Headroom> LEAST_FIRST =
            Comparator.comparing(Headroom::planned, Comparator.nullsLast(Comparator.naturalOrder()));

    /**
     * Of all services of a tenant, the least first, those of which it isn't known last. Planning is by what is guaranteed; where
     * that isn't known the headroom of now decides.
     *
     * @param withinSeconds how far back the peak and the instances are looked for
     */
    public static List<Headroom> of(Connection connection, String tenant, Sla sla, long withinSeconds)
            throws SQLException {
        var demands = Demand.of(connection, tenant, withinSeconds);
        var curves = StoredCurves.all(connection, tenant, withinSeconds);
        var guarantees = Guarantees.of(connection, tenant, withinSeconds);
        var sure = new HashMap<ServiceName, Map<String, Guarantee>>();
        for (var of : curves.entrySet()) sure.put(of.getKey(), guarantees.of(of.getKey(), of.getValue()));
        return curves.entrySet().parallelStream()
                .map(of -> of(
                        of.getKey(),
                        of.getValue(),
                        Deployments.of(of.getValue(), sla, sure.getOrDefault(of.getKey(), Map.of())),
                        demands.get(of.getKey())))
                .sorted(LEAST_FIRST)
                .toList();
    }

    private static Headroom of(
            ServiceName service, List<Stored> curves, Deployments deployments, @Nullable Demand demand) {
        return new Headroom(service, curves, deployments.capacityNow(), deployments.capacityGuaranteed(), demand);
    }

    /** The part of the capacity that the peak leaves free, negative when the peak was beyond; absent when unknown. */
    public @Nullable Double share() {
        return share(capacity);
    }

    /** The same of what is guaranteed. */
    public @Nullable Double guaranteedShare() {
        return share(guaranteed);
    }

    private @Nullable Double planned() {
        var sure = guaranteedShare();
        return sure == null ? share() : sure;
    }

    private @Nullable Double share(Capacity of) {
        Double qps = of.qps();
        if (qps == null || demand == null) return null;
        return qps > 0 ? 1 - demand.peak() / qps : Double.NEGATIVE_INFINITY;
    }

    /** For programs. */
    public Map<String, @Nullable Object> fields() {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("service", service.toString());
        fields.put("instances", curves.size());
        fields.put("nowQps", demand == null ? null : demand.now());
        fields.put("peakQps", demand == null ? null : demand.peak());
        fields.put("sla", capacity.sla().toString());
        fields.put("capacityQps", capacity.qps());
        fields.put("capacityLow", capacity.low());
        fields.put("capacityHigh", capacity.high());
        fields.put("headroom", share());
        CapacityText.putGuaranteed(fields, guaranteed);
        fields.put("guaranteedHeadroom", guaranteedShare());
        fields.put("bottleneck", CapacityText.binding(capacity));
        fields.put("flags", CapacityText.flags(capacity));
        return fields;
    }
}
