package io.loadmark.app.query;

import io.loadmark.app.query.StoredCurves.Stored;
import io.loadmark.model.scalability.CurveScalability;
import io.loadmark.model.scalability.ScalabilityFit;
import io.loadmark.model.scalability.ScalabilityFit.Knee;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The scalability law of the instance that taught most. What lies beyond the concurrency that was seen is not told. */
final class ScalabilityText {
    private ScalabilityText() {}

    private static Optional<Stored> main(List<Stored> curves) {
        return curves.stream()
                .max(Comparator.comparingLong((Stored stored) -> stored.curve().windows())
                        .thenComparing(Stored::instance));
    }

    /** For a terminal; nothing where the curve tells nothing of it, as it mostly does below saturation. */
    static Optional<String> line(List<Stored> curves) {
        return main(curves).flatMap(stored -> {
            var fit = CurveScalability.of(stored.curve()).fit();
            if (fit == null) return Optional.empty();
            return Optional.of(curves.size() == 1 ? text(fit) : text(fit) + " (" + stored.instance() + ")");
        });
    }

    private static String text(ScalabilityFit fit) {
        return "γ " + figure(fit.law().gamma(), fit.gammaError()) + " requests/s, α "
                + figure(fit.law().alpha(), fit.alphaError()) + ", β "
                + figure(fit.law().beta(), fit.betaError()) + "; " + knee(fit);
    }

    private static String figure(double value, @Nullable Double error) {
        return format("%.3g", value) + (error == null ? "" : format(" ± %.2g", error));
    }

    private static String knee(ScalabilityFit fit) {
        return fit.knee() == Knee.OBSERVED
                ? format(
                        "peak %.4g requests/s at %.3g in flight",
                        fit.law().peakThroughput(), fit.law().peakConcurrency())
                : format("no knee observed up to %.3g in flight", fit.maxConcurrency());
    }

    /** For programs. */
    static @Nullable Map<String, @Nullable Object> fields(List<Stored> curves) {
        var stored = main(curves).orElse(null);
        if (stored == null) return null;
        var scalability = CurveScalability.of(stored.curve());
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("instance", stored.instance());
        fields.put("missing", scalability.missing());
        var fit = scalability.fit();
        if (fit == null) return fields;
        fields.put("gamma", fit.law().gamma());
        fields.put("gammaError", fit.gammaError());
        fields.put("alpha", fit.law().alpha());
        fields.put("alphaError", fit.alphaError());
        fields.put("beta", fit.law().beta());
        fields.put("betaError", fit.betaError());
        fields.put("rSquared", fit.rSquared());
        fields.put("bands", fit.points());
        fields.put("maxConcurrencySeen", fit.maxConcurrency());
        fields.put("knee", CapacityText.words(fit.knee()));
        boolean observed = fit.knee() == Knee.OBSERVED;
        fields.put("peakConcurrency", observed ? fit.law().peakConcurrency() : null);
        fields.put("peakThroughput", observed ? fit.law().peakThroughput() : null);
        return fields;
    }

    private static String format(String text, @Nullable Object... args) {
        return String.format(Locale.ROOT, text, args);
    }
}
