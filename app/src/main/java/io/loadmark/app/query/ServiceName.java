package io.loadmark.app.query;

import java.util.Comparator;

/**
 * A service as its OpenTelemetry resource names it.
 *
 * @param namespace service.namespace, empty when not set
 * @param name service.name
 */
public record ServiceName(String namespace, String name) implements Comparable<ServiceName> {
    private static final Comparator<ServiceName> ORDER =
            Comparator.comparing(ServiceName::namespace).thenComparing(ServiceName::name);

    @Override
    public int compareTo(ServiceName other) {
        return ORDER.compare(this, other);
    }

    /** Whether a person means this one by {@code checkout} or {@code shop/checkout}. */
    boolean isMeantBy(String text) {
        return text.equals(name) || text.equals(namespace + "/" + name);
    }

    /** {@code shop/checkout}, or {@code checkout} without a namespace. */
    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
