package io.loadmark.bench.simulation;

import java.util.SplittableRandom;

/**
 * A service and the machine under it, drawn at random around one thing that will bind. Times in seconds.
 *
 * @param kind what binds
 * @param seed of everything random
 * @param cpu machine
 * @param cpuSeconds CPU time of a request of a plain route; lognormal
 * @param cpuSpread its standard deviation in the logarithm
 * @param routes routes and their mix
 * @param backgroundCores cores that other groups of the machine use, a burst at a time
 * @param neighbourSteal share of all threads' time that a neighbour takes in its episodes; 0 without one
 * @param reads mean number of disk reads of a request
 * @param readSeconds mean time of a read; exponential
 * @param poolSize connections, held for the reads and the call
 * @param lockSeconds mean time that each request holds the one lock; 0 without
 * @param callSeconds mean time that the dependency serves a call; 0 without
 * @param callSpread its standard deviation in the logarithm
 * @param callServers places of the dependency
 * @param othersCallsPerSecond calls that the dependency has from others
 * @param wireSeconds constant part of a call
 * @param allocated bytes that a request allocates, on average, as a part of the heap
 * @param retained part of the heap that a request keeps for {@code retainedSeconds}
 * @param retainedSeconds mean time that it keeps it
 * @param liveAtRest part of the heap that is always live
 * @param pauseSeconds pause of a collection of a full heap of live objects
 * @param episodeDelay mean delay of the requests within an episode that nothing reports; 0 without episodes
 * @param episodeShare share of the time in episodes
 * @param deploy factor on the CPU time from the middle on; 1 without a deploy
 * @param saturation rate at which the first resource is used up, requests per second
 */
record Scenario(
        Kind kind,
        long seed,
        Cpu.Shape cpu,
        double cpuSeconds,
        double cpuSpread,
        Routes routes,
        double backgroundCores,
        double neighbourSteal,
        double reads,
        double readSeconds,
        int poolSize,
        double lockSeconds,
        double callSeconds,
        double callSpread,
        int callServers,
        double othersCallsPerSecond,
        double wireSeconds,
        double allocated,
        double retained,
        double retainedSeconds,
        double liveAtRest,
        double pauseSeconds,
        double episodeDelay,
        double episodeShare,
        double deploy,
        double saturation) {
    /** What binds, and two kinds of change. */
    enum Kind {
        CPU,
        QUOTA,
        MEMORY,
        DISK,
        POOL,
        DEPENDENCY,
        UNKNOWN,
        /** The CPU binds, and the mix of routes drifts. */
        DRIFT,
        /** The CPU binds, and in the middle comes a release that tells no version. */
        DEPLOY,
        /** The CPU binds, and two hardware threads share a core. */
        SMT;

        boolean isAboutCapacity() {
            return compareTo(UNKNOWN) < 0;
        }

        boolean isAboutChange() {
            return this == DRIFT || this == DEPLOY;
        }
    }

    /** Mean CPU time of a request with the mix at a share of the way from the first to the last, seconds. */
    double demand(double way) {
        return routes.meanCost(way) * cpuSeconds;
    }

    /** The same with its last mix, without a neighbour or a release: what its capacity is measured on. */
    Scenario settled() {
        return new Draft(this).settled().build();
    }

    /** A random one. */
    static Scenario random(Kind kind, long seed) {
        return new Draft(
                        kind,
                        seed,
                        new SplittableRandom(seed * 1_000_003 + kind.name().hashCode()))
                .build();
    }
}
