package io.loadmark.app.query;

import io.loadmark.app.terminal.TextTable;
import io.loadmark.app.terminal.TextTable.Column;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Headrooms as a table for a terminal: each capacity, as the machines are and guaranteed, with the headroom right of it. */
public final class HeadroomText {
    private static final List<Column> COLUMNS = List.of(
            new Column("service", false),
            new Column("instances", true),
            new Column("now/s", true),
            new Column("peak/s", true),
            new Column("capacity/s", true),
            new Column("90 % interval", true),
            new Column("headroom", true),
            new Column("guaranteed/s", true),
            new Column("headroom", true),
            new Column("binds", false),
            new Column("notes", false));

    private HeadroomText() {}

    public static List<String> lines(List<Headroom> headrooms) {
        var table = new TextTable(COLUMNS);
        for (var headroom : headrooms) table.add(row(headroom));
        return table.lines();
    }

    private static List<String> row(Headroom headroom) {
        var capacity = headroom.capacity();
        var demand = headroom.demand();
        return List.of(
                headroom.service().toString(),
                Integer.toString(headroom.curves().size()),
                figure(demand == null ? null : demand.now()),
                figure(demand == null ? null : demand.peak()),
                figure(capacity.qps()),
                capacity.isKnown() ? figure(capacity.low()) + " to " + figure(capacity.high()) : "-",
                percent(headroom.share()),
                figure(headroom.guaranteed().qps()),
                percent(headroom.guaranteedShare()),
                capacity.isKnown() ? CapacityText.binding(capacity) : "-",
                String.join(" ", CapacityText.flags(capacity)));
    }

    private static String figure(@Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.1f", value);
    }

    private static String percent(@Nullable Double share) {
        if (share == null) return "-";
        return share.isInfinite() ? "none" : String.format(Locale.ROOT, "%+.0f %%", 100 * share);
    }
}
