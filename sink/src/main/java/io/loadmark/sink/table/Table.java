package io.loadmark.sink.table;

import io.loadmark.schemas.BadRecordException;
import io.loadmark.sink.rowbinary.Columns;
import io.loadmark.sink.rowbinary.RowBinary;
import java.time.Duration;
import java.time.LocalDate;
import java.util.function.ToLongFunction;

/**
 * A table that the sink writes.
 *
 * @param type what a row is made of
 * @param name its name
 * @param keep how long its rows are kept
 * @param timeColumn column that a row's age is counted from
 * @param partitioned whether ClickHouse keeps a partition for each day of the time column
 * @param time the time column's value, microseconds since 1970
 * @param columns every column in the order in which it is written
 */
public record Table<R>(
        Class<R> type,
        String name,
        Keep keep,
        String timeColumn,
        boolean partitioned,
        ToLongFunction<R> time,
        Columns<R> columns) {
    private static final long DAY_MICROS = Duration.ofDays(1).toNanos() / 1000;
    // With the longest TTL still within the 32-bit seconds in which ClickHouse counts a row's life.
    private static final long LAST_DAY = LocalDate.of(2090, 1, 1).toEpochDay();

    /** Which setting says how long rows are kept. */
    public enum Keep {
        /** {@code sink.raw-ttl}. */
        RAW,
        /** {@code sink.derived-ttl}. */
        DERIVED
    }

    /**
     * A record of this table's type as a row. Rows of one day go into one ClickHouse partition.
     *
     * @throws BadRecordException if a value is missing or the time is not within [1970, 2090)
     */
    public Row row(Object object, RowBinary buffer) throws BadRecordException {
        R record = type.cast(object);
        long day = Math.floorDiv(time.applyAsLong(record), DAY_MICROS);
        if (day < 0 || day >= LAST_DAY) {
            throw new BadRecordException(timeColumn + " is not between 1970 and 2090: " + time.applyAsLong(record)
                    + " microseconds since 1970");
        }
        try {
            columns.write(buffer, record);
            return new Row(this, partitioned ? day : 0, buffer.take());
        } catch (IllegalArgumentException e) {
            buffer.take();
            throw new BadRecordException("no row of " + name + ": " + e.getMessage(), e);
        }
    }

    /**
     * One row.
     *
     * @param day ClickHouse partition: days since 1970, or 0 where the table has a single one
     * @param bytes the row in RowBinary
     */
    // A row is passed on, never compared.
    @SuppressWarnings("ArrayRecordComponent")
    public record Row(Table<?> table, long day, byte[] bytes) {}
}
