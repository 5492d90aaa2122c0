package io.loadmark.collector.kernel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Picks some numbers out of a file of {@code key number} or {@code key: number} lines, such as memory.stat, without
 * making garbage of all the others. Reused; for one thread.
 */
public final class KeyNumbers {
    private static final long ABSENT = Long.MIN_VALUE;

    private final String[] names;
    private final byte[][] keys;
    private final int required;
    private final long[] values;

    private KeyNumbers(int required, String... names) {
        this.required = required;
        this.names = names;
        keys = Arrays.stream(names).map(n -> n.getBytes(US_ASCII)).toArray(byte[][]::new);
        values = new long[names.length];
        clear();
    }

    /** Wants these keys; a file without one of them is incomplete. */
    public static KeyNumbers of(String... required) {
        return new KeyNumbers(required.length, required);
    }

    /** Also takes these keys, which not every kernel or configuration writes. */
    public KeyNumbers optional(String... more) {
        var all = Arrays.copyOf(names, names.length + more.length);
        System.arraycopy(more, 0, all, names.length, more.length);
        return new KeyNumbers(required, all);
    }

    void clear() {
        Arrays.fill(values, ABSENT);
    }

    /** Takes the values; false if a required one is not there or one is malformed. */
    boolean parse(Text text) {
        clear();
        boolean sound = true;
        while (text.nextLine()) {
            int key = key(text);
            if (key >= 0) sound &= take(key, text);
        }
        for (int i = 0; i < required; i++) sound &= values[i] != ABSENT;
        return sound;
    }

    private boolean take(int key, Text text) {
        try {
            values[key] = text.number();
            return true;
        } catch (MalformedFileException e) {
            values[key] = ABSENT;
            return false;
        }
    }

    private int key(Text text) {
        for (int i = 0; i < keys.length; i++) if (text.skipKey(keys[i])) return i;
        return -1;
    }

    /** The key's number, if the file had it. */
    public @Nullable Long get(String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) return values[i] == ABSENT ? null : (Long) values[i];
        }
        throw new IllegalArgumentException("not asked for: " + name);
    }

    /** The key's number times {@code factor}, for other units. */
    public @Nullable Long times(String name, long factor) {
        Long value = get(name);
        return value == null ? null : (Long) (value * factor);
    }
}
