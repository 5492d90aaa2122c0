package io.loadmark.sink.table;

import static io.loadmark.sink.rowbinary.ColumnType.LABEL;
import static io.loadmark.sink.rowbinary.ColumnType.STRING;
import static io.loadmark.sink.rowbinary.ColumnType.TIME;

import io.loadmark.schema.Usage;
import io.loadmark.sink.rowbinary.Columns;
import io.loadmark.sink.table.Table.Keep;

/** Table {@code usage}. */
final class Usages {
    private static final Columns<Usage> COLUMNS = Columns.<Usage>none()
            .add("tenant", LABEL, Usage::getTenant)
            .add("host_id", LABEL, Usage::getHostId)
            .add("kind", LABEL, r -> r.getKind().name())
            .add("entity_id", STRING, Usage::getEntityId)
            .add("start_at", TIME, Usage::getFromMicros)
            .add("end_at", TIME, Usage::getToMicros)
            .add("received_at", TIME, Usage::getReceivedMicros)
            .add("", LayerLoadColumns.LAYER_LOAD, Usage::getLoad);

    static final Table<Usage> TABLE =
            new Table<>(Usage.class, "usage", Keep.DERIVED, "end_at", true, Usage::getToMicros, COLUMNS);

    private Usages() {}
}
