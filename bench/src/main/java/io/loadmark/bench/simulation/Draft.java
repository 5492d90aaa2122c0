package io.loadmark.bench.simulation;

import io.loadmark.bench.simulation.Scenario.Kind;
import java.util.SplittableRandom;

/**
 * Draws a {@link Scenario}. Whatever binds, all other resources are there and are used, to 10 to 40 % of what they can do at
 * the rate at which the binding one is used up.
 */
final class Draft {
    private final Kind kind;
    private final long seed;
    private final double saturation;
    private final double cpuSpread;
    private Routes routes;
    private Cpu.Shape cpu;
    private double cpuSeconds;
    private double backgroundCores;
    private double neighbourSteal;
    private double reads;
    private double readSeconds;
    private int poolSize = 1_000;
    private double lockSeconds;
    private double callSeconds;
    private final double callSpread;
    private int callServers = 1_000;
    private double othersCalls;
    private double wireSeconds;
    private double allocated;
    private double retained;
    private double retainedSeconds = 30;
    private double liveAtRest;
    private double pauseSeconds;
    private double episodeDelay;
    private double episodeShare;
    private double deploy = 1;

    Draft(Kind kind, long seed, SplittableRandom r) {
        this.kind = kind;
        this.seed = seed;
        saturation = Math.exp(between(r, Math.log(60), Math.log(300)));
        cpuSpread = between(r, 0.3, 0.9);
        callSpread = between(r, 0.3, 0.8);
        double[] first = mix(r);
        double[] last = kind == Kind.DRIFT ? mix(r) : first;
        routes = new Routes(new double[] {1, between(r, 0.3, 0.7), between(r, 1.5, 3)}, first, last);
        boolean cpuBinds =
                switch (kind) {
                    case CPU, QUOTA, DRIFT, DEPLOY, SMT -> true;
                    case MEMORY, DISK, POOL, DEPENDENCY, UNKNOWN -> false;
                };
        machine(r, cpuBinds);
        heap(r);
        calls(r);
        disk(r);
        pool(r);
        if (kind == Kind.UNKNOWN) {
            episodeShare = between(r, 0.03, 0.15);
            episodeDelay = between(r, 5, 20) * (cpuSeconds + callSeconds + wireSeconds);
        }
        if (kind == Kind.DEPLOY) deploy = r.nextBoolean() ? between(r, 1.3, 1.8) : between(r, 0.55, 0.77);
    }

    Draft(Scenario s) {
        kind = s.kind();
        seed = s.seed();
        saturation = s.saturation();
        cpuSpread = s.cpuSpread();
        routes = s.routes();
        cpu = s.cpu();
        cpuSeconds = s.cpuSeconds();
        backgroundCores = s.backgroundCores();
        neighbourSteal = s.neighbourSteal();
        reads = s.reads();
        readSeconds = s.readSeconds();
        poolSize = s.poolSize();
        lockSeconds = s.lockSeconds();
        callSeconds = s.callSeconds();
        callSpread = s.callSpread();
        callServers = s.callServers();
        othersCalls = s.othersCallsPerSecond();
        wireSeconds = s.wireSeconds();
        allocated = s.allocated();
        retained = s.retained();
        retainedSeconds = s.retainedSeconds();
        liveAtRest = s.liveAtRest();
        pauseSeconds = s.pauseSeconds();
        episodeDelay = s.episodeDelay();
        episodeShare = s.episodeShare();
        deploy = s.deploy();
    }

    private void machine(SplittableRandom r, boolean binds) {
        int threads = new int[] {2, 2, 4, 4, 8}[r.nextInt(5)];
        double smtGain = kind == Kind.CPU && threads > 2 && r.nextInt(5) == 0 ? between(r, 0.25, 0.4) : 1;
        if (kind == Kind.SMT) {
            threads = Math.max(4, 2 * threads);
            smtGain = between(r, 0.1, 0.4);
        }
        boolean hasQuota = kind == Kind.QUOTA || (!binds && r.nextBoolean());
        double quota = hasQuota ? threads * between(r, 0.2, 0.6) : Double.POSITIVE_INFINITY;
        cpu = new Cpu.Shape(threads, smtGain, quota, 0.1);
        double available = Math.min(quota, cpu.work(threads));
        if (r.nextBoolean()) backgroundCores = threads * between(r, 0.03, kind == Kind.QUOTA ? 0.2 : 0.1);
        if (!hasQuota) available -= backgroundCores;
        double used = available * (binds ? 1 : between(r, 0.1, 0.35));
        // Of the mean mix; housekeeping takes 1 % of a core.
        cpuSeconds = (used - Service.HOUSEKEEPING) / saturation / routes.meanCost(0);
        if (r.nextInt(6) == 0) neighbourSteal = between(r, 0.1, 0.3);
    }

    /** The live part of the heap grows with the rate; collections become the more frequent the less is left. */
    private void heap(SplittableRandom r) {
        boolean binds = kind == Kind.MEMORY;
        liveAtRest = between(r, 0.1, 0.3);
        double liveAtSaturation = binds ? 1 : between(r, 0.3, 0.5);
        retained = (liveAtSaturation - liveAtRest) / saturation / retainedSeconds;
        // Share of the time in pauses: κ · load / (1 − load) of the live part; 1 % of it at 65 to 90 % load.
        double load = between(r, 0.65, 0.9);
        double pausedShare = binds ? 0.01 * (1 - load) : between(r, 0.0002, 0.001);
        double pause = binds ? between(r, 0.1, 0.4) : between(r, 0.005, 0.01);
        pauseSeconds = pause / (0.2 + 0.8 * liveAtSaturation);
        allocated = pausedShare / pause / saturation * (1 - liveAtRest);
    }

    private void calls(SplittableRandom r) {
        boolean binds = kind == Kind.DEPENDENCY;
        boolean none = !binds && kind != Kind.POOL && r.nextInt(3) == 0;
        if (none) return;
        wireSeconds = between(r, 0.2e-3, 1e-3);
        if (binds) {
            callServers = 1 + r.nextInt(6);
            double others = r.nextBoolean() ? between(r, 0.1, 0.4) : 0;
            callSeconds = callServers * (1 - others) / saturation;
            othersCalls = others * callServers / callSeconds;
        } else {
            callSeconds = kind == Kind.POOL ? 1 : between(r, 0.5, 3) * cpuSeconds;
        }
    }

    private void disk(SplittableRandom r) {
        boolean binds = kind == Kind.DISK;
        if (!binds && r.nextInt(3) == 0) return;
        reads = binds ? between(r, 1, 4) : between(r, 0.2, 1);
        readSeconds = (binds ? 1 : between(r, 0.05, 0.3)) / saturation / reads;
    }

    private void pool(SplittableRandom r) {
        if (kind != Kind.POOL) return;
        if (r.nextInt(4) == 0) {
            lockSeconds = 1 / saturation;
            callSeconds = between(r, 0.5, 3) * cpuSeconds;
            return;
        }
        poolSize = 2 + r.nextInt(9);
        reads = 0;
        callSeconds = poolSize / saturation - wireSeconds;
    }

    private static double[] mix(SplittableRandom r) {
        double a = between(r, 0.2, 1);
        double b = between(r, 0.2, 1);
        double c = between(r, 0.1, 0.5);
        return new double[] {a / (a + b + c), b / (a + b + c), c / (a + b + c)};
    }

    private static double between(SplittableRandom r, double low, double high) {
        return low + (high - low) * r.nextDouble();
    }

    /** After the drift and the release, without the neighbour. */
    Draft settled() {
        routes = routes.settled();
        neighbourSteal = 0;
        cpuSeconds *= deploy;
        deploy = 1;
        return this;
    }

    Scenario build() {
        return new Scenario(
                kind,
                seed,
                cpu,
                cpuSeconds,
                cpuSpread,
                routes,
                backgroundCores,
                neighbourSteal,
                reads,
                readSeconds,
                poolSize,
                lockSeconds,
                callSeconds,
                callSpread,
                callServers,
                othersCalls,
                wireSeconds,
                allocated,
                retained,
                retainedSeconds,
                liveAtRest,
                pauseSeconds,
                episodeDelay,
                episodeShare,
                deploy,
                saturation);
    }
}
