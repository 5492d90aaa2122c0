package io.loadmark.app.query;

import io.loadmark.app.query.StoredCurves.Stored;
import io.loadmark.model.capacity.Capacity;
import io.loadmark.model.capacity.Sla;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a service carries, beside what it is asked for.
 *
 * @param demand absent when nothing was asked of it of late
 */
public record Headroom(
        ServiceName service,
        List<Stored> curves,
        Capacity capacity,
        @Nullable Demand demand) {
    private static final Comparator<Headroom> LEAST_FIRST =
            Comparator.comparing(Headroom::share, Comparator.nullsLast(Comparator.naturalOrder()));

    /**
     * Of all services of a tenant, the least first, those of which it isn't known last.
     *
     * @param withinSeconds how far back the peak and the instances are looked for
     */
    public static List<Headroom> of(Connection connection, String tenant, Sla sla, long withinSeconds)
            throws SQLException {
        var demands = Demand.of(connection, tenant, withinSeconds);
        return StoredCurves.all(connection, tenant, withinSeconds).entrySet().parallelStream()
                .map(of -> new Headroom(
                        of.getKey(),
                        of.getValue(),
                        StoredCurves.deployment(of.getValue(), sla).capacity(),
                        demands.get(of.getKey())))
                .sorted(LEAST_FIRST)
                .toList();
    }

    /** The part of the capacity that the peak leaves free, negative when the peak was beyond; absent when unknown. */
    public @Nullable Double share() {
        Double qps = capacity.qps();
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
        fields.put("bottleneck", CapacityText.binding(capacity));
        fields.put("flags", CapacityText.flags(capacity));
        return fields;
    }
}
