package io.loadmark.collector.kernel;

import org.jspecify.annotations.Nullable;

/** Parses lists of CPUs such as {@code 0-3,8}, as cpusets and {@code /sys/devices/system/cpu/online} hold them. */
public final class CpuList {
    private static final long MAX_CPU = 1 << 20;

    private CpuList() {}

    /** How many CPUs the list names; null for an empty list, which in a cpuset means: not set. */
    public static @Nullable Integer count(Text text) throws MalformedFileException {
        if (!text.nextLine() || !text.hasWord()) return null;
        long count = 0;
        do {
            long first = text.number();
            long last = text.skip('-') ? text.number() : first;
            if (first < 0 || last < first || last > MAX_CPU) throw text.malformed("is no list of CPUs");
            count += last - first + 1;
        } while (text.skip(',') && count <= MAX_CPU);
        return Math.toIntExact(count);
    }
}
