package io.loadmark.model.curve;

import java.util.List;

/**
 * Learns one window: {@code (curve, window) → (curve, verdict)}, by event time alone. Each window of an instance is
 * learned once and in order; what comes later is counted and left out, so that the same windows give the same curve
 * however they arrive.
 *
 * <p>A new service version starts a new curve. A change of the machine ({@link Shape}) starts new bands, because
 * latency at a utilisation is another one then, and keeps the law: a request costs what it cost. On another model of CPU it
 * doesn't, and its demand is learned anew.
 */
public final class CurveStep {
    /** What became of the window. */
    public enum Verdict {
        LEARNED,
        TOO_LATE,
        /** Learned, as the first of a new service version. */
        NEW_VERSION,
        /** Learned, as the first after the machine, its entitlement or quota changed. */
        NEW_SHAPE,
        /** Learned, as the first after a lasting change of the demand that no version told. */
        CHANGED
    }

    /** Windows until a residual says something. */
    private static final double SETTLED = 30;

    /** The curve after a window, and what became of the window. */
    public record Step(LoadQpsCurve curve, Verdict verdict) {}

    private CurveStep() {}

    /** The curve after one more window. */
    public static Step step(LoadQpsCurve curve, LearnedWindow window) {
        if (window.startMicros() <= curve.lastWindowMicros()) {
            return new Step(curve.withTooLate(), Verdict.TOO_LATE);
        }
        if (curve.windows() == 0) {
            return new Step(learn(curve, List.of(), window), Verdict.LEARNED);
        }
        if (isNewVersion(curve, window)) {
            return new Step(learn(LoadQpsCurve.initial(), List.of(), window), Verdict.NEW_VERSION);
        }
        if (window.shape().hasOtherCpus(curve.shape())) {
            return new Step(changed(curve, window), Verdict.NEW_SHAPE);
        }
        if (window.shape().isUnlike(curve.shape())) {
            return new Step(learn(curve.withoutBins(), List.of(), window), Verdict.NEW_SHAPE);
        }
        LoadQpsCurve after = learn(curve, curve.bins(), window);
        return after.change().isSure()
                ? new Step(changed(curve, window), Verdict.CHANGED)
                : new Step(after, Verdict.LEARNED);
    }

    /** Then its releases need no guessing. */
    private static boolean tellsItsVersion(LoadQpsCurve curve, LearnedWindow window) {
        return !curve.serviceVersion().isEmpty() || !window.serviceVersion().isEmpty();
    }

    private static boolean isNewVersion(LoadQpsCurve curve, LearnedWindow window) {
        return !window.serviceVersion().isEmpty() && !window.serviceVersion().equals(curve.serviceVersion());
    }

    /**
     * After a change of the demand, by other CPUs or one that no version told: the base load, which requests don't cause,
     * is kept with its error; everything else begins anew.
     */
    private static LoadQpsCurve changed(LoadQpsCurve curve, LearnedWindow w) {
        var law = curve.utilisation();
        var begun = new LoadQpsCurve(
                curve.serviceVersion(),
                curve.lastWindowMicros(),
                w.startMicros(),
                0,
                curve.tooLate(),
                curve.barred(),
                curve.shape(),
                UtilisationFit.reopened(law),
                List.of(),
                0,
                0,
                0,
                false,
                curve.mix(),
                List.of(),
                ChangePoint.NONE);
        return learn(begun, List.of(), w);
    }

    private static LoadQpsCurve learn(LoadQpsCurve curve, List<LoadBin> bins, LearnedWindow w) {
        double x = w.servedPerSecond();
        var law = curve.utilisation();
        var mix = RouteMix.of(curve.mix(), w, law);
        double corrected = w.cpuCores() - mix.excessCores();
        double residual = corrected - law.coresAt(x);
        double weight = UtilisationFit.weight(w.seconds(), x, w.stolenShare());
        double noise = UtilisationFit.noise(law, weight, x);
        boolean known = law.observations() >= UtilisationFit.TRUSTING;
        var mixAfter = known ? mix.learned(residual, noise) : mix.unlearned();
        var called = CalledPeers.of(curve.peers(), bins, w.calls());
        var lawAfter = UtilisationFit.learn(law, weight, x, corrected).shifted(mix.shift(mixAfter));
        return new LoadQpsCurve(
                w.serviceVersion().isEmpty() ? curve.serviceVersion() : w.serviceVersion(),
                w.startMicros(),
                curve.windows() == 0 ? w.startMicros() : curve.firstWindowMicros(),
                curve.windows() + 1,
                curve.tooLate(),
                curve.barred(),
                w.shape().after(curve.shape()),
                lawAfter,
                LoadBins.adding(called.bins(), w, called.seconds()),
                Math.max(curve.maxUtilisation(), w.utilisation()),
                Math.max(curve.maxRequestsPerSecond(), x),
                Math.max(curve.peakConcurrency(), w.inFlightSeconds() / w.seconds()),
                w.samplingVerified() && (curve.windows() == 0 || curve.samplingVerified()),
                mixAfter,
                called.peers(),
                law.observations() < SETTLED || tellsItsVersion(curve, w)
                        ? ChangePoint.NONE
                        : curve.change().with(residual, Math.sqrt(noise + mix.variance()), law.coresAt(x)));
    }
}
