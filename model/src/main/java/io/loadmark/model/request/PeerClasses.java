package io.loadmark.model.request;

import java.util.SortedMap;

/**
 * Calls by peer: at most {@value #MOST} peers and {@code other}. Beyond, the peers that take most time keep their name, as it
 * is they that may bind.
 */
public final class PeerClasses {
    public static final int MOST = CountsByName.MOST;
    public static final String OTHER = CountsByName.OTHER;

    /** Calls to a peer, of them failed, and the time that they cover, seconds. */
    public record Count(double calls, double errors, double seconds) {
        Count plus(Count more) {
            return new Count(calls + more.calls, errors + more.errors, seconds + more.seconds);
        }
    }

    private final CountsByName<Count> counts = new CountsByName<>(Count::seconds, Count::plus);

    /** Adds calls to a peer. */
    public void add(String peer, double calls, double errors, double seconds) {
        counts.add(peer, new Count(calls, errors, seconds));
    }

    /** Peers by name, folded. */
    public SortedMap<String, Count> folded() {
        return counts.folded();
    }
}
