package io.loadmark.collector.inventory;

import java.util.HashSet;
import java.util.Set;

/**
 * Lets at most {@code limit} entities in. Who is in stays in until it vanishes: a limit that is reached never makes
 * entities take turns, which would cut every counter into pieces. For one thread.
 */
public final class Admission<K> {
    private final int limit;
    private Set<K> before = new HashSet<>();
    private Set<K> now = new HashSet<>();
    private int refused;

    public Admission(int limit) {
        this.limit = limit;
    }

    public boolean admits(K entity) {
        boolean in = before.remove(entity) || before.size() + now.size() < limit;
        if (in) now.add(entity);
        else refused++;
        return in;
    }

    /** Ends the round; says how many were refused in it. */
    public int endRound() {
        int count = refused;
        refused = 0;
        var reused = before;
        before = now;
        now = reused;
        now.clear();
        return count;
    }
}
