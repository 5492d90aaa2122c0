package io.loadmark.model.request;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Calls by peer: at most {@value #MOST} peers and {@code other}. Beyond, the peers that take most time keep their name, as it
 * is they that may bind.
 */
public final class PeerClasses {
    public static final int MOST = 16;
    public static final String OTHER = "other";

    /** Calls to a peer, of them failed, and the time that they cover, seconds. */
    public record Count(double calls, double errors, double seconds) {
        Count plus(Count more) {
            return new Count(calls + more.calls, errors + more.errors, seconds + more.seconds);
        }
    }

    private static final Comparator<Map.Entry<String, Count>> LONGEST_FIRST = Comparator.comparingDouble(
                    (Map.Entry<String, Count> e) -> -e.getValue().seconds())
            .thenComparing(Map.Entry::getKey);

    private final SortedMap<String, Count> counts = new TreeMap<>();

    /** Adds calls to a peer. */
    public void add(String peer, double calls, double errors, double seconds) {
        counts.merge(peer, new Count(calls, errors, seconds), Count::plus);
    }

    /** Peers by name, folded. */
    public SortedMap<String, Count> folded() {
        var folded = new TreeMap<>(counts);
        Count other = folded.remove(OTHER);
        List<Map.Entry<String, Count>> ranked = folded.entrySet().stream()
                .map(Map.Entry::copyOf) // a tree's own entries change when others are removed
                .sorted(LONGEST_FIRST)
                .toList();
        for (var entry : ranked.subList(Math.min(MOST, ranked.size()), ranked.size())) {
            folded.remove(entry.getKey());
            other = other == null ? entry.getValue() : other.plus(entry.getValue());
        }
        if (other != null) folded.put(OTHER, other);
        return folded;
    }
}
