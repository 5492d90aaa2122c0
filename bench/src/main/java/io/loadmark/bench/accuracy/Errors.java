package io.loadmark.bench.accuracy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Relative errors of predictions, over-prediction apart from under-prediction, and how often intervals held. */
final class Errors {
    private final List<Double> relative = new ArrayList<>();
    private int intervals;
    private int held;

    void add(double predicted, double measured) {
        relative.add(predicted / measured - 1);
    }

    void add(double low, double predicted, double high, double measured) {
        add(predicted, measured);
        intervals++;
        held += low <= measured && measured <= high ? 1 : 0;
    }

    private double mean(List<Double> of) {
        return of.stream().mapToDouble(Math::abs).average().orElse(0);
    }

    /** Mean absolute error, percent. */
    double mape() {
        return 100 * mean(relative);
    }

    static String header() {
        return String.format(
                Locale.ROOT,
                "%-34s %6s %7s %7s %6s %14s %14s %9s",
                "",
                "n",
                "MAPE",
                "median",
                "worst",
                "over (n)",
                "under (n)",
                "90 % held");
    }

    String line(String name) {
        var sorted = relative.stream().map(Math::abs).sorted().toList();
        double median = (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
        var over = relative.stream().filter(e -> e > 0).toList();
        var under = relative.stream().filter(e -> e <= 0).toList();
        return String.format(
                Locale.ROOT,
                "%-34s %6d %6.2f%% %6.2f%% %5.1f%% %7.2f%% (%3d) %7.2f%% (%3d) %9s",
                name,
                relative.size(),
                mape(),
                100 * median,
                100 * sorted.get(sorted.size() - 1),
                100 * mean(over),
                over.size(),
                100 * mean(under),
                under.size(),
                held());
    }

    /** Share of the intervals that held; empty without any. */
    String held() {
        return intervals == 0 ? "" : String.format(Locale.ROOT, "%.1f%%", 100.0 * held / intervals);
    }
}
