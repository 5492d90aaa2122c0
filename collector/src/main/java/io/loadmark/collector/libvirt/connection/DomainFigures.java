package io.loadmark.collector.libvirt.connection;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Figures of one domain under libvirt's names, such as {@code vcpu.0.time}: numbers and a few texts. */
public final class DomainFigures {
    private static final long NANOS_PER_MICRO = 1000;
    private static final long BYTES_PER_KIB = 1024;
    /** More than any domain has of anything; what claims more is nonsense. */
    private static final long MOST = 8192;

    private final Map<String, Object> values;

    public DomainFigures(Map<String, Object> values) {
        this.values = Map.copyOf(values);
    }

    /** Names of all figures. */
    public Set<String> names() {
        return values.keySet();
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** A number ≥ 0; libvirt says −1 for some that it can't tell. */
    public @Nullable Long number(String name) {
        return values.get(name) instanceof Long value && value >= 0 ? value : null;
    }

    /** A small number, such as a state. */
    public @Nullable Integer small(String name) {
        Long value = number(name);
        return value == null || value > Integer.MAX_VALUE ? null : (Integer) value.intValue();
    }

    /** How many of something there are; 0 if that is not told or impossible. */
    public int count(String name) {
        Long value = number(name);
        return value == null || value > MOST ? 0 : value.intValue();
    }

    /** Nanoseconds as microseconds. */
    public @Nullable Long micros(String name) {
        Long nanos = number(name);
        return nanos == null ? null : (Long) (nanos / NANOS_PER_MICRO);
    }

    /** KiB as bytes. */
    public @Nullable Long kibibytes(String name) {
        Long value = number(name);
        return value == null || value > Long.MAX_VALUE / BYTES_PER_KIB ? null : (Long) (value * BYTES_PER_KIB);
    }

    public @Nullable String text(String name) {
        return values.get(name) instanceof String text ? text : null;
    }
}
