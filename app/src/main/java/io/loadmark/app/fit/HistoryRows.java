package io.loadmark.app.fit;

import io.loadmark.model.history.Observation;
import io.loadmark.model.history.Plausibility;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rows of a table that can be learned from, by group; the others with the reason why not. */
public final class HistoryRows {
    /** Of a row where more of the requests failed, the load tells nothing of those served. */
    private static final double MOST_ERRORS = 0.05;

    /**
     * One row that can be learned from.
     *
     * @param number of the row in the file, the header being 1
     * @param throughput requests served per second
     * @param loads share of the limit by the axis' name; axes without a value are left out
     * @param latencyMillis the objective's percentile; absent when not given
     * @param fields the row as it stands in the file
     */
    public record Row(
            int number,
            double throughput,
            Map<String, Double> loads,
            @Nullable Double latencyMillis,
            List<String> fields) {
        /** The row as an observation of one axis; absent without its load. */
        public @Nullable Observation observation(String axis) {
            Double load = loads.get(axis);
            return load == null ? null : new Observation(throughput, load);
        }
    }

    /** A row that was left out. */
    public record Refused(int number, List<String> group, String reason) {}

    private final CsvTable table;
    private final FitRequest request;
    private final NumberColumn qps;
    private final @Nullable NumberColumn p99;
    private final @Nullable NumberColumn errors;
    private final List<LoadAxis> axes;
    private final int[] groupColumns;
    private final List<Plausibility> plausible;
    private final Map<List<String>, List<Row>> groups = new LinkedHashMap<>();
    private final List<Refused> refused = new ArrayList<>();
    private final double errorsWhole;

    /** Reads a table as it was asked; a column that it lacks is a ConfigException that names those it has. */
    public HistoryRows(CsvTable table, FitRequest request) {
        this.table = table;
        this.request = request;
        qps = NumberColumn.of(table, "--qps", request.qps());
        p99 = request.p99() == null ? null : NumberColumn.of(table, "--p99", request.p99());
        errors = request.errors() == null ? null : NumberColumn.of(table, "--errors", request.errors());
        groupColumns = request.groupBy().stream()
                .mapToInt(name -> table.column("--group-by", name))
                .toArray();
        axes = request.loads().stream()
                .map(load -> LoadAxis.of(table, load, request.limits()))
                .toList();
        plausible = columnsOfNumbers();
        errorsWhole = errors == null || (!Plausibility.isShare(errors.text()) && most(errors) <= 1) ? 1 : 100;
        for (int i = 0; i < table.rows().size(); i++) read(i + 2, table.rows().get(i));
    }

    /** Groups in the order in which they first appear; without grouping, one. */
    public Map<List<String>, List<Row>> groups() {
        return groups;
    }

    /** Rows that were left out, in their order. */
    public List<Refused> refused() {
        return refused;
    }

    /** Names of the loads, in the order of the request. */
    public List<String> axes() {
        return axes.stream().map(LoadAxis::name).toList();
    }

    private List<Plausibility> columnsOfNumbers() {
        var columns = new ArrayList<Plausibility>();
        for (int c = 0; c < table.columns().size(); c++) {
            int column = c;
            double[] values = table.rows().stream()
                    .mapToDouble(row -> NumberColumn.number(row.get(column)))
                    .toArray();
            columns.add(Plausibility.of(table.columns().get(c), values));
        }
        return columns;
    }

    private double most(NumberColumn column) {
        return table.rows().stream()
                .mapToDouble(column::in)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
    }

    private void read(int number, List<String> fields) {
        var group = new ArrayList<String>();
        for (int column : groupColumns) group.add(fields.get(column));
        var rows = groups.computeIfAbsent(group, key -> new ArrayList<>());
        String reason = refusal(fields);
        if (reason == null) {
            rows.add(row(number, fields));
        } else {
            refused.add(new Refused(number, group, reason));
        }
    }

    private @Nullable String refusal(List<String> fields) {
        for (int c = 0; c < fields.size(); c++) {
            String reason = plausible.get(c).refusal(NumberColumn.number(fields.get(c)));
            if (reason != null) return reason;
        }
        double throughput = qps.in(fields);
        if (!(throughput >= 0)) return absent(qps, fields, "no throughput below 0");
        if (axes.stream().allMatch(axis -> Double.isNaN(axis.share(fields)))) {
            return absent(axes.get(0).column(), fields, "nothing");
        }
        for (LoadAxis axis : axes) {
            double share = axis.share(fields);
            if (share < 0 || share > Observation.MOST_LOAD) {
                return String.format(
                        Locale.ROOT,
                        "%s is %.4g, its limit %.4g",
                        axis.column().text(),
                        share * axis.limit(),
                        axis.limit());
            }
        }
        double failed = errors == null ? 0 : errors.in(fields) / errorsWhole;
        return failed > MOST_ERRORS
                ? String.format(
                        Locale.ROOT, "%.1f %% of its requests failed: no throughput that was served", 100 * failed)
                : null;
    }

    private static String absent(NumberColumn column, List<String> fields, String otherwise) {
        if (column.isMalformed(fields)) {
            return column.text() + " is '" + fields.get(column.index()) + "', which is no number";
        }
        double value = column.in(fields);
        return Double.isNaN(value) ? column.text() + " is absent" : column.text() + " is " + value + ", " + otherwise;
    }

    private Row row(int number, List<String> fields) {
        var loads = new TreeMap<String, Double>();
        for (LoadAxis axis : axes) {
            double share = axis.share(fields);
            if (!Double.isNaN(share)) loads.put(axis.name(), share);
        }
        double failed = errors == null ? 0 : errors.in(fields) / errorsWhole;
        double millis = p99 == null ? Double.NaN : p99.in(fields);
        return new Row(
                number,
                qps.in(fields) * (1 - (failed > 0 ? failed : 0)),
                loads,
                millis > 0 && Double.isFinite(millis) ? millis : null,
                fields);
    }

    /** What was asked. */
    FitRequest request() {
        return request;
    }
}
