package io.loadmark.bench.simulation;

/** A heap of size 1: what requests keep for a while is live, what they allocate is collected when no more is free. */
final class Heap {
    private static final double LEAST_FREE = 0.01;

    private final Scenario scenario;
    private double retained;
    private double at;
    private double allocated;
    private double pauses;
    private double pausedSeconds;
    private double liveAfterLast;

    Heap(Scenario scenario, double rate) {
        this.scenario = scenario;
        retained = rate * scenario.retained() * scenario.retainedSeconds();
        liveAfterLast = live();
    }

    private double live() {
        return Math.min(1, scenario.liveAtRest() + retained);
    }

    /** A request allocates so many times the mean; whether that needs a collection first. */
    boolean allocate(double time, double times) {
        retained = retained * Math.exp((at - time) / scenario.retainedSeconds()) + scenario.retained();
        at = time;
        allocated += times * scenario.allocated();
        return allocated >= Math.max(LEAST_FREE, 1 - live());
    }

    /** Collects; the pause, seconds. */
    double collect() {
        allocated = 0;
        liveAfterLast = live();
        double pause = scenario.pauseSeconds() * (0.2 + 0.8 * liveAfterLast);
        pauses++;
        pausedSeconds += pause;
        return pause;
    }

    double pauses() {
        return pauses;
    }

    double pausedSeconds() {
        return pausedSeconds;
    }

    /** Part of the heap that was live after the last collection. */
    double liveAfterLast() {
        return liveAfterLast;
    }
}
