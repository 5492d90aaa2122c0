package io.loadmark.model.curve;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * The curve of a service as one typical instance of it: the bands of all instances merged, and the mean of their laws
 * weighted by how sure each is. Folded in the order of the instances' ids, so that the result is the same however the
 * instances' windows were interleaved. What the machine is like is taken from the instance that taught most.
 */
public final class ServiceCurve {
    private ServiceCurve() {}

    /** The fold; {@link LoadQpsCurve#initial()} of no instances. */
    public static LoadQpsCurve fold(SortedMap<String, LoadQpsCurve> byInstance) {
        LoadQpsCurve folded = LoadQpsCurve.initial();
        LoadQpsCurve main = folded;
        for (LoadQpsCurve curve : byInstance.values()) {
            main = curve.windows() > main.windows() ? curve : main;
            folded = curve.windows() == 0 ? folded : folded.windows() == 0 ? curve : merged(folded, curve);
        }
        return folded.windows() == 0 ? folded : onMachineOf(main, folded);
    }

    private static LoadQpsCurve merged(LoadQpsCurve a, LoadQpsCurve b) {
        List<LoadBin> bins = new ArrayList<>(a.bins());
        var called = CalledPeers.folded(a.peers(), b);
        for (LoadBin bin : called.bins()) {
            bins = LoadBins.adding(bins, bin);
        }
        return new LoadQpsCurve(
                b.lastWindowMicros() > a.lastWindowMicros() ? b.serviceVersion() : a.serviceVersion(),
                Math.max(a.lastWindowMicros(), b.lastWindowMicros()),
                Math.min(a.firstWindowMicros(), b.firstWindowMicros()),
                a.windows() + b.windows(),
                a.tooLate() + b.tooLate(),
                a.barred() + b.barred(),
                a.shape(),
                UtilisationFit.merged(a.utilisation(), b.utilisation()),
                bins,
                Math.max(a.maxUtilisation(), b.maxUtilisation()),
                Math.max(a.maxRequestsPerSecond(), b.maxRequestsPerSecond()),
                Math.max(a.peakConcurrency(), b.peakConcurrency()),
                a.samplingVerified() && b.samplingVerified(),
                a.mix(),
                called.peers(),
                ChangePoint.NONE);
    }

    private static LoadQpsCurve onMachineOf(LoadQpsCurve main, LoadQpsCurve folded) {
        return new LoadQpsCurve(
                folded.serviceVersion(),
                folded.lastWindowMicros(),
                folded.firstWindowMicros(),
                folded.windows(),
                folded.tooLate(),
                folded.barred(),
                main.shape(),
                folded.utilisation(),
                folded.bins(),
                folded.maxUtilisation(),
                folded.maxRequestsPerSecond(),
                folded.peakConcurrency(),
                folded.samplingVerified(),
                main.mix(),
                folded.peers(),
                main.change());
    }
}
