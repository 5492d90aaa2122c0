package io.loadmark.model.curve;

import java.util.List;
import java.util.Objects;

/**
 * Learns one window: {@code (curve, window) → (curve, verdict)}, by event time alone. Each window of an instance is
 * learned once and in order; what comes later is counted and left out, so that the same windows give the same curve
 * however they arrive.
 *
 * <p>A new service version starts a new curve. A change of entitlement, quota or cores starts new bands, because
 * latency at a utilisation is another one then, and keeps the law: a request costs what it cost.
 */
public final class CurveStep {
    /** What became of the window. */
    public enum Verdict {
        LEARNED,
        TOO_LATE,
        /** Learned, as the first of a new service version. */
        NEW_VERSION,
        /** Learned, as the first after the machine, its entitlement or quota changed. */
        NEW_SHAPE
    }

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
        if (isNewShape(curve, window)) {
            return new Step(learn(curve.withoutBins(), List.of(), window), Verdict.NEW_SHAPE);
        }
        return new Step(learn(curve, curve.bins(), window), Verdict.LEARNED);
    }

    private static boolean isNewVersion(LoadQpsCurve curve, LearnedWindow window) {
        return !window.serviceVersion().isEmpty() && !window.serviceVersion().equals(curve.serviceVersion());
    }

    private static boolean isNewShape(LoadQpsCurve curve, LearnedWindow window) {
        return differs(curve.entitlementCores(), window.entitlementCores())
                || differs(curve.hostCores(), window.hostCores())
                || !Objects.equals(curve.quotaPeriodMicros(), window.quotaPeriodMicros());
    }

    /** By more than rounding: the mean of an entitlement over a window need not be exact. */
    private static boolean differs(double a, double b) {
        return Math.abs(a - b) > 0.01 * Math.max(a, b);
    }

    private static LoadQpsCurve learn(LoadQpsCurve curve, List<LoadBin> bins, LearnedWindow w) {
        double x = w.servedPerSecond();
        return new LoadQpsCurve(
                w.serviceVersion().isEmpty() ? curve.serviceVersion() : w.serviceVersion(),
                w.startMicros(),
                curve.windows() == 0 ? w.startMicros() : curve.firstWindowMicros(),
                curve.windows() + 1,
                curve.tooLate(),
                curve.barred(),
                w.entitlementCores(),
                w.quotaCores(),
                w.quotaPeriodMicros(),
                w.hostCores(),
                UtilisationFit.learn(curve.utilisation(), w.seconds(), x, w.cpuCores()),
                LoadBins.adding(bins, w),
                Math.max(curve.maxUtilisation(), w.utilisation()),
                Math.max(curve.maxRequestsPerSecond(), x),
                Math.max(curve.peakConcurrency(), w.inFlightSeconds() / w.seconds()),
                w.samplingVerified() && (curve.windows() == 0 || curve.samplingVerified()));
    }
}
