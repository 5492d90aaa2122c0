package io.loadmark.app.integration;

import static io.loadmark.app.Waiting.await;

import java.sql.SQLException;
import java.util.List;

/**
 * What the pipeline has written, each row once, without the revision of load samples: it counts how often a row was
 * corrected, and corrections that come together may be one.
 */
record Tables(List<List<String>> requests, List<List<String>> samples, List<List<String>> curves) {
    private static final String INSTANCE = "tenant, service_namespace, service_name, instance_id, ";

    /** Once all windows are learned or left out, and every span is in a window and in a load sample. */
    static Tables complete(Rows rows, long windows, long spans) throws SQLException {
        await(windows + " windows and " + spans + " spans")
                .until(
                        () -> rows.numbers(
                                "SELECT toInt64(sum(windows + barred + too_late)),"
                                        + " (SELECT toInt64(count()) FROM load_samples FINAL WHERE revision >= 0),"
                                        + " (SELECT toInt64(sum(spans)) FROM load_samples FINAL WHERE revision >= 0),"
                                        + " (SELECT toInt64(sum(spans)) FROM requests FINAL WHERE revision >= 0) FROM latest_curves"),
                        List.of(windows, windows, spans, spans)::equals);
        return of(rows);
    }

    private static Tables of(Rows rows) throws SQLException {
        return new Tables(
                rows.of("SELECT * EXCEPT in_flight_seconds, toInt64(round(in_flight_seconds * 1e6)) FROM requests FINAL"
                        + " WHERE revision >= 0 ORDER BY " + INSTANCE + "start"),
                rows.of("SELECT * EXCEPT revision FROM load_samples FINAL WHERE revision >= 0 ORDER BY " + INSTANCE
                        + "start"),
                rows.of("SELECT * FROM curves FINAL ORDER BY " + INSTANCE + "scope, last_window"));
    }
}
