package io.loadmark.model.request;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Requests by route class: at most {@value #MOST} classes and {@code other}. Which ones stay does not depend on the
 * order of merging as long as no more than {@value #MOST} have been seen; beyond, the classes with most requests stay.
 */
public final class RouteClasses {
    public static final int MOST = 16;
    public static final String OTHER = "other";

    /** Requests and failures of a class. */
    public record Count(double requests, double errors) {
        Count plus(Count more) {
            return new Count(requests + more.requests, errors + more.errors);
        }
    }

    private static final Comparator<Map.Entry<String, Count>> BUSIEST_FIRST = Comparator.comparingDouble(
                    (Map.Entry<String, Count> e) -> -e.getValue().requests())
            .thenComparing(Map.Entry::getKey);

    private final SortedMap<String, Count> counts = new TreeMap<>();

    /** Adds requests of a class. */
    public void add(String route, double requests, double errors) {
        counts.merge(route, new Count(requests, errors), Count::plus);
    }

    /** Classes by name, folded. */
    public SortedMap<String, Count> folded() {
        var folded = new TreeMap<>(counts);
        Count other = folded.remove(OTHER);
        List<Map.Entry<String, Count>> ranked = folded.entrySet().stream()
                .map(Map.Entry::copyOf) // a tree's own entries change when others are removed
                .sorted(BUSIEST_FIRST)
                .toList();
        for (var entry : ranked.subList(Math.min(MOST, ranked.size()), ranked.size())) {
            folded.remove(entry.getKey());
            other = other == null ? entry.getValue() : other.plus(entry.getValue());
        }
        if (other != null) folded.put(OTHER, other);
        return folded;
    }
}
