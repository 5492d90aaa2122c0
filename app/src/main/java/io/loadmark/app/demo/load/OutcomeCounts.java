package io.loadmark.app.demo.load;

import java.util.EnumMap;
import java.util.Map;

/** How many requests had which outcome. Not thread-safe. */
final class OutcomeCounts {
    private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);

    void add(Outcome outcome) {
        counts.merge(outcome, 1, Integer::sum);
    }

    int of(Outcome outcome) {
        return counts.getOrDefault(outcome, 0);
    }

    int all() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    void clear() {
        counts.clear();
    }
}
