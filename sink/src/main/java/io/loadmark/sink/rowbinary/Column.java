package io.loadmark.sink.rowbinary;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A column and where its value comes from. */
public record Column<R, V>(String name, ColumnType<V> type, Getter<R, V> value) {

    /** Reads one value of a record; null where it is absent. */
    public interface Getter<R, V> {
        @Nullable
        V of(R record);
    }

    void write(RowBinary out, R record) {
        try {
            type.write(out, value.of(record));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    /** The column of an outer record that always holds this one. */
    <O> Column<O, V> within(String prefix, Getter<O, R> inner) {
        return new Column<>(prefix + name, type, outer -> {
            R record = inner.of(outer);
            if (record == null) throw new IllegalArgumentException("the record around it is missing");
            return value.of(record);
        });
    }

    /** The column of an outer record that may lack this one: absent then. */
    <O> Column<O, V> perhaps(String prefix, Getter<O, R> inner) {
        return new Column<>(prefix + name, type.optional(), outer -> {
            R record = inner.of(outer);
            return record == null ? type.absent() : value.of(record);
        });
    }

    /** The column of an outer record that holds a list of these: {@code prefix.name}, as ClickHouse nests them. */
    <O> Column<O, List<V>> each(String prefix, Getter<O, List<R>> inner) {
        return new Column<>(prefix + "." + name, type.array(), outer -> values(inner.of(outer)));
    }

    private List<@Nullable V> values(@Nullable List<R> records) {
        if (records == null) throw new IllegalArgumentException("the list is missing");
        var values = new ArrayList<@Nullable V>(records.size());
        for (R record : records) {
            V found = value.of(record);
            if (found == null && !type.isOptional())
                throw new IllegalArgumentException("a value in the list is missing");
            values.add(found);
        }
        return values;
    }
}
