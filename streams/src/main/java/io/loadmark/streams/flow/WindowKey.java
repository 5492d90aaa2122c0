package io.loadmark.streams.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Comparator;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Key of a store by window: stored as the big-endian start, then the name, so that a range over starts is a range
 * over time and within a window the names that share a prefix lie together.
 *
 * @param startMicros start of the window, microseconds since 1970, ≥ 0
 * @param name who, within the window
 */
public record WindowKey(long startMicros, String name) {
    /** Separates parts of a name; sorts before every other character. */
    public static final char SEPARATOR = '\0';

    /** By window, then by name. */
    public static final Comparator<WindowKey> ORDER =
            Comparator.comparingLong(WindowKey::startMicros).thenComparing(WindowKey::name);

    private static final char AFTER_SEPARATOR = '\1';

    /** From here on all keys of windows that start at or after this time. */
    public static WindowKey from(long startMicros) {
        return new WindowKey(Math.max(0, startMicros), "");
    }

    /** Least key of those whose name starts with {@code owner} and a separator. */
    public static WindowKey firstOf(long startMicros, String owner) {
        return new WindowKey(startMicros, owner + SEPARATOR);
    }

    /** Greater than every key of those. */
    public static WindowKey afterLastOf(long startMicros, String owner) {
        return new WindowKey(startMicros, owner + AFTER_SEPARATOR);
    }

    public static Serde<WindowKey> serde() {
        return Serdes.serdeFrom((topic, key) -> key.toBytes(), (topic, bytes) -> of(bytes));
    }

    private byte[] toBytes() {
        byte[] text = name.getBytes(UTF_8);
        return ByteBuffer.allocate(Long.BYTES + text.length)
                .putLong(startMicros)
                .put(text)
                .array();
    }

    private static WindowKey of(byte[] bytes) {
        return new WindowKey(
                ByteBuffer.wrap(bytes).getLong(), new String(bytes, Long.BYTES, bytes.length - Long.BYTES, UTF_8));
    }
}
