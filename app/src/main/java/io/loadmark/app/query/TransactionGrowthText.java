package io.loadmark.app.query;

import io.loadmark.app.query.TransactionGrowth.First;
import io.loadmark.app.terminal.TextTable;
import io.loadmark.app.terminal.TextTable.Column;
import io.loadmark.model.capacity.Capacity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The growth of a transaction in words and as a table for a terminal. */
public final class TransactionGrowthText {
    private static final List<Column> COLUMNS = List.of(
            new Column("service", false),
            new Column("visits", true),
            new Column("of its load", true),
            new Column("peak/s", true),
            new Column("then/s", true),
            new Column("capacity/s", true),
            new Column("90 % interval", true),
            new Column("guaranteed/s", true),
            new Column("headroom", true),
            new Column("fails at", true),
            new Column("binds", false),
            new Column("notes", false));

    private TransactionGrowthText() {}

    public static List<String> lines(TransactionGrowth growth) {
        var load = growth.load();
        var lines = new ArrayList<String>();
        lines.add(String.format(
                Locale.ROOT,
                "%s %s within %s: %s",
                load.name(),
                percent(growth.growth()),
                growth.sla(),
                verdict(growth, growth.first().orElse(null))));
        growth.firstGuaranteed()
                .ifPresent(first -> lines.add("  when all neighbours are busy: " + verdict(growth, first)));
        lines.add(String.format(
                Locale.ROOT,
                "  %.1f a minute now, by %d traces; what a service has of it is as of now, its other traffic stays",
                load.perMinute(),
                load.traces()));
        var table = new TextTable(COLUMNS);
        for (var service : growth.visited()) table.add(row(service));
        for (String line : table.lines()) lines.add("  " + line);
        for (String note : growth.notes()) lines.add("  note: " + note);
        return lines;
    }

    private static String verdict(TransactionGrowth growth, @Nullable First first) {
        if (first == null) return "which service fails first can't be told yet";
        var fails = first.fails();
        String at = String.format(
                Locale.ROOT,
                "%s, at %s %s (90 %% interval %s to %s)",
                first.service(),
                growth.load().name(),
                percent(fails.at()),
                percent(fails.low()),
                percent(fails.high()));
        if (fails.at() < 0) return "fails first: " + at + ", so today's peak is beyond it";
        if (fails.at() < growth.growth()) return "fails first: " + at;
        return (fails.low() < growth.growth() ? "it fits, but only just" : "it fits") + "; would fail first: " + at;
    }

    private static List<String> row(Visited service) {
        var fails = service.fails();
        return List.of(
                service.service().toString(),
                String.format(Locale.ROOT, "%.2f", service.visits()),
                service.weight() == null ? "-" : String.format(Locale.ROOT, "%.0f %%", 100 * service.weight()),
                figure(service.peak()),
                figure(service.then()),
                figure(service.capacity() == null ? null : service.capacity().qps()),
                interval(service.capacity()),
                figure(
                        service.guaranteed() == null
                                ? null
                                : service.guaranteed().qps()),
                headroom(service.headroom()),
                fails == null ? "-" : percent(fails.at()),
                binds(service.capacity()),
                service.capacity() == null
                        ? "never learned"
                        : String.join(" ", CapacityText.flags(service.capacity())));
    }

    private static String interval(@Nullable Capacity capacity) {
        return capacity == null || !capacity.isKnown()
                ? "-"
                : figure(capacity.low()) + " to " + figure(capacity.high());
    }

    private static String binds(@Nullable Capacity capacity) {
        return capacity == null || !capacity.isKnown() ? "-" : CapacityText.binding(capacity);
    }

    private static String figure(@Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.1f", value);
    }

    private static String headroom(@Nullable Double share) {
        if (share == null) return "-";
        return share.isInfinite() ? "none" : percent(share);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%+.0f %%", 100 * share);
    }
}
