package io.loadmark.model.share;

import java.util.BitSet;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Some CPUs of a host, by the kernel's numbers. Immutable. */
public final class CpuSet {
    /** Any order that depends on the members alone. */
    static final Comparator<CpuSet> ORDER = (a, b) -> {
        var differing = (BitSet) a.cpus.clone();
        differing.xor(b.cpus);
        int first = differing.nextSetBit(0);
        if (first < 0) return 0;
        return a.cpus.get(first) ? -1 : 1;
    };

    private static final int MOST_CPUS = 1 << 16;
    private static final Pattern PART = Pattern.compile("(\\^?)(\\d{1,6})(?:-(\\d{1,6}))?");

    private final BitSet cpus;

    private CpuSet(BitSet cpus) {
        this.cpus = cpus;
    }

    /** Those with the given numbers, &ge; 0. */
    public static CpuSet of(int... numbers) {
        var cpus = new BitSet();
        IntStream.of(numbers).forEach(cpus::set);
        return new CpuSet(cpus);
    }

    /** So many, numbered from 0. */
    public static CpuSet first(int count) {
        var cpus = new BitSet();
        cpus.set(0, count);
        return new CpuSet(cpus);
    }

    /** A list as Linux and libvirt write it, {@code 0-3,^2,8}; empty if it is none. */
    public static Optional<CpuSet> parse(String list) {
        var cpus = new BitSet();
        for (String part : list.split(",", -1)) {
            Matcher range = PART.matcher(part.strip());
            if (!range.matches()) return Optional.empty();
            int from = Integer.parseInt(range.group(2));
            int to = range.group(3) == null ? from : Integer.parseInt(range.group(3));
            if (to < from || to > MOST_CPUS) return Optional.empty();
            cpus.set(from, to + 1, range.group(1).isEmpty());
        }
        return Optional.of(new CpuSet(cpus));
    }

    public int size() {
        return cpus.cardinality();
    }

    public boolean isEmpty() {
        return cpus.isEmpty();
    }

    /** Those that are in the other set too. */
    public CpuSet within(CpuSet other) {
        var both = (BitSet) cpus.clone();
        both.and(other.cpus);
        return new CpuSet(both);
    }

    CpuSet without(CpuSet other) {
        var left = (BitSet) cpus.clone();
        left.andNot(other.cpus);
        return new CpuSet(left);
    }

    CpuSet with(CpuSet other) {
        var all = (BitSet) cpus.clone();
        all.or(other.cpus);
        return new CpuSet(all);
    }

    /** Their numbers, ascending. */
    IntStream numbers() {
        return cpus.stream();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CpuSet set && cpus.equals(set.cpus);
    }

    @Override
    public int hashCode() {
        return cpus.hashCode();
    }

    /** Such as {@code {0, 1, 8}}. */
    @Override
    public String toString() {
        return cpus.toString();
    }
}
