package io.loadmark.bench.simulation;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Places that are taken one by one, and a queue in front of them: a disk, a pool of connections, another service. */
final class Station {
    private final int places;
    private final ArrayDeque<Object> queue = new ArrayDeque<>();
    private int taken;
    private double now;
    private double busySeconds;
    private double presentSeconds;
    private long served;

    Station(int places) {
        this.places = places;
    }

    /** Whether a place was free; else the visitor waits. */
    boolean enter(double time, Object visitor) {
        advance(time);
        if (taken == places) {
            queue.add(visitor);
            return false;
        }
        taken++;
        return true;
    }

    /** Gives a place back; who gets it, if anybody waits. */
    @Nullable
    Object leave(double time) {
        advance(time);
        served++;
        Object next = queue.poll();
        if (next == null) taken--;
        return next;
    }

    void advance(double time) {
        busySeconds += taken > 0 ? time - now : 0;
        presentSeconds += (taken + queue.size()) * (time - now);
        now = time;
    }

    int waiting() {
        return queue.size();
    }

    /** Time in which some place was taken. */
    double busySeconds() {
        return busySeconds;
    }

    /** Time of all visitors here, waiting included. */
    double presentSeconds() {
        return presentSeconds;
    }

    long served() {
        return served;
    }
}
