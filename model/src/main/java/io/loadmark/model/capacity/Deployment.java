package io.loadmark.model.capacity;

import io.loadmark.model.capacity.ServiceCapacity.Part;
import java.util.Comparator;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The instances of a service as they are, or as they might be.
 *
 * @param parts each instance's own capacity and its traffic
 */
public record Deployment(SortedMap<String, Part> parts) {
    private static final int MOST_INSTANCES = 10_000;

    public Deployment {
        parts = new TreeMap<>(parts);
    }

    public Capacity capacity() {
        return ServiceCapacity.of(parts);
    }

    /**
     * Without some instances: the others take their traffic over in proportion to what they have. Cold caches and
     * retries, which a loss brings, are not in it.
     *
     * @throws IllegalArgumentException if none is left
     */
    public Deployment without(Set<String> instances) {
        var left = new TreeMap<>(parts);
        left.keySet().removeAll(instances);
        if (left.isEmpty()) throw new IllegalArgumentException("no instance would be left");
        return new Deployment(left);
    }

    /** With another capacity of some instances, and the traffic as it is. */
    public Deployment replacing(Set<String> instances, UnaryOperator<Capacity> other) {
        var changed = new TreeMap<>(parts);
        changed.replaceAll((instance, part) ->
                instances.contains(instance) ? new Part(other.apply(part.capacity()), part.weight()) : part);
        return new Deployment(changed);
    }

    /**
     * With so many instances under even balancing, each like the weakest of today's; unknown if that of one of today's
     * is.
     *
     * @throws IllegalArgumentException if the number is not in 1..10,000
     */
    public Deployment of(int instances) {
        if (instances < 1 || instances > MOST_INSTANCES) {
            throw new IllegalArgumentException("instances must be in 1.." + MOST_INSTANCES + ", was " + instances);
        }
        var weakest = parts.values().stream()
                .map(Part::capacity)
                .min(Comparator.comparing(Capacity::qps, Comparator.nullsFirst(Comparator.naturalOrder())))
                .orElseThrow();
        var even = new TreeMap<String, Part>();
        for (int i = 1; i <= instances; i++) even.put("#" + i, new Part(weakest, 1));
        return new Deployment(even);
    }
}
