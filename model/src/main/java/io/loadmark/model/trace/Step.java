package io.loadmark.model.trace;

import java.util.Comparator;

/**
 * A service and one of its routes, as a step of a transaction.
 *
 * @param namespace service.namespace, empty when not set
 * @param service service.name
 * @param route route class
 */
public record Step(String namespace, String service, String route) implements Comparable<Step> {
    private static final Comparator<Step> ORDER =
            Comparator.comparing(Step::namespace).thenComparing(Step::service).thenComparing(Step::route);

    @Override
    public int compareTo(Step other) {
        return ORDER.compare(this, other);
    }
}
