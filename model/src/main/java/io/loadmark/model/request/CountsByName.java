package io.loadmark.model.request;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * Counts by name: at most {@value #MOST} names and {@code other}. Beyond, the largest counts keep their name.
 *
 * @param <C> a count
 */
final class CountsByName<C> {
    static final int MOST = 16;
    static final String OTHER = "other";

    private final SortedMap<String, C> counts = new TreeMap<>();
    private final BinaryOperator<C> plus;
    private final Comparator<Map.Entry<String, C>> largestFirst;

    CountsByName(ToDoubleFunction<C> size, BinaryOperator<C> plus) {
        this.plus = plus;
        largestFirst = Comparator.comparingDouble((Map.Entry<String, C> e) -> -size.applyAsDouble(e.getValue()))
                .thenComparing(Map.Entry::getKey);
    }

    void add(String name, C count) {
        counts.merge(name, count, plus);
    }

    SortedMap<String, C> folded() {
        var folded = new TreeMap<>(counts);
        C other = folded.remove(OTHER);
        List<Map.Entry<String, C>> ranked = folded.entrySet().stream()
                .map(Map.Entry::copyOf) // a tree's own entries change when others are removed
                .sorted(largestFirst)
                .toList();
        for (var entry : ranked.subList(Math.min(MOST, ranked.size()), ranked.size())) {
            folded.remove(entry.getKey());
            other = other == null ? entry.getValue() : plus.apply(other, entry.getValue());
        }
        if (other != null) folded.put(OTHER, other);
        return folded;
    }
}
