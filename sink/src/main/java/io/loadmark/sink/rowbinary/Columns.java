package io.loadmark.sink.rowbinary;

import io.loadmark.sink.rowbinary.Column.Getter;
import java.util.ArrayList;
import java.util.List;

/** The columns that a record becomes, declared one a line. */
public final class Columns<R> {
    private final List<Column<R, ?>> columns;

    private Columns(List<Column<R, ?>> columns) {
        this.columns = List.copyOf(columns);
    }

    public static <R> Columns<R> none() {
        return new Columns<>(List.of());
    }

    public List<Column<R, ?>> list() {
        return columns;
    }

    public <V> Columns<R> add(String name, ColumnType<V> type, Getter<R, V> value) {
        return and(List.of(new Column<>(name, type, value)));
    }

    /** The columns of a record inside this one. */
    public <I> Columns<R> add(String prefix, Columns<I> inner, Getter<R, I> record) {
        return and(inner.columns.stream().map(c -> c.within(prefix, record)).toList());
    }

    /** The columns of a record that may be absent, every one of them optional. */
    public <I> Columns<R> perhaps(String prefix, Columns<I> inner, Getter<R, I> record) {
        return and(inner.columns.stream().map(c -> c.perhaps(prefix, record)).toList());
    }

    /** The columns of a list of records, each an array {@code name.column}. */
    public <I> Columns<R> each(String name, Columns<I> inner, Getter<R, List<I>> records) {
        return and(inner.columns.stream().map(c -> c.each(name, records)).toList());
    }

    /** Writes one row. */
    public void write(RowBinary out, R record) {
        for (var column : columns) column.write(out, record);
    }

    private Columns<R> and(List<? extends Column<R, ?>> more) {
        var all = new ArrayList<>(columns);
        all.addAll(more);
        return new Columns<>(all);
    }
}
