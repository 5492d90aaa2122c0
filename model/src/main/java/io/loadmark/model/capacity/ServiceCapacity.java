package io.loadmark.model.capacity;

import io.loadmark.model.capacity.Capacity.Limit;
import io.loadmark.model.capacity.Capacity.Point;
import io.loadmark.model.capacity.Capacity.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The capacity of a service from those of its instances: the first instance to reach its own limit under the observed
 * balancing stops the service, so it is minᵢ(capacityᵢ / shareᵢ), not the sum.
 */
public final class ServiceCapacity {
    /** Instances with less of the traffic don't count. */
    private static final double IDLE_SHARE = 0.001;

    private ServiceCapacity() {}

    /**
     * One instance.
     *
     * @param capacity its own capacity
     * @param weight its traffic in any unit; its share is this over the sum of all
     */
    public record Part(Capacity capacity, double weight) {}

    /** One instance beside its share of the traffic, in (0, 1]. */
    private record Shared(String instance, Capacity capacity, double share) {
        @Nullable
        Double scaled(Function<Capacity, @Nullable Double> figure) {
            Double value = figure.apply(capacity);
            return value == null ? null : value / share;
        }
    }

    /**
     * The service's capacity; unknown when that of an instance with traffic is.
     *
     * @throws IllegalArgumentException when there are no instances or their SLAs differ
     */
    public static Capacity of(SortedMap<String, Part> byInstance) {
        if (byInstance.values().stream().map(p -> p.capacity().sla()).distinct().count() != 1) {
            throw new IllegalArgumentException("the instances of a service have one SLA");
        }
        List<Shared> parts = shared(byInstance);
        Shared binding = parts.stream()
                .min(Comparator.comparingDouble(ServiceCapacity::orNothing))
                .orElseThrow();
        return new Capacity(
                binding.capacity.sla(),
                least(parts, Capacity::qps),
                least(parts, Capacity::low),
                least(parts, Capacity::high),
                binding.capacity.bottleneck(),
                binding.capacity.peer(),
                parts.stream()
                        .mapToDouble(p -> p.capacity.maxUtilisationSeen())
                        .max()
                        .orElse(0),
                parts.stream().anyMatch(p -> p.capacity.extrapolated()),
                reasons(parts),
                least(parts, Capacity::resourceBoundQps),
                least(parts, Capacity::baselineQps),
                limits(parts),
                binding.capacity.points().stream()
                        .map(p -> new Point(p.requestsPerSecond() / binding.share, p.latencySeconds()))
                        .toList());
    }

    private static List<Shared> shared(SortedMap<String, Part> byInstance) {
        Collection<Part> all = byInstance.values();
        double sum = all.stream().mapToDouble(Part::weight).sum();
        var parts = new ArrayList<Shared>();
        byInstance.forEach((instance, part) -> {
            double share = sum > 0 ? part.weight / sum : 1.0 / all.size();
            if (share >= IDLE_SHARE) {
                parts.add(new Shared(instance, part.capacity, share));
            }
        });
        return parts;
    }

    private static double orNothing(Shared part) {
        Double qps = part.scaled(Capacity::qps);
        return qps == null ? -1 : qps;
    }

    private static @Nullable Double least(List<Shared> parts, Function<Capacity, @Nullable Double> figure) {
        double least = Double.POSITIVE_INFINITY;
        for (Shared part : parts) {
            Double value = part.scaled(figure);
            if (value == null) {
                return null;
            }
            least = Math.min(least, value);
        }
        return least;
    }

    /** Of each resource the instance that is the first to use it up. */
    private static List<Limit> limits(List<Shared> parts) {
        var least = new LinkedHashMap<Limit, Double>();
        for (Shared part : parts) {
            for (Limit limit : part.capacity.limits()) {
                var resource = new Limit(limit.what(), limit.peer(), 1);
                least.merge(resource, limit.requestsPerSecond() / part.share, Math::min);
            }
        }
        return least.entrySet().stream()
                .map(entry -> new Limit(entry.getKey().what(), entry.getKey().peer(), entry.getValue()))
                .toList();
    }

    private static List<Reason> reasons(List<Shared> parts) {
        return parts.stream()
                .flatMap(p -> p.capacity.reasons().stream()
                        .map(r ->
                                new Reason(r.code(), parts.size() == 1 ? r.detail() : p.instance + ": " + r.detail())))
                .toList();
    }
}
