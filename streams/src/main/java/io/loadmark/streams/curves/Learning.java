package io.loadmark.streams.curves;

import io.loadmark.model.curve.CurveStep;
import io.loadmark.schema.LoadQpsCurve;
import io.loadmark.schema.LoadSample;
import org.jspecify.annotations.Nullable;

/**
 * What one final window makes of an instance's curve. Barred are windows that lack a layer or spans, that a job of the hypervisor
 * disturbed, and those of an instance that moved or warms up.
 */
public final class Learning {
    private Learning() {}

    /** The curve after the window; {@code before} is null at the instance's first. */
    public static LoadQpsCurve learn(@Nullable LoadQpsCurve before, LoadSample sample, long warmUpMicros) {
        long start = sample.getStartMicros();
        long firstSeen = before == null || Lessons.isNewVersion(before, sample) ? start : before.getFirstSeenMicros();
        long lastSeen = before == null ? start : Math.max(start, before.getLastSeenMicros());
        var curve = before == null ? io.loadmark.model.curve.LoadQpsCurve.initial() : Curves.toModel(before);
        boolean warm = start >= firstSeen + warmUpMicros;
        var lesson = Lessons.of(sample);
        var after = curve.withBarred();
        if (warm && lesson.isPresent()) {
            var step = CurveStep.step(curve, lesson.get().window());
            after = step.curve();
            // A release that told no version warms up as well.
            if (step.verdict() == CurveStep.Verdict.CHANGED) firstSeen = start;
        }
        var scope = lesson.map(Lessons.Lesson::scope).orElseGet(() -> Lessons.scopeOf(before));
        return Curves.toWire(after, sample.getInstance(), scope, firstSeen, lastSeen);
    }
}
