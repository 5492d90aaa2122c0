package io.loadmark.app.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Headrooms as a table for a terminal. */
public final class HeadroomText {
    private HeadroomText() {}

    public static List<String> lines(List<Headroom> headrooms) {
        var lines = new ArrayList<String>();
        lines.add(line(
                "service", "inst", "now/s", "peak/s", "capacity/s", "90 % interval", "headroom", "binds", "notes"));
        for (var headroom : headrooms) {
            var capacity = headroom.capacity();
            var demand = headroom.demand();
            lines.add(line(
                    headroom.service().toString(),
                    Integer.toString(headroom.curves().size()),
                    figure(demand == null ? null : demand.now()),
                    figure(demand == null ? null : demand.peak()),
                    figure(capacity.qps()),
                    capacity.isKnown() ? figure(capacity.low()) + " to " + figure(capacity.high()) : "-",
                    percent(headroom.share()),
                    capacity.isKnown() ? CapacityText.words(capacity.bottleneck()) : "-",
                    String.join(" ", CapacityText.flags(capacity))));
        }
        return lines;
    }

    private static String line(Object... cells) {
        return String.format(Locale.ROOT, "%-32s %5s %10s %10s %10s %21s %9s  %-12s %s", cells)
                .stripTrailing();
    }

    private static String figure(@Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.1f", value);
    }

    private static String percent(@Nullable Double share) {
        if (share == null) return "-";
        return share.isInfinite() ? "none" : String.format(Locale.ROOT, "%+.0f %%", 100 * share);
    }
}
