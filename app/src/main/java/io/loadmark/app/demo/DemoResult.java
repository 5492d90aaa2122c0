package io.loadmark.app.demo;

import io.loadmark.app.demo.load.StepResult;
import io.loadmark.app.query.CapacityText;
import io.loadmark.model.capacity.Capacity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How the demo went.
 *
 * @param measuredQps where the generator's own p99 broke the bound; empty if that could not be found
 * @param why what kept it from a conclusion; empty if nothing did
 */
record DemoResult(
        String service,
        long seed,
        Capacity prediction,
        OptionalDouble measuredQps,
        List<StepResult> steps,
        String why,
        double maxLoadSeen,
        Balance balance,
        double seconds,
        double secondsToPrediction,
        long peakRssMiB) {

    boolean isConclusive() {
        return why.isEmpty() && measuredQps.isPresent() && prediction.isKnown();
    }

    /** (predicted − measured) / measured. */
    @Nullable
    Double relativeError() {
        return error(prediction.qps());
    }

    /** The same for the rule of 85 % of the entitlement. */
    @Nullable
    Double baselineError() {
        return error(prediction.baselineQps());
    }

    private @Nullable Double error(@Nullable Double predicted) {
        return predicted == null || measuredQps.isEmpty()
                ? null
                : Double.valueOf(predicted / measuredQps.getAsDouble() - 1);
    }

    @Nullable
    Boolean intervalHeld() {
        Double low = prediction.low();
        Double high = prediction.high();
        if (low == null || high == null || measuredQps.isEmpty()) return null;
        return measuredQps.getAsDouble() >= low && measuredQps.getAsDouble() <= high;
    }

    /** For programs. */
    Map<String, @Nullable Object> fields() {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("service", service);
        fields.put("seed", seed);
        fields.put("conclusive", isConclusive());
        fields.put("why", why);
        fields.put("sla", prediction.sla().toString());
        fields.put("predictedQps", prediction.qps());
        fields.put("predictedLow", prediction.low());
        fields.put("predictedHigh", prediction.high());
        fields.put("measuredQps", measuredQps.isPresent() ? measuredQps.getAsDouble() : null);
        fields.put("relativeError", relativeError());
        fields.put("baselineQps", prediction.baselineQps());
        fields.put("baselineError", baselineError());
        fields.put("intervalHeld", intervalHeld());
        fields.put("bottleneck", CapacityText.binding(prediction));
        fields.put("maxLoadSeen", maxLoadSeen);
        fields.put("requests", balance.requests());
        fields.put("loadSamples", balance.loadSamples());
        fields.put("windowsMissing", balance.missing());
        fields.put("windowsDuplicated", balance.duplicated());
        fields.put("late", balance.late());
        fields.put("deadLetters", balance.deadLetters());
        fields.put("seconds", seconds);
        fields.put("secondsToPrediction", secondsToPrediction);
        fields.put("peakRssMiB", peakRssMiB);
        return fields;
    }
}
