package io.loadmark.sink.table;

import static io.loadmark.sink.rowbinary.ColumnType.INT64;
import static io.loadmark.sink.rowbinary.ColumnType.LABEL;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_INT64;
import static io.loadmark.sink.rowbinary.ColumnType.TIME;

import io.loadmark.schema.Pressure;
import io.loadmark.schema.Stamp;
import io.loadmark.sink.rowbinary.Columns;

/** Whose sample it is, and pressure totals that several samples carry. */
final class StampColumns {
    static final Columns<Stamp> STAMP = Columns.<Stamp>none()
            .add("tenant", LABEL, Stamp::getTenant)
            .add("host_id", LABEL, Stamp::getHostId)
            .add("boot_id", LABEL, Stamp::getBootId)
            .add("at", TIME, Stamp::getAtMicros)
            .add("monotonic_nanos", INT64, Stamp::getMonotonicNanos);

    static final Columns<Pressure> PRESSURE = Columns.<Pressure>none()
            .add("some_micros", INT64, Pressure::getSomeMicros)
            .add("full_micros", OPTIONAL_INT64, Pressure::getFullMicros);

    private StampColumns() {}
}
