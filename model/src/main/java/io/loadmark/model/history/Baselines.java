package io.loadmark.model.history;

import io.loadmark.model.curve.CurveStep;
import io.loadmark.model.curve.LearnedWindow;
import io.loadmark.model.curve.LoadQpsCurve;
import io.loadmark.model.curve.Shape;
import io.loadmark.model.sketch.LatencySketch;
import java.util.Comparator;
import java.util.List;

/**
 * What simpler means say the throughput at a load is, from the same rows: an estimate is worth what it is better by.
 *
 * @param affine the plain law U = U₀ + D·X by ordinary least squares
 * @param online the plain law as the streams learn it, window by window ({@link CurveStep}), the rows in their order
 * @param ratio the median of throughput over load, times the load
 * @param persistence the largest throughput seen at or below the load
 */
public record Baselines(double affine, double online, double ratio, double persistence) {
    private static final long ROW_MICROS = 1_000_000;

    /** The baselines of at least one row, at a load. */
    public static Baselines at(double load, List<Observation> rows) {
        return new Baselines(
                LoadLaw.affine(rows).throughputAt(load),
                online(rows).utilisation().requestsPerSecondAt(load),
                ratio(rows) * load,
                rows.stream()
                        .filter(row -> row.load() <= load)
                        .mapToDouble(Observation::throughput)
                        .max()
                        .orElse(0));
    }

    /** The curve that the streams learn of rows of a second each, with the limit as one core. */
    private static LoadQpsCurve online(List<Observation> rows) {
        var curve = LoadQpsCurve.initial();
        for (int i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            var window = new LearnedWindow(
                    i * ROW_MICROS,
                    1,
                    row.throughput(),
                    0,
                    0,
                    0,
                    LatencySketch.empty(),
                    row.load(),
                    Shape.of(1, 1),
                    null,
                    false,
                    "");
            curve = CurveStep.step(curve, window).curve();
        }
        return curve;
    }

    private static double ratio(List<Observation> rows) {
        var ratios = rows.stream()
                .filter(row -> row.load() > 0)
                .map(row -> row.throughput() / row.load())
                .sorted(Comparator.naturalOrder())
                .toList();
        return ratios.isEmpty() ? 0 : (ratios.get((ratios.size() - 1) / 2) + ratios.get(ratios.size() / 2)) / 2;
    }
}
