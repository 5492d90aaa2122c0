package io.loadmark.model.capacity;

import io.loadmark.model.capacity.Capacity.Bottleneck;
import io.loadmark.model.capacity.Capacity.Limit;
import io.loadmark.model.capacity.QueueSimulation.Server;
import io.loadmark.model.curve.Axis;
import io.loadmark.model.curve.AxisTotals;
import io.loadmark.model.curve.LoadBin;
import io.loadmark.model.curve.LoadQpsCurve;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a service's requests wait for: its CPU, other places, and the collector's pauses; and the network interface, which
 * only limits them.
 *
 * @param threads hardware under it
 * @param service CPU and quota
 * @param simulation of requests that pass through all of it
 * @param places places besides the CPU
 * @param pauses collections; absent when none are reported
 * @param cpuBound throughput at which the CPU is used up, requests per second
 * @param net where the network interface is full
 */
record Network(
        HardwareThreads threads,
        SimulatedService service,
        QueueSimulation simulation,
        List<Waiting> places,
        @Nullable Pauses pauses,
        double cpuBound,
        InterfaceLimit net) {
    /** Another limit counts as the first when the CPU's is so many times as far. */
    private static final double ELSEWHERE = 1.2;

    private static final double LEAST_KNOWN = 0.5;

    /** A capacity so near to a limit is at it. */
    private static final double AT_LIMIT = 0.98;

    /** What binds; of a dependency which service, where that is told. */
    record Binding(Bottleneck what, @Nullable String peer) {
        static final Binding UNKNOWN = new Binding(Bottleneck.UNKNOWN, null);
    }

    /** What a curve tells of, with a simulation of its requests on nothing but the CPU. */
    static Network of(LoadQpsCurve curve, HardwareThreads threads, QueueSimulation cpu) {
        var service = SimulatedService.of(curve, threads);
        var pauses = Pauses.of(curve.bins());
        var places = Places.of(curve, cpu.with(List.of(), pauses), service.server());
        return new Network(
                threads,
                service,
                cpu.with(places, pauses),
                places,
                pauses,
                threads.law().requestsPerSecondAt(threads.work(curve.shape().entitlementCores())),
                InterfaceLimit.of(curve.bins()));
    }

    /** Throughput at which the first of all is used up, requests per second. */
    double bound() {
        return Math.min(cpuBound, otherBound());
    }

    private double otherBound() {
        double least = pauses == null ? net.most() : Math.min(net.most(), pauses.most());
        for (Waiting place : places) least = Math.min(least, place.most());
        return least;
    }

    /** Where each resource is used up. */
    List<Limit> limits() {
        var limits = new ArrayList<Limit>();
        if (Double.isFinite(cpuBound)) limits.add(new Limit(cpu(), cpuBound));
        if (net.isKnown()) limits.add(new Limit(Bottleneck.NET, net.most()));
        for (Waiting place : places) limits.add(new Limit(place.what(), place.peer(), place.most()));
        if (pauses != null && Double.isFinite(pauses.most())) limits.add(new Limit(Bottleneck.MEMORY, pauses.most()));
        return limits;
    }

    private Bottleneck cpu() {
        return service.limitedByQuota() ? Bottleneck.QUOTA : Bottleneck.CPU;
    }

    boolean isBoundElsewhere() {
        return otherBound() * ELSEWHERE < cpuBound;
    }

    /**
     * Whether what is known to take a request's time takes the better part of it: the CPU, calls, the disk, or a queue that was
     * found. A span that is spent on nothing known tells nothing of what comes at higher loads.
     */
    boolean accountsFor(ServiceTimes times, LoadQpsCurve curve) {
        double known = 0;
        for (Waiting place : places) {
            if (place.what() == Bottleneck.POOL) return true;
            if (place.what() == Bottleneck.DISK) known += place.visits() * place.serviceSeconds();
        }
        var all = AxisTotals.none();
        double requests = 0;
        double seconds = 0;
        for (LoadBin bin : curve.bins()) {
            all = all.plus(bin.axes());
            requests += bin.requests();
            seconds += bin.seconds();
        }
        Double calls = all.mean(Axis.CALLS_IN_FLIGHT);
        if (calls != null && requests > 0) known += calls * seconds / requests;
        return times.cpuShare() + known / times.meanSeconds() >= LEAST_KNOWN;
    }

    /** The same with one of its places larger or smaller. */
    Network withScaled(Waiting place, double factor) {
        var others =
                places.stream().map(p -> p.equals(place) ? p.scaled(factor) : p).toList();
        return new Network(threads, service, simulation.with(others, pauses), others, pauses, cpuBound, net);
    }

    /** The same with another network interface. */
    Network with(InterfaceLimit other) {
        return new Network(threads, service, simulation, places, pauses, cpuBound, other);
    }

    /** Without what do the fewest requests take too long at the capacity? */
    Binding binding(Sla sla, double capacity) {
        if (capacity == 0) return new Binding(Bottleneck.SERVICE_TIME, null);
        if (bound() == net.most() && capacity >= AT_LIMIT * net.most()) return new Binding(Bottleneck.NET, null);
        double x = Math.min(capacity * 1.02, 0.999 * bound());
        var binding = new Binding(cpu(), null);
        var idle = new Server(10_000, 1e6, Double.POSITIVE_INFINITY, 1);
        double least = simulation.shareBeyond(sla.seconds(), x, idle);
        for (Waiting place : places) {
            var others = places.stream().filter(p -> !p.equals(place)).toList();
            double share = simulation.with(others, pauses).shareBeyond(sla.seconds(), x, service.server());
            if (share < least) {
                least = share;
                binding = new Binding(place.what(), place.peer());
            }
        }
        if (pauses != null && simulation.with(places, null).shareBeyond(sla.seconds(), x, service.server()) < least) {
            binding = new Binding(Bottleneck.MEMORY, null);
        }
        return binding;
    }
}
