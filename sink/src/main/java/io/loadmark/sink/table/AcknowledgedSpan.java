package io.loadmark.sink.table;

import static io.loadmark.sink.rowbinary.ColumnType.TIME;
import static io.loadmark.sink.rowbinary.ColumnType.UINT64;

import io.loadmark.schema.InstanceId;
import io.loadmark.sink.rowbinary.Columns;
import io.loadmark.sink.table.Table.Keep;

/**
 * A SERVER or CONSUMER span that Kafka holds; table {@code acknowledged_spans}.
 *
 * @param instance who served
 * @param secondMicros start of the second in which it ended, microseconds since 1970
 * @param traceIdHigh first eight bytes of the trace id
 * @param traceIdLow last eight bytes of the trace id
 * @param spanId the span id
 */
public record AcknowledgedSpan(InstanceId instance, long secondMicros, long traceIdHigh, long traceIdLow, long spanId) {
    private static final Columns<AcknowledgedSpan> COLUMNS = Columns.<AcknowledgedSpan>none()
            .add("", RequestColumns.INSTANCE, AcknowledgedSpan::instance)
            .add("second", TIME, AcknowledgedSpan::secondMicros)
            .add("trace_id_high", UINT64, AcknowledgedSpan::traceIdHigh)
            .add("trace_id_low", UINT64, AcknowledgedSpan::traceIdLow)
            .add("span_id", UINT64, AcknowledgedSpan::spanId);

    static final Table<AcknowledgedSpan> TABLE = new Table<>(
            AcknowledgedSpan.class,
            "acknowledged_spans",
            Keep.DERIVED,
            "second",
            true,
            AcknowledgedSpan::secondMicros,
            COLUMNS);
}
