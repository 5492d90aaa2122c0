package io.loadmark.collector.libvirt.xml;

import java.util.BitSet;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sets of CPUs as libvirt writes them: {@code 0-3,^2,8}. */
public final class CpuSet {
    private static final int MAX_CPU = 1 << 16;
    private static final Pattern PART = Pattern.compile("(\\^?)(\\d{1,6})(?:-(\\d{1,6}))?");

    private CpuSet() {}

    /** The CPUs; empty if that is no set of CPUs. */
    public static Optional<BitSet> parse(String list) {
        var cpus = new BitSet();
        for (String part : list.split(",", -1)) {
            Matcher range = PART.matcher(part.strip());
            if (!range.matches()) return Optional.empty();
            int first = Integer.parseInt(range.group(2));
            int last = range.group(3) == null ? first : Integer.parseInt(range.group(3));
            if (last < first || last > MAX_CPU) return Optional.empty();
            cpus.set(first, last + 1, range.group(1).isEmpty());
        }
        return Optional.of(cpus);
    }
}
