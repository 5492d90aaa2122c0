package io.loadmark.sink.rowbinary;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A ClickHouse type and how a Java value of it is written. */
public final class ColumnType<V> {
    public static final ColumnType<Boolean> BOOL = new ColumnType<>("Bool", (out, v) -> out.int8(v ? 1 : 0));
    public static final ColumnType<Integer> INT32 = new ColumnType<>("Int32", RowBinary::int32);
    public static final ColumnType<Long> INT64 = new ColumnType<>("Int64", RowBinary::int64);
    /** The long's bits read as unsigned. */
    public static final ColumnType<Long> UINT64 = new ColumnType<>("UInt64", RowBinary::int64);

    public static final ColumnType<Double> FLOAT64 = new ColumnType<>("Float64", RowBinary::float64);
    public static final ColumnType<String> STRING = new ColumnType<>("String", RowBinary::string);
    public static final ColumnType<ByteBuffer> BYTES = new ColumnType<>("String", RowBinary::bytes);
    /** A string out of few; written as any other string. */
    public static final ColumnType<String> LABEL = new ColumnType<>("LowCardinality(String)", RowBinary::string);
    /** Microseconds since 1970. */
    public static final ColumnType<Long> TIME = new ColumnType<>("DateTime64(6, 'UTC')", RowBinary::int64);

    public static final ColumnType<String> OPTIONAL_STRING = STRING.optional();
    public static final ColumnType<String> OPTIONAL_LABEL = LABEL.optional();
    public static final ColumnType<Integer> OPTIONAL_INT32 = INT32.optional();
    public static final ColumnType<Long> OPTIONAL_INT64 = INT64.optional();
    public static final ColumnType<Double> OPTIONAL_FLOAT64 = FLOAT64.optional();
    public static final ColumnType<List<String>> LABELS = LABEL.array();
    public static final ColumnType<List<Integer>> INT32S = INT32.array();

    private static final String LOW_CARDINALITY = "LowCardinality(";

    private final String name;
    private final Writer<V> writer;
    private final boolean nullable;
    private final @Nullable V absent;

    private ColumnType(String name, Writer<V> writer) {
        this(name, writer, false, null);
    }

    private ColumnType(String name, Writer<V> writer, boolean nullable, @Nullable V absent) {
        this.name = name;
        this.writer = writer;
        this.nullable = nullable;
        this.absent = absent;
    }

    /** As {@code system.columns} spells it. */
    public String name() {
        return name;
    }

    /** Whether an absent value has room in it. */
    boolean isOptional() {
        return nullable;
    }

    /** What an optional column holds where the record around it is absent: nothing, or several of nothing. */
    @Nullable
    V absent() {
        return absent;
    }

    /** The same with room for an absent value; of several, ClickHouse knows none that are absent but none at all. */
    public ColumnType<V> optional() {
        if (nullable || absent != null) return this;
        boolean low = name.startsWith(LOW_CARDINALITY);
        String optional = low
                ? LOW_CARDINALITY + "Nullable(" + name.substring(LOW_CARDINALITY.length()) + ")"
                : "Nullable(" + name + ")";
        return new ColumnType<>(optional, writer, true, null);
    }

    /** Several of it. */
    public ColumnType<List<V>> array() {
        Writer<List<V>> each = (out, values) -> {
            out.length(values.size());
            for (V value : values) write(out, value);
        };
        return new ColumnType<>("Array(" + name + ")", each, false, List.of());
    }

    /**
     * Writes a value.
     *
     * @throws IllegalArgumentException if it is absent and the type has no room for that
     */
    void write(RowBinary out, @Nullable V value) {
        if (nullable) out.int8(value == null ? 1 : 0);
        if (value != null) writer.write(out, value);
        else if (!nullable) throw new IllegalArgumentException("a value of type " + name + " is missing");
    }

    private interface Writer<V> {
        void write(RowBinary out, V value);
    }
}
