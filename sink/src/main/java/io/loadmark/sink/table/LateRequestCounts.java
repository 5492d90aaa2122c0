package io.loadmark.sink.table;

import static io.loadmark.sink.rowbinary.ColumnType.INT32;
import static io.loadmark.sink.rowbinary.ColumnType.INT64;
import static io.loadmark.sink.rowbinary.ColumnType.TIME;

import io.loadmark.schema.LateRequests;
import io.loadmark.sink.rowbinary.Columns;
import io.loadmark.sink.table.Table.Keep;

/** Table {@code late_requests}. */
final class LateRequestCounts {
    private static final Columns<LateRequests> COLUMNS = Columns.<LateRequests>none()
            .add("", RequestColumns.INSTANCE, LateRequests::getInstance)
            .add("start", TIME, LateRequests::getStartMicros)
            .add("upstream", INT32, LateRequests::getUpstream)
            .add("offset", INT64, LateRequests::getOffset)
            .add("spans", INT64, LateRequests::getSpans)
            .add("calls", INT64, LateRequests::getCalls)
            .add("received_at", TIME, LateRequests::getReceivedMicros);

    static final Table<LateRequests> TABLE = new Table<>(
            LateRequests.class, "late_requests", Keep.DERIVED, "start", true, LateRequests::getStartMicros, COLUMNS);

    private LateRequestCounts() {}
}
