package io.loadmark.runtime.config;

import static io.loadmark.runtime.config.ConfigException.check;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Map;
import java.util.regex.Pattern;

/** A number of bytes, written as {@code 16MiB}, {@code 512KiB} or a plain number. */
public record ByteSize(long bytes) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\s*(B|KiB|MiB|GiB|TiB)?");
    private static final Map<String, Integer> SHIFT = Map.of("B", 0, "KiB", 10, "MiB", 20, "GiB", 30, "TiB", 40);

    @JsonCreator
    public static ByteSize parse(String text) {
        var match = FORM.matcher(text.trim());
        check(match.matches(), "is no size such as 512KiB or 16MiB: %s", text);
        int shift = SHIFT.getOrDefault(match.group(2) == null ? "B" : match.group(2), 0);
        long amount = Long.parseLong(match.group(1));
        check(amount <= Long.MAX_VALUE >> shift, "is larger than any file: %s", text);
        return new ByteSize(amount << shift);
    }

    /** A plain number in YAML. */
    @JsonCreator
    static ByteSize of(long bytes) {
        check(bytes >= 0, "is no size: %d", bytes);
        return new ByteSize(bytes);
    }

    public int asInt() {
        return Math.toIntExact(bytes);
    }

    @Override
    public String toString() {
        for (var unit : new String[] {"TiB", "GiB", "MiB", "KiB"}) {
            long size = 1L << SHIFT.getOrDefault(unit, 0);
            if (bytes >= size && bytes % size == 0) return bytes / size + unit;
        }
        return Long.toString(bytes);
    }
}
