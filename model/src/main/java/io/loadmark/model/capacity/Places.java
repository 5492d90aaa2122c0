package io.loadmark.model.capacity;

import io.loadmark.model.capacity.Capacity.Bottleneck;
import io.loadmark.model.capacity.QueueSimulation.Server;
import io.loadmark.model.curve.Axis;
import io.loadmark.model.curve.LoadBin;
import io.loadmark.model.curve.LoadQpsCurve;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The places besides the CPU where requests wait, as the bands of a curve tell them.
 *
 * <ul>
 *   <li>The <b>disk</b>: one server, its utilisation and time of an operation as reported.
 *   <li>A <b>dependency</b>: the time of the calls to one service ({@link Dependency}) grows as behind a queue.
 *   <li>A <b>pool</b> of connections or a lock: what remains of the time grows as behind a queue, after the calls, the disk
 *       and what the simulation of the CPU gives are taken off. A connection is held for the calls, so its service time is
 *       theirs; a lock has one place.
 * </ul>
 */
final class Places {
    static final double LEAST_REQUESTS = 100;
    private static final double LEAST_READS = 0.02;
    private static final double MOST_DISK_ERROR = 0.2;

    /** A place that would be full only at so many times what was seen says nothing. */
    static final double FARTHEST = 8;

    private final List<LoadBin> bins;
    private final double calm;
    private final double highest;

    private Places(List<LoadBin> bins) {
        this.bins = bins;
        calm = bins.get(0).requestsPerSecond();
        highest = bins.get(bins.size() - 1).requestsPerSecond();
    }

    /** All places that the bands tell of, given the simulation of the CPU. */
    static List<Waiting> of(LoadQpsCurve curve, QueueSimulation simulation, Server server) {
        var bins = curve.bins().stream()
                .filter(b -> b.requests() >= LEAST_REQUESTS)
                .toList();
        if (bins.size() < 4) return List.of();
        var places = new Places(bins);
        var found = new ArrayList<Waiting>();
        Waiting disk = places.disk();
        if (disk != null) found.add(disk);
        Waiting dependency = Dependency.of(curve.peers(), bins);
        if (dependency != null) found.add(dependency);
        Waiting pool = places.pool(disk, simulation, server);
        if (pool != null) found.add(pool);
        return List.copyOf(found);
    }

    private @Nullable Waiting disk() {
        var busy = new Line();
        var operations = new Line();
        for (LoadBin bin : bins) {
            Double share = bin.axes().mean(Axis.DISK_BUSY);
            Double perSecond = bin.axes().mean(Axis.DISK_OPERATIONS);
            if (share == null || perSecond == null) continue;
            busy.add(bin.seconds(), bin.requestsPerSecond(), share);
            operations.add(bin.seconds(), bin.requestsPerSecond(), perSecond);
        }
        double visits = operations.slope();
        double demand = busy.slope();
        if (operations.isEmpty() || visits < LEAST_READS || demand <= 0) return null;
        double most = (1 - Math.max(0, busy.atZero())) / demand;
        if (most > FARTHEST * highest || most <= highest) return null;
        double service = demand / visits;
        double variation = diskVariation(visits, service, most);
        // Where the line reaches a busy disk: its error there, in throughput, is that much by its slope.
        double error = Math.min(MOST_DISK_ERROR, busy.errorAt(most) / (demand * most));
        return new Waiting(Bottleneck.DISK, 1, visits, service, variation, most, 0, error).calmAt(calm);
    }

    /** From how much longer an operation takes than the disk needs for it, as {@link Waiting#meanSeconds} has it. */
    private double diskVariation(double visits, double service, double most) {
        double over = 0;
        double expected = 0;
        for (LoadBin bin : bins) {
            Double queue = bin.axes().mean(Axis.DISK_QUEUE);
            Double operations = bin.axes().mean(Axis.DISK_OPERATIONS);
            if (queue == null || operations == null || operations <= 0) continue;
            double load = bin.requestsPerSecond() / most;
            double unit = service * load / (1 - load);
            over += bin.requests() * unit * (queue / operations - service);
            expected += bin.requests() * unit * unit;
        }
        return expected == 0 ? 1 : Math.max(0, Math.min(4, 1 + 2 * Math.max(1, visits) * (over / expected - 1)));
    }

    private @Nullable Waiting pool(@Nullable Waiting disk, QueueSimulation simulation, Server server) {
        double[] grown = growth(simulation, server);
        var fit = new WaitFit();
        double held = 0;
        double requests = 0;
        for (int i = 0; i < grown.length; i++) {
            LoadBin bin = bins.get(i);
            double calls = perRequest(bin, Axis.CALLS_IN_FLIGHT);
            double own = perRequest(bin, Axis.IN_FLIGHT) - calls - grown[i] - diskSeconds(bin, disk);
            held += bin.requests() * calls;
            requests += bin.requests();
            if (own > 0) fit.add(bin.requests(), bin.requestsPerSecond(), own);
        }
        double hold = held / requests;
        var found = fit.find((servers, service, rest) -> {
            double most = rest + hold;
            if (servers == 1 && service < most) return 0.3;
            return hold > 0 && Math.abs(Math.log(service / hold)) < 0.05 ? 1 : 0;
        });
        return found == null ? null : found.place(Bottleneck.POOL, null).calmAt(calm);
    }

    /** What the disk adds to a request, waits included. */
    private static double diskSeconds(LoadBin bin, @Nullable Waiting disk) {
        Double queue = bin.axes().mean(Axis.DISK_QUEUE);
        Double operations = bin.axes().mean(Axis.DISK_OPERATIONS);
        if (disk == null || queue == null || operations == null || operations <= 0) return 0;
        return disk.visits() * queue / operations;
    }

    /** How much longer the simulated CPU takes than in the calmest band. */
    private double[] growth(QueueSimulation simulation, Server server) {
        double[] means = bins.stream()
                .mapToDouble(b -> Arrays.stream(simulation.spanTimes(b.requestsPerSecond(), server))
                        .average()
                        .orElse(Double.NaN))
                .toArray();
        double first = means[0];
        for (int i = 0; i < means.length; i++) means[i] = Double.isNaN(means[i]) ? 0 : Math.max(0, means[i] - first);
        return means;
    }

    /** Mean time of a request that an axis of things in flight tells, seconds. */
    static double perRequest(LoadBin bin, Axis axis) {
        Double inFlight = bin.axes().mean(axis);
        return inFlight == null || bin.requests() == 0 ? 0 : inFlight / bin.requestsPerSecond();
    }
}
