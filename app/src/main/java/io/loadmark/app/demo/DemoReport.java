package io.loadmark.app.demo;

import io.loadmark.app.demo.load.StepResult;
import io.loadmark.app.query.CapacityText;
import io.loadmark.app.query.CapacityText.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The closing report for a person. */
final class DemoReport {
    private DemoReport() {}

    static List<String> lines(DemoResult result, String dataOption) {
        var lines = new ArrayList<String>();
        lines.add("");
        lines.addAll(CapacityText.curve(result.prediction(), measured(result.steps())));
        lines.add("");
        lines.add(format("  predicted   %s", predicted(result)));
        lines.add(
                result.measuredQps().isPresent()
                        ? format(
                                "  measured    %6.1f requests/s",
                                result.measuredQps().getAsDouble())
                        : "  measured    –");
        lines.add("  error       " + percent(result.relativeError()) + "    85 % rule: "
                + percent(result.baselineError()));
        if (result.intervalHeld() != null) {
            lines.add("  interval    " + (Boolean.TRUE.equals(result.intervalHeld()) ? "held" : "did not hold"));
        }
        if (!result.isConclusive()) lines.add("  INCONCLUSIVE: " + result.why());
        var balance = result.balance();
        lines.add(format(
                "  accounts    %d requests acknowledged, %d seconds missing, %d counted twice, %d late; %d load samples,"
                        + " %d dead letters",
                balance.requests(),
                balance.missing(),
                balance.duplicated(),
                balance.late(),
                balance.loadSamples(),
                balance.deadLetters()));
        lines.add(format(
                "  cost        %.0f s (prediction after %.0f s), %d MiB at the peak, all processes together",
                result.seconds(), result.secondsToPrediction(), result.peakRssMiB()));
        lines.add("");
        lines.add("Next:");
        lines.add("  ./loadmark capacity " + result.service() + dataOption + " --sla '"
                + result.prediction().sla() + "'");
        lines.add(
                "  ./loadmark sql" + dataOption
                        + " 'SELECT start, requests_per_second, cgroup_cpu_cores, p99_millis FROM latest_load_samples ORDER BY start DESC LIMIT 10'");
        lines.add("  ./loadmark up" + dataOption + "          # for your own services: send OTLP to it");
        return lines;
    }

    private static String predicted(DemoResult result) {
        var prediction = result.prediction();
        if (prediction.qps() == null || prediction.low() == null || prediction.high() == null) return "–";
        return format(
                "%6.1f requests/s within %s (90 %% interval %.1f to %.1f), from load up to %.0f %%; what binds: %s",
                prediction.qps(),
                prediction.sla(),
                prediction.low(),
                prediction.high(),
                100 * result.maxLoadSeen(),
                CapacityText.binding(prediction));
    }

    private static List<Measured> measured(List<StepResult> steps) {
        var points = new ArrayList<Measured>();
        for (var step : steps) {
            Long p99 = step.p99Micros();
            if (p99 != null) points.add(new Measured(step.intendedQps(), p99 / 1000.0));
        }
        return points;
    }

    private static String percent(@Nullable Double share) {
        return share == null ? "–" : format("%+.1f %%", 100 * share);
    }

    private static String format(String text, @Nullable Object... args) {
        return String.format(Locale.ROOT, text, args);
    }
}
