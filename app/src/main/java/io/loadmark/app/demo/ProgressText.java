package io.loadmark.app.demo;

import io.loadmark.app.query.CapacityText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Progress as lines of text. */
final class ProgressText {
    private static final int BAR = 30;

    private ProgressText() {}

    static List<String> lines(Progress progress) {
        var lines = new ArrayList<String>(progress.notes());
        lines.add("");
        lines.add(format(
                "%s  phase %d of %d: %s",
                clock(progress.elapsed().toSeconds()),
                progress.phase().number(),
                Progress.Phase.values().length,
                progress.phase().words()));
        lines.add(format("  load      %6.1f requests/s", progress.offeredQps()));
        lines.add("  CPU       " + bar(progress.utilisation()));
        lines.add("  p99       " + (progress.p99Millis() == null ? "–" : format("%6.1f ms", progress.p99Millis())));
        lines.add(format("  joined    %6d load samples", progress.samples()));
        lines.add("  estimate  " + estimate(progress));
        return lines;
    }

    /** For a screen that can't be redrawn. */
    static String line(Progress progress) {
        return format(
                "%s %-9s %6.1f req/s  CPU %s  p99 %s  %d samples  estimate %s",
                clock(progress.elapsed().toSeconds()),
                progress.phase().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                progress.offeredQps(),
                progress.utilisation() == null ? "–" : format("%3.0f %%", 100 * progress.utilisation()),
                progress.p99Millis() == null ? "–" : format("%.1f ms", progress.p99Millis()),
                progress.samples(),
                estimate(progress));
    }

    private static String estimate(Progress progress) {
        var estimate = progress.estimate();
        if (estimate == null || estimate.qps() == null || estimate.low() == null || estimate.high() == null) {
            return "–";
        }
        return format(
                "%.1f requests/s (%.1f to %.1f), binds: %s",
                estimate.qps(), estimate.low(), estimate.high(), CapacityText.binding(estimate));
    }

    private static String bar(@Nullable Double share) {
        if (share == null) return "–";
        int filled = (int) Math.round(Math.max(0, Math.min(1, share)) * BAR);
        return format("%5.0f %% %s%s", 100 * share, "█".repeat(filled), "░".repeat(BAR - filled));
    }

    private static String clock(long seconds) {
        return format("%02d:%02d", seconds / 60, seconds % 60);
    }

    private static String format(String text, @Nullable Object... args) {
        return String.format(Locale.ROOT, text, args);
    }
}
