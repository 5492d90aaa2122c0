package io.loadmark.sink.table;

import static io.loadmark.sink.rowbinary.ColumnType.LABEL;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_LABEL;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_STRING;
import static io.loadmark.sink.rowbinary.ColumnType.STRING;
import static io.loadmark.sink.rowbinary.ColumnType.TIME;

import io.loadmark.schema.Event;
import io.loadmark.sink.rowbinary.Columns;
import io.loadmark.sink.table.Table.Keep;

/** Table {@code events}. */
final class Events {
    private static final Columns<Event> COLUMNS = Columns.<Event>none()
            .add("tenant", LABEL, Event::getTenant)
            .add("host_id", LABEL, Event::getHostId)
            .add("kind", LABEL, r -> r.getKind().name())
            .add("entity_id", STRING, Event::getEntityId)
            .add("entity_name", LABEL, Event::getEntityName)
            .add("at", TIME, Event::getAtMicros)
            .add("type", LABEL, r -> r.getType().name())
            .add("phase", LABEL, r -> r.getPhase().name())
            .add("name", LABEL, Event::getName)
            .add("detail", STRING, Event::getDetail)
            .add("span_id", OPTIONAL_STRING, Event::getSpanId)
            .add("started_at", TIME.optional(), Event::getStartMicros)
            .add("outcome", OPTIONAL_LABEL, Event::getOutcome)
            .add("source", LABEL, Event::getSource);

    static final Table<Event> TABLE =
            new Table<>(Event.class, "events", Keep.DERIVED, "at", true, Event::getAtMicros, COLUMNS);

    private Events() {}
}
