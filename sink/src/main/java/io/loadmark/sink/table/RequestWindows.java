package io.loadmark.sink.table;

import static io.loadmark.sink.rowbinary.ColumnType.INT32;
import static io.loadmark.sink.rowbinary.ColumnType.INT64;
import static io.loadmark.sink.rowbinary.ColumnType.LABEL;
import static io.loadmark.sink.rowbinary.ColumnType.TIME;

import io.loadmark.schema.PeerCalls;
import io.loadmark.schema.RequestWindow;
import io.loadmark.sink.rowbinary.Columns;
import io.loadmark.sink.table.Table.Keep;
import java.util.List;

/** Table {@code requests}. */
final class RequestWindows {
    private static final Columns<RequestWindow> COLUMNS = Columns.<RequestWindow>none()
            .add("", RequestColumns.INSTANCE, RequestWindow::getInstance)
            .add("service_version", LABEL, r -> r.getOrigin().getServiceVersion())
            .add("origin_", RequestColumns.ORIGIN, RequestWindow::getOrigin)
            .add("start", TIME, RequestWindow::getStartMicros)
            .add("length_micros", INT64, RequestWindow::getLengthMicros)
            .add("revision", INT32, RequestWindow::getRevision)
            .add("", RequestColumns.REQUEST_COUNTS, RequestWindow::getCounts)
            .add("latency_", RequestColumns.LATENCY, RequestWindow::getLatency)
            .each("routes", RequestColumns.ROUTE_COUNT, RequestWindow::getRoutes)
            .add("sampling_", RequestColumns.SAMPLING, RequestWindow::getSampling)
            .perhaps("", RequestColumns.CALL_COUNTS, RequestWindow::getCalls)
            .each("peers", RequestColumns.PEER_CALLS, RequestWindows::peers)
            .perhaps("runtime_", RequestColumns.RUNTIME, RequestWindow::getRuntime)
            .add("received_at", TIME, RequestWindow::getReceivedMicros);

    static final Table<RequestWindow> TABLE = new Table<>(
            RequestWindow.class, "requests", Keep.DERIVED, "start", true, RequestWindow::getStartMicros, COLUMNS);

    private RequestWindows() {}

    private static List<PeerCalls> peers(RequestWindow window) {
        var calls = window.getCalls();
        return calls == null ? List.of() : calls.getPeers();
    }
}
