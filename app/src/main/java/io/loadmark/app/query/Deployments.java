package io.loadmark.app.query;

import io.loadmark.app.query.StoredCurves.Stored;
import io.loadmark.model.capacity.Capacity;
import io.loadmark.model.capacity.Deployment;
import io.loadmark.model.capacity.ServiceCapacity.Part;
import io.loadmark.model.capacity.Sla;
import io.loadmark.model.curve.LoadQpsCurve;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/**
 * The instances of a service twice: on the machines as they are, and with what they are sure to get of these when all neighbours
 * are busy. The traffic is the same.
 */
public record Deployments(Deployment now, Deployment guaranteed) {
    /** As the machines are. */
    static Deployments of(List<Stored> curves, Sla sla, Map<String, Guarantee> guarantees) {
        return of(StoredCurves.deployment(curves, sla), curves, sla, guarantees, curve -> curve.shape()
                .hostCores());
    }

    /** With every instance on a machine of so many CPUs. */
    static Deployments resized(List<Stored> curves, Sla sla, Map<String, Guarantee> guarantees, int cpus) {
        return of(StoredCurves.resized(curves, sla, cpus), curves, sla, guarantees, curve -> cpus);
    }

    private static Deployments of(
            Deployment now,
            List<Stored> curves,
            Sla sla,
            Map<String, Guarantee> guarantees,
            ToDoubleFunction<LoadQpsCurve> machineCores) {
        var sure = new TreeMap<String, Part>();
        var guaranteed = new TreeMap<String, Part>();
        for (var stored : curves) {
            var part = now.parts().get(stored.instance());
            var guarantee = guarantees.get(stored.instance());
            if (part == null || guarantee == null) throw new IllegalArgumentException("no " + stored.instance());
            double cores = machineCores.applyAsDouble(stored.curve());
            sure.put(
                    stored.instance(), new Part(guarantee.sure(part.capacity(), stored.curve(), cores), part.weight()));
            guaranteed.put(
                    stored.instance(),
                    new Part(guarantee.guaranteed(part.capacity(), stored.curve(), sla, cores), part.weight()));
        }
        return new Deployments(new Deployment(sure), new Deployment(guaranteed));
    }

    /** The same change of both. */
    Deployments with(UnaryOperator<Deployment> change) {
        return new Deployments(change.apply(now), change.apply(guaranteed));
    }

    Capacity capacityNow() {
        return now.capacity();
    }

    Capacity capacityGuaranteed() {
        return guaranteed.capacity();
    }
}
