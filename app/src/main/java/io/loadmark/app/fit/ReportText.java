package io.loadmark.app.fit;

import io.loadmark.app.terminal.Plot;
import io.loadmark.model.history.GroupLaw;
import io.loadmark.model.history.HistoryCapacity;
import io.loadmark.model.history.Observation;
import io.loadmark.model.scalability.ScalabilityFit;
import io.loadmark.model.scalability.ScalabilityFit.Knee;
import io.loadmark.model.scalability.ScalabilityFit.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reports for a terminal: one paragraph a group, with a drawing. */
public final class ReportText {
    private static final int COLUMNS = 62;
    private static final int ROWS = 12;
    private static final int MOST_REFUSED = 5;

    private ReportText() {}

    /** A group's report. */
    public static List<String> lines(GroupReport report, FitRequest request) {
        var lines = new ArrayList<String>();
        HistoryCapacity capacity = report.capacity();
        GroupLaw law = report.bindingLaw();
        lines.add(title(report.group()) + headline(report, request));
        if (capacity != null && law != null) {
            lines.add("");
            lines.addAll(plot(law, report.observations(), capacity));
            lines.add("");
            lines.add(format(
                    "  law         %s = (%.3f + %.4g · X) / (1 %s %.4g · X); a request costs %+.0f %% at full load (±%.0f)",
                    capacity.axis(),
                    law.law().base(),
                    law.law().demand(),
                    law.law().curvature() > 0 ? "-" : "+",
                    Math.abs(law.law().curvature() * law.law().demand()),
                    100 * law.law().curvature(),
                    164.5 * Math.sqrt(law.covariance().cc())));
            lines.add(format(
                    "  seen        up to %.4g requests/s at %.0f %%, %d rows",
                    law.maxThroughput(), 100 * law.maxLoad(), law.rows()));
            capacity.resourceBounds()
                    .forEach((axis, bound) -> lines.add(format(
                            "  %-10s  %.0f %% used at %.5g requests/s (90 %% interval %.5g to %.5g)",
                            axis, 100 * request.full(), bound.throughput(), bound.low(), bound.high())));
            var baselines = report.baselines();
            if (baselines != null) {
                lines.add(format(
                        "  baselines   plain law %.5g, as learned online %.5g, ratio %.5g, most seen %.5g",
                        baselines.affine(), baselines.online(), baselines.ratio(), baselines.persistence()));
            }
            for (var at : report.predictions()) {
                lines.add(format(
                        "  at %3.0f %%    %.5g requests/s (90 %% interval %.5g to %.5g)%s",
                        100 * at.load(),
                        at.throughput(),
                        at.low(),
                        at.high(),
                        at.extrapolated() ? ", extrapolated" : ""));
            }
        }
        for (String lack : report.missing()) lines.add("  missing     " + lack);
        addNotes(lines, report.flags(), report.refused());
        return lines;
    }

    private static String headline(GroupReport report, FitRequest request) {
        HistoryCapacity capacity = report.capacity();
        if (capacity == null) return "not known from these rows";
        String within = capacity.latency() == null ? "" : " within " + request.sla();
        return format(
                "carries %.5g requests/s%s (90 %% interval %.5g to %.5g); what binds: %s",
                capacity.throughput(), within, capacity.low(), capacity.high(), capacity.bottleneck());
    }

    private static List<String> plot(GroupLaw law, List<Observation> rows, HistoryCapacity capacity) {
        double most = Math.max(law.maxThroughput(), capacity.throughput()) * 1.1;
        double top = Math.max(1, law.maxLoad());
        var plot = new Plot(COLUMNS, ROWS, most, 100 * top);
        for (int c = 0; c < COLUMNS; c++) {
            double x = most * c / (COLUMNS - 1);
            double load = law.law().loadAt(x);
            if (load <= top) plot.point(x, 100 * load, '·');
        }
        for (var row : rows) plot.point(row.throughput(), 100 * row.load(), '●');
        plot.vertical(capacity.throughput(), '┊');
        return plot.lines("requests/s", "%    ● rows  · law of " + capacity.axis() + "  ┊ capacity");
    }

    /** A group's scalability. */
    public static List<String> lines(ScalabilityReport report) {
        var lines = new ArrayList<String>();
        ScalabilityFit fit = report.fit();
        lines.add(title(report.group()) + (fit == null ? "not known from these rows" : headline(fit)));
        if (fit != null) {
            lines.add("");
            lines.addAll(plot(fit, report.points()));
            lines.add("");
            lines.add(format("  γ  %-12.5g %s of one alone", fit.law().gamma(), error(fit.gammaError())));
            lines.add(format("  α  %-12.5g %s contention", fit.law().alpha(), error(fit.alphaError())));
            lines.add(format("  β  %-12.5g %s coherency", fit.law().beta(), error(fit.betaError())));
            lines.add(format("  %d points, R² %.4f", fit.points(), fit.rSquared()));
            for (var at : report.predictions()) {
                lines.add(
                        at.throughput() != null
                                ? format("  at %-8.5g %.5g", at.concurrency(), at.throughput())
                                : format("  at %-8.5g not told: %s", at.concurrency(), at.refusal()));
            }
        }
        for (String lack : report.missing()) lines.add("  missing     " + lack);
        addNotes(lines, report.flags(), report.refused());
        return lines;
    }

    private static String headline(ScalabilityFit fit) {
        if (fit.knee() == Knee.NONE) return "no knee observed up to " + format("%.5g", fit.maxConcurrency());
        return format(
                "peaks at %.5g with %.4g%s",
                fit.law().peakThroughput(),
                fit.law().peakConcurrency(),
                fit.knee() == Knee.EXTRAPOLATED ? ", beyond what was measured" : "");
    }

    private static String error(@Nullable Double error) {
        return error == null ? "            " : format("± %-10.3g", error);
    }

    private static List<String> plot(ScalabilityFit fit, List<Point> points) {
        double top = points.stream().mapToDouble(Point::throughput).max().orElse(1) * 1.1;
        var plot = new Plot(COLUMNS, ROWS, fit.maxConcurrency(), top);
        for (int c = 0; c < COLUMNS; c++) {
            double n = fit.maxConcurrency() * c / (COLUMNS - 1);
            plot.point(n, fit.law().throughputAt(n), '·');
        }
        for (var point : points) plot.point(point.concurrency(), point.throughput(), '●');
        return plot.lines("concurrency", "     ● rows  · law");
    }

    private static String title(Map<String, String> group) {
        if (group.isEmpty()) return "";
        var parts = new ArrayList<String>();
        group.forEach((name, value) -> parts.add(name + "=" + value));
        return String.join(" ", parts) + ": ";
    }

    private static void addNotes(List<String> lines, List<String> flags, List<HistoryRows.Refused> refused) {
        if (!flags.isEmpty()) lines.add("  flags       " + String.join(", ", flags));
        for (var row : refused.subList(0, Math.min(MOST_REFUSED, refused.size()))) {
            lines.add("  left out    row " + row.number() + ": " + row.reason());
        }
        if (refused.size() > MOST_REFUSED) {
            lines.add("  left out    " + (refused.size() - MOST_REFUSED) + " more; --output json lists all");
        }
    }

    private static String format(String text, @Nullable Object... args) {
        return String.format(Locale.ROOT, text, args);
    }
}
