package io.loadmark.app.query;

import io.loadmark.app.query.StoredCurves.Stored;
import io.loadmark.model.capacity.Capacity;
import io.loadmark.model.capacity.ServiceCapacity.Part;
import io.loadmark.model.capacity.Sla;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * What a service carries as its machines are now, and with what is guaranteed of them.
 *
 * @param asked its name as it was asked for
 * @param curves of its instances
 * @param parts what each instance carries by itself, and its traffic, by id
 * @param guarantees of its instances, by id
 * @param clockWork what they do by the clock, by id
 */
public record ServiceAnswer(
        String asked,
        List<Stored> curves,
        Capacity now,
        Capacity guaranteed,
        Map<String, Part> parts,
        Map<String, Guarantee> guarantees,
        Map<String, List<ClockWork>> clockWork) {
    /**
     * Asks.
     *
     * @param service as {@link StoredCurves#named} takes it
     * @param withinSeconds how far back instances are looked for
     * @throws NothingYetException if nothing has been learned of it
     */
    public static ServiceAnswer of(Connection connection, String tenant, String service, Sla sla, long withinSeconds)
            throws SQLException {
        var named = StoredCurves.named(connection, tenant, service, withinSeconds);
        var curves = named.getValue();
        var guarantees = Guarantees.of(connection, tenant, withinSeconds).of(named.getKey(), curves);
        var deployments = Deployments.of(curves, sla, guarantees);
        return new ServiceAnswer(
                service,
                curves,
                deployments.capacityNow(),
                deployments.capacityGuaranteed(),
                deployments.now().parts(),
                guarantees,
                ClockWork.of(connection, tenant, named.getKey(), curves, sla));
    }

    /** What an instance carries by itself. */
    Capacity own(Stored stored) {
        var part = parts.get(stored.instance());
        return part == null ? now : part.capacity();
    }

    /** An instance's share of the traffic, in [0, 1]. */
    double share(Stored stored) {
        var part = parts.get(stored.instance());
        double all = parts.values().stream().mapToDouble(Part::weight).sum();
        return part == null || all <= 0 ? 0 : part.weight() / all;
    }

    List<ClockWork> clockWork(Stored stored) {
        return clockWork.getOrDefault(stored.instance(), List.of());
    }

    Guarantee guarantee(Stored stored) {
        return guarantees.getOrDefault(stored.instance(), Guarantee.unknown("not asked"));
    }
}
