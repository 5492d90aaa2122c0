package io.loadmark.model.share;

import io.loadmark.model.share.Level.Portion;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The cores that each of many claims gets when all are busy: the weighted max-min fair division of the CPUs, in which none can
 * have more without taking from one that has no more for its weight. It is what a weighted fair scheduler aims at: on each
 * CPU it divides the time by weight (Linux: sched-design-CFS; cgroup-v2, cpu.weight), and moves whom it may to less crowded
 * CPUs.
 *
 * <p>For claims on one set of CPUs it is time by weight, where a claim beyond its most gives the rest back. Where sets overlap
 * it is found by decomposition (Fujishige 1980, Lexicographically optimal base of a polymatroid with respect to a weight vector):
 * all get the level that uses up all CPUs; if some can't have it on the CPUs that are theirs (a minimum cut tells who), those are
 * divided apart with these CPUs, and the others with the rest. The result depends on neither order nor ties, and who goes takes
 * from nobody.
 */
public final class FairShares {
    private static final double SLACK = 1e-9;

    private final Map<Claim, Double> cores = new HashMap<>();

    private FairShares() {}

    /** Cores of each claim, in the order of the claims; together never more than the CPUs. */
    public static double[] of(List<Claim> claims) {
        var pools = new TreeMap<CpuSet, Map<Claim, Integer>>(CpuSet.ORDER);
        for (var claim : claims) {
            pools.computeIfAbsent(claim.cpus(), cpus -> new HashMap<>()).merge(claim, 1, Integer::sum);
        }
        var shares = new FairShares();
        if (!pools.isEmpty()) {
            shares.divide(pools.entrySet().stream()
                    .map(pool -> new Pool(pool.getKey(), pool.getValue()))
                    .toList());
        }
        return claims.stream()
                .mapToDouble(claim -> Objects.requireNonNull(shares.cores.get(claim)))
                .toArray();
    }

    /** How many there are of each claim on the same CPUs. */
    private record Pool(CpuSet cpus, Map<Claim, Integer> claims) {
        Pool without(CpuSet taken) {
            return new Pool(cpus.without(taken), claims);
        }

        Stream<Portion> portions() {
            return claims.entrySet().stream()
                    .map(claim ->
                            new Portion(claim.getKey().weight(), claim.getKey().most(), claim.getValue()));
        }

        double wanted(double level) {
            return portions()
                    .mapToDouble(portion -> portion.count() * portion.at(level))
                    .sum();
        }
    }

    /** Divides the CPUs that the pools name among them. */
    private void divide(List<Pool> pools) {
        var cpus = union(pools);
        double level = Level.of(pools.stream().flatMap(Pool::portions).toList(), cpus.size());
        var crowded = pools.size() == 1 ? new BitSet() : crowded(pools, level, cpus.size());
        if (crowded.isEmpty() || crowded.cardinality() == pools.size()) {
            pools.forEach(pool -> pool.claims.keySet().forEach(claim -> cores.put(claim, at(level, claim))));
            return;
        }
        var apart = crowded.stream().mapToObj(pools::get).toList();
        var theirs = union(apart);
        divide(apart);
        divide(IntStream.range(0, pools.size())
                .filter(pool -> !crowded.get(pool))
                .mapToObj(pool -> pools.get(pool).without(theirs))
                .toList());
    }

    private static double at(double level, Claim claim) {
        return new Portion(claim.weight(), claim.most(), 1).at(level);
    }

    /** Positions of the pools that exceed their CPUs most at that level; none when each finds room. */
    private static BitSet crowded(List<Pool> pools, double level, int cpus) {
        double[] wanted = pools.stream().mapToDouble(pool -> pool.wanted(level)).toArray();
        var rooms = Room.of(pools.stream().map(Pool::cpus).toList());
        var assignment = new Assignment(wanted, rooms);
        return assignment.unmet() > SLACK * (1 + cpus) ? assignment.crowded() : new BitSet();
    }

    private static CpuSet union(List<Pool> pools) {
        return pools.stream().map(Pool::cpus).reduce(CpuSet.of(), CpuSet::with);
    }
}
