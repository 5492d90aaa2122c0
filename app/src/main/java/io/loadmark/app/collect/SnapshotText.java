package io.loadmark.app.collect;

import io.loadmark.app.terminal.Units;
import io.loadmark.collector.process.Users;
import io.loadmark.schema.CgroupSample;
import io.loadmark.schema.DomainSample;
import io.loadmark.schema.ProcessSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/** A snapshot as lines for a person: the host, and a table for each other layer. */
public final class SnapshotText {
    private final int top;
    private final Snapshot.Sort sort;
    private final LayerTable<DomainSample> domains = LayerTables.domains();
    private final LayerTable<CgroupSample> cgroups = LayerTables.cgroups();
    private final LayerTable<ProcessSample> processes;

    /** At most {@code top} rows a layer. */
    public SnapshotText(Users users, int top, Snapshot.Sort sort) {
        this.top = top;
        this.sort = sort;
        processes = LayerTables.processes(users);
    }

    /** All layers that have anything, however wide. */
    public List<String> lines(Snapshot snapshot) {
        var lines = new ArrayList<String>();
        lines.addAll(hostLines(snapshot));
        addTable(lines, "DOMAINS", snapshot.domains(), domains);
        addTable(lines, "CGROUPS", snapshot.cgroups(), cgroups);
        addTable(lines, "PROCESSES", snapshot.processes(), processes);
        lines.addAll(problemLines(snapshot));
        return lines;
    }

    private <S extends SpecificRecord> void addTable(
            List<String> lines, String title, List<Row<S>> rows, LayerTable<S> table) {
        if (rows.isEmpty()) return;
        if (!lines.isEmpty()) lines.add("");
        boolean all = rows.size() <= top;
        lines.add(title + (all ? "" : "  first " + top + " of " + rows.size()) + "  by "
                + sort.name().toLowerCase(Locale.ROOT));
        lines.addAll(table.lines(rows.subList(0, Math.min(top, rows.size())), Integer.MAX_VALUE));
    }

    /** The host alone. */
    public List<String> hostLines(Snapshot snapshot) {
        return snapshot.hosts().stream()
                .flatMap(host -> HostText.lines(host).stream())
                .toList();
    }

    /** What could not be read. */
    public List<String> problemLines(Snapshot snapshot) {
        return new TreeMap<>(snapshot.problems())
                .entrySet().stream()
                        .map(problem -> problem.getKey() + ": " + Units.plain(problem.getValue()))
                        .toList();
    }

    /** Titles, then a line for each of these domains, in as many columns as fit. */
    public List<String> domainLines(List<Row<DomainSample>> rows, int width) {
        return domains.lines(rows, width);
    }

    /** Titles, then a line for each of these cgroups, in as many columns as fit. */
    public List<String> cgroupLines(List<Row<CgroupSample>> rows, int width) {
        return cgroups.lines(rows, width);
    }

    /** Titles, then a line for each of these processes, in as many columns as fit. */
    public List<String> processLines(List<Row<ProcessSample>> rows, int width) {
        return processes.lines(rows, width);
    }
}
