package io.loadmark.sink.table;

import static io.loadmark.sink.rowbinary.ColumnType.BYTES;
import static io.loadmark.sink.rowbinary.ColumnType.INT32;
import static io.loadmark.sink.rowbinary.ColumnType.INT64;
import static io.loadmark.sink.rowbinary.ColumnType.LABEL;
import static io.loadmark.sink.rowbinary.ColumnType.STRING;
import static io.loadmark.sink.rowbinary.ColumnType.TIME;

import io.loadmark.schema.DeadLetter;
import io.loadmark.sink.rowbinary.Columns;
import io.loadmark.sink.table.Table.Keep;

/** Table {@code dead_letters}. */
final class DeadLetters {
    private static final Columns<DeadLetter> COLUMNS = Columns.<DeadLetter>none()
            .add("tenant", LABEL, DeadLetter::getTenant)
            .add("topic", LABEL, DeadLetter::getTopic)
            .add("partition", INT32, DeadLetter::getPartition)
            .add("offset", INT64, DeadLetter::getOffset)
            .add("stored_at", TIME, DeadLetter::getStoredMicros)
            .add("reporter", LABEL, DeadLetter::getReporter)
            .add("cause", STRING, DeadLetter::getCause)
            .add("size_bytes", INT64, DeadLetter::getSizeBytes)
            .add("value", BYTES, DeadLetter::getValue);

    static final Table<DeadLetter> TABLE = new Table<>(
            DeadLetter.class, "dead_letters", Keep.DERIVED, "stored_at", true, DeadLetter::getStoredMicros, COLUMNS);

    private DeadLetters() {}
}
