package io.loadmark.model.request;

import java.util.SortedMap;

/**
 * Requests by route class: at most {@value #MOST} classes and {@code other}. Which ones stay does not depend on the
 * order of merging as long as no more than {@value #MOST} have been seen; beyond, the classes with most requests stay.
 */
public final class RouteClasses {
    public static final int MOST = CountsByName.MOST;
    public static final String OTHER = CountsByName.OTHER;

    /** Requests and failures of a class. */
    public record Count(double requests, double errors) {
        Count plus(Count more) {
            return new Count(requests + more.requests, errors + more.errors);
        }
    }

    private final CountsByName<Count> counts = new CountsByName<>(Count::requests, Count::plus);

    /** Adds requests of a class. */
    public void add(String route, double requests, double errors) {
        counts.add(route, new Count(requests, errors));
    }

    /** Classes by name, folded. */
    public SortedMap<String, Count> folded() {
        return counts.folded();
    }
}
