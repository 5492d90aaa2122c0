package io.loadmark.app.collect;

import static io.loadmark.app.terminal.Units.bytes;
import static io.loadmark.app.terminal.Units.count;
import static io.loadmark.app.terminal.Units.decimal;
import static io.loadmark.app.terminal.Units.percent;
import static io.loadmark.app.terminal.Units.plain;

import io.loadmark.app.terminal.TextTable;
import io.loadmark.collector.process.Users;
import io.loadmark.schema.CgroupSample;
import io.loadmark.schema.ProcessSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** A snapshot as lines for a person: the host, and a table for each other layer. */
public final class SnapshotText {
    private final Users users;
    private final int top;
    private final Snapshot.Sort sort;

    /** At most {@code top} rows a layer. */
    public SnapshotText(Users users, int top, Snapshot.Sort sort) {
        this.users = users;
        this.top = top;
        this.sort = sort;
    }

    /** A column of a layer's table. */
    private record Cell<S extends SpecificRecord>(String title, boolean number, Function<Row<S>, String> text) {}

    private static final List<Cell<CgroupSample>> CGROUP = List.of(
            number("cores", row -> decimal(row.load().getCpuCores(), 3)),
            number("of cores", row -> decimal(row.load().getEntitlementCores(), 2)),
            number("throttled", row -> percent(row.load().getThrottledPeriodRatio())),
            number("memory", row -> bytes(row.load().getMemoryUsedBytes())),
            number("limit", row -> bytes(row.load().getMemoryLimitBytes())),
            number("read/s", row -> bytes(row.load().getReadBytesPerSecond())),
            number("written/s", row -> bytes(row.load().getWriteBytesPerSecond())),
            number("load", row -> decimal(row.load().getLoadAverage1(), 2)),
            number("a core", row -> decimal(perCore(row), 2)),
            number("tasks", row -> count(row.sample().getPids())),
            text("path", row -> plain(row.sample().getPath())));

    private static @Nullable Double perCore(Row<CgroupSample> row) {
        Double load = row.load().getLoadAverage1();
        Double cores = row.load().getEntitlementCores();
        return load == null || cores == null || cores <= 0 ? null : Double.valueOf(load / cores);
    }

    private List<Cell<ProcessSample>> process() {
        return List.of(
                number("pid", row -> count(row.sample().getPid())),
                text("user", row -> user(row.sample().getUid())),
                number("cores", row -> decimal(row.load().getCpuCores(), 3)),
                number("waiting", row -> decimal(row.load().getRunDelayCores(), 3)),
                number("memory", row -> bytes(row.sample().getRssBytes())),
                number("read/s", row -> bytes(row.load().getReadBytesPerSecond())),
                number("written/s", row -> bytes(row.load().getWriteBytesPerSecond())),
                number("threads", row -> count(row.sample().getThreads())),
                number("files", row -> count(row.sample().getOpenFiles())),
                text("service", row -> plain(row.sample().getServiceName())),
                text("command", row -> plain(row.sample().getCommand())));
    }

    private static <S extends SpecificRecord> Cell<S> number(String title, Function<Row<S>, String> text) {
        return new Cell<>(title, true, text);
    }

    private static <S extends SpecificRecord> Cell<S> text(String title, Function<Row<S>, String> text) {
        return new Cell<>(title, false, text);
    }

    /** All layers that have anything. */
    public List<String> lines(Snapshot snapshot) {
        var lines = new ArrayList<String>();
        lines.addAll(hostLines(snapshot));
        addTable(lines, "CGROUPS", snapshot.cgroups(), CGROUP);
        addTable(lines, "PROCESSES", snapshot.processes(), process());
        new TreeMap<>(snapshot.problems()).forEach((source, problem) -> lines.add(source + ": " + problem));
        return lines;
    }

    private <S extends SpecificRecord> void addTable(
            List<String> lines, String title, List<Row<S>> rows, List<Cell<S>> cells) {
        if (rows.isEmpty()) return;
        if (!lines.isEmpty()) lines.add("");
        boolean all = rows.size() <= top;
        lines.add(title + (all ? "" : "  first " + top + " of " + rows.size()) + "  by "
                + sort.name().toLowerCase(Locale.ROOT));
        lines.addAll(table(rows.subList(0, Math.min(top, rows.size())), cells));
    }

    private static <S extends SpecificRecord> List<String> table(List<Row<S>> rows, List<Cell<S>> cells) {
        var table = new TextTable(cells.stream()
                .map(cell -> new TextTable.Column(cell.title(), cell.number()))
                .toList());
        for (var row : rows) {
            table.add(cells.stream().map(cell -> cell.text().apply(row)).toList());
        }
        return table.lines();
    }

    /** The host alone. */
    public List<String> hostLines(Snapshot snapshot) {
        return snapshot.hosts().stream()
                .flatMap(host -> HostText.lines(host).stream())
                .toList();
    }

    /** Titles, then a line for each of these cgroups. */
    public List<String> cgroupLines(List<Row<CgroupSample>> rows) {
        return table(rows, CGROUP);
    }

    /** Titles, then a line for each of these processes. */
    public List<String> processLines(List<Row<ProcessSample>> rows) {
        return table(rows, process());
    }

    private String user(@Nullable Long uid) {
        return uid == null ? plain(null) : plain(users.name(uid).orElse(uid.toString()));
    }
}
