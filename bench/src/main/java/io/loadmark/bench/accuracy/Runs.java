package io.loadmark.bench.accuracy;

import io.loadmark.app.fit.CsvTable;
import io.loadmark.app.fit.FitRequest;
import io.loadmark.app.fit.HistoryRows;
import io.loadmark.app.fit.HistoryRows.Row;
import io.loadmark.model.history.Observation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/** The load-test runs of an API gateway, as the command {@code fit} reads them. */
final class Runs {
    static final String CPU = "cpu";

    /** Commits whose runs are full grids. */
    static final Set<String> GRIDS = Set.of("7cf49c8383", "002f3f0232");

    private static final String LOAD = CPU + "=100-cpu_idle";

    private final CsvTable table;
    private final HistoryRows history;

    Runs(Path data) {
        table = CsvTable.read(data.resolve("wso2").resolve("apim-runs.csv"));
        history = new HistoryRows(
                table,
                new FitRequest(
                        "qps",
                        List.of(LOAD, "disk=disk_util", "dependency=100-backend_cpu_idle"),
                        Map.of("disk", 100.0, "dependency", 100.0),
                        null,
                        "err_pct",
                        List.of("commit", "scenario", "msg_bytes"),
                        null,
                        List.of(),
                        FitRequest.FULL,
                        Boolean.TRUE));
    }

    List<HistoryRows.Refused> refused() {
        return history.refused();
    }

    /** Groups of one commit, scenario and message size whose commit is accepted. */
    Map<List<String>, List<Row>> groups(Predicate<String> commit) {
        var groups = new LinkedHashMap<List<String>, List<Row>>();
        history.groups().forEach((key, rows) -> {
            if (commit.test(key.get(0))) groups.put(key, rows);
        });
        return groups;
    }

    /** The same rows, those of each back-end delay apart. */
    Map<List<String>, List<Row>> cells(Predicate<String> commit) {
        int delay = table.columns().indexOf("backend_delay_ms");
        var cells = new LinkedHashMap<List<String>, List<Row>>();
        groups(commit)
                .forEach((key, rows) -> rows.forEach(row -> {
                    var cell = new ArrayList<>(key);
                    cell.add(row.fields().get(delay));
                    cells.computeIfAbsent(cell, k -> new ArrayList<>()).add(row);
                }));
        return cells;
    }

    static double load(Row row) {
        return Objects.requireNonNull(row.loads().get(CPU));
    }

    /** The rows of an axis up to a load of the CPU. */
    static List<Observation> upTo(double most, List<Row> rows, String axis) {
        return rows.stream()
                .filter(row -> row.loads().containsKey(CPU) && load(row) <= most)
                .map(row -> row.observation(axis))
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }
}
