package io.loadmark.app.query;

import io.loadmark.app.terminal.TextTable;
import io.loadmark.app.terminal.TextTable.Column;
import io.loadmark.app.terminal.Units;
import java.util.List;

/** Hosts and what they have promised as a table for a terminal. */
public final class OvercommitText {
    private static final List<Column> COLUMNS = List.of(
            new Column("host", false),
            new Column("guests", true),
            new Column("vCPUs", true),
            new Column("cores", true),
            new Column("vCPUs/core", true),
            new Column("promised", true),
            new Column("of memory", true),
            new Column("share", true),
            new Column("hugepages", true),
            new Column("of pool", true),
            new Column("beyond", false));

    private OvercommitText() {}

    public static List<String> lines(List<Overcommit> hosts) {
        var table = new TextTable(COLUMNS);
        for (var host : hosts) table.add(row(host));
        return table.lines();
    }

    private static List<String> row(Overcommit host) {
        Long memory = host.hostMemoryBytes();
        return List.of(
                Units.plain(host.host()),
                Long.toString(host.domains()),
                Long.toString(host.vcpus()),
                Units.count(host.cores()) + (host.logical() && host.cores() != null ? " logical" : ""),
                Units.decimal(host.vcpusPerCore(), 2),
                Units.bytes(host.memoryBytes()),
                Units.bytes(memory == null ? null : memory - host.poolBytes()),
                Units.percent(host.memoryRatio()),
                Units.bytes(host.hugepageBytes()),
                Units.bytes(host.poolBytes()),
                host.beyond().isEmpty() ? Units.ABSENT : String.join(" ", host.beyond()));
    }
}
