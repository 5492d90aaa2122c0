package io.loadmark.bench.accuracy;

import io.loadmark.app.fit.CsvTable;
import io.loadmark.app.fit.ScalabilityReport;
import io.loadmark.model.scalability.ScalabilityFit;
import io.loadmark.model.scalability.ScalabilityFit.Point;
import io.loadmark.runtime.config.ConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code bench/accuracy}: every section is one claim with its baselines. */
public final class AccuracyMain {
    private AccuracyMain() {}

    public static void main(String[] args) {
        var data = Path.of(args[0]);
        try {
            gateway(new Runs(data));
            scalability(data.resolve("usl").resolve("specsdm91.csv"), "load");
            scalability(data.resolve("usl").resolve("raytracer.csv"), "processors");
            density();
        } catch (ConfigException e) {
            System.err.println("bench/accuracy: " + e.getMessage());
            System.exit(66);
        }
    }

    private static void gateway(Runs runs) {
        title("Rows that can't be, or that failed (wso2/apim-runs.csv)");
        print(runs.refused().size() + " refused");
        runs.refused().stream()
                .filter(row -> !row.reason().contains("failed"))
                .forEach(row -> print("  row " + row.number() + ": " + row.reason()));

        var grids = runs.groups(Runs.GRIDS::contains);
        title("Requests per second from CPU, leaving one row out, two grids of 72 cells");
        new LeaveOneOut(grids.values().stream()
                        .map(rows -> Runs.upTo(Double.MAX_VALUE, rows, Runs.CPU))
                        .toList())
                .lines()
                .forEach(AccuracyMain::print);

        var keys = List.copyOf(grids.keySet());
        var rows = List.copyOf(grids.values());
        title("Learned from loads ≤ 60 % alone: the largest throughput at loads ≥ 85 %");
        new Extrapolation(keys, rows, 0.6).lines(true).forEach(AccuracyMain::print);
        title("The same from less and from more: errors for the largest, and for the usual saturated throughput");
        print(Extrapolation.summaryHeader());
        for (int most = 30; most <= 70; most += 5) print(new Extrapolation(keys, rows, most / 100.0).summary());

        title("What binds, from loads ≤ 60 % alone, among cpu, disk, and the CPU of the back end");
        WhatBinds.lines("groups", runs.groups(commit -> true)).forEach(AccuracyMain::print);
        WhatBinds.lines("cells", runs.cells(commit -> true)).forEach(AccuracyMain::print);
    }

    private static void scalability(Path file, String concurrency) {
        title("Scalability law: " + file.getFileName());
        var report = ScalabilityReport.of(CsvTable.read(file), concurrency, "throughput", List.of(), List.of())
                .get(0);
        var fit = report.fit();
        print(fit == null ? "not known: " + report.missing() : words(fit));
    }

    /** Practice: guests of 4 vCPUs on 64 cores, the performance of each relative to one alone. */
    private static void density() {
        title("Scalability law: density of KVM guests on 64 cores, the performance of each of 16, 24 and 64 guests");
        double[] guests = {16, 24, 64};
        double[] unpinnedPercent = {90.2, 78.2, 54.7};
        double[] pinnedPercent = {96.1, 92.6, 80.4};
        var unpinned = relative(guests, unpinnedPercent);
        var pinned = relative(guests, pinnedPercent);
        print("unpinned: " + words(unpinned) + efficiencies(unpinned, guests, unpinnedPercent));
        print("pinned:   " + words(pinned) + efficiencies(pinned, guests, pinnedPercent));
        print(String.format(
                Locale.ROOT,
                "unpinned against pinned: contention %.1f times, coherency %.1f times",
                unpinned.law().alpha() / pinned.law().alpha(),
                unpinned.law().beta() / pinned.law().beta()));
        print("at 80 guests: " + (pinned.throughputAt(80) == null ? "not told, measured up to 64" : "told"));
    }

    private static ScalabilityFit relative(double[] guests, double[] percent) {
        var points = new ArrayList<Point>();
        for (int i = 0; i < guests.length; i++) points.add(new Point(guests[i], percent[i] / 100));
        return ScalabilityFit.ofEach(points);
    }

    private static String efficiencies(ScalabilityFit fit, double[] guests, double[] percent) {
        var text = new StringBuilder("; each by the law (less what was measured)");
        for (int i = 0; i < guests.length; i++) {
            double law = 100 * fit.law().efficiencyAt(guests[i]);
            text.append(String.format(Locale.ROOT, " %.0f: %.1f %% (%+.1f)", guests[i], law, law - percent[i]));
        }
        return text.toString();
    }

    private static String words(ScalabilityFit fit) {
        var law = fit.law();
        Double peak = law.peakConcurrency();
        String knee = peak == null || fit.knee() != ScalabilityFit.Knee.OBSERVED
                ? "no knee observed"
                : String.format(Locale.ROOT, "peak %.1f at %.2f", law.throughputAt(peak), peak);
        return String.format(
                Locale.ROOT,
                "γ %.3f%s, α %.6f%s, β %.4e%s; %s",
                law.gamma(),
                error(fit.gammaError()),
                law.alpha(),
                error(fit.alphaError()),
                law.beta(),
                error(fit.betaError()),
                knee);
    }

    /** Nothing where the parameter is given, or at its bound. */
    private static String error(@Nullable Double standardError) {
        return standardError == null ? "" : String.format(Locale.ROOT, " (±%.3g)", standardError);
    }

    private static void title(String text) {
        System.out.println();
        System.out.println(text);
    }

    private static void print(String line) {
        System.out.println(line);
    }
}
