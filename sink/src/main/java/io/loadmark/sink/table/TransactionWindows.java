package io.loadmark.sink.table;

import static io.loadmark.sink.rowbinary.ColumnType.FLOAT64;
import static io.loadmark.sink.rowbinary.ColumnType.INT32;
import static io.loadmark.sink.rowbinary.ColumnType.INT64;
import static io.loadmark.sink.rowbinary.ColumnType.LABEL;
import static io.loadmark.sink.rowbinary.ColumnType.TIME;

import io.loadmark.schema.TransactionStep;
import io.loadmark.schema.TransactionWindow;
import io.loadmark.sink.rowbinary.Columns;
import io.loadmark.sink.table.Table.Keep;

/** Table {@code transaction_windows}. */
final class TransactionWindows {
    private static final Columns<TransactionStep> STEP = Columns.<TransactionStep>none()
            .add("service_namespace", LABEL, TransactionStep::getServiceNamespace)
            .add("service_name", LABEL, TransactionStep::getServiceName)
            .add("route", LABEL, TransactionStep::getRoute)
            .add("visits", FLOAT64, TransactionStep::getVisits)
            .add("errors", FLOAT64, TransactionStep::getErrors)
            .add("seconds", FLOAT64, TransactionStep::getSeconds)
            .add("self_seconds", FLOAT64, TransactionStep::getSelfSeconds);

    private static final Columns<TransactionWindow> COLUMNS = Columns.<TransactionWindow>none()
            .add("tenant", LABEL, TransactionWindow::getTenant)
            .add("transaction", LABEL, TransactionWindow::getTransaction)
            .add("start", TIME, TransactionWindow::getStartMicros)
            .add("length_micros", INT64, TransactionWindow::getLengthMicros)
            .add("part", INT32, TransactionWindow::getPart)
            .add("judged_at", TIME, TransactionWindow::getJudgedMicros)
            .add("traces", INT64, TransactionWindow::getTraces)
            .add("transactions", FLOAT64, TransactionWindow::getTransactions)
            .add("errors", FLOAT64, TransactionWindow::getErrors)
            .add("seconds", FLOAT64, TransactionWindow::getSeconds)
            .each("steps", STEP, TransactionWindow::getSteps)
            .add("orphans", INT64, TransactionWindow::getOrphans)
            .add("late", INT64, TransactionWindow::getLate)
            .add("dropped", INT64, TransactionWindow::getDropped)
            .add("counted", FLOAT64, TransactionWindow::getCounted);

    static final Table<TransactionWindow> TABLE = new Table<>(
            TransactionWindow.class,
            "transaction_windows",
            Keep.DERIVED,
            "start",
            true,
            TransactionWindow::getStartMicros,
            COLUMNS);

    private TransactionWindows() {}
}
