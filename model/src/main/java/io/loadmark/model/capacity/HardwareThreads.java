package io.loadmark.model.capacity;

import io.loadmark.model.curve.Axis;
import io.loadmark.model.curve.AxisTotals;
import io.loadmark.model.curve.LoadBin;
import io.loadmark.model.curve.LoadQpsCurve;
import io.loadmark.model.curve.UtilisationLaw;

/**
 * What a curve's requests cost where hardware threads share cores. CPU time is thread time: it grows with the load though the
 * work of a request doesn't, so that a law learned with few threads busy understates it for many. With the work of a request D,
 * the gain g of a shared core and z the own thread time beyond the cores,
 *
 * <pre>U = U₀ + D · X + (1 − g) · z(U)</pre>
 *
 * where z follows from the mean number of busy threads. As far as the bands show it, 1 − g is fitted; what they leave open is
 * filled by a prior of g = 0.25 ± 0.1: 1.16 to 1.28 times on servers in D. Marr et al., Hyper-Threading Technology
 * Architecture and Microarchitecture, Intel Technology Journal 6 (1), 2002; 1.15 in the Linux scheduler (smt_gain).
 *
 * @param siblings machine
 * @param gainError standard error of the gain; 0 where each thread is a core
 * @param law of utilisation in work: seconds of a thread alone on its core
 */
record HardwareThreads(Siblings siblings, double gainError, UtilisationLaw law) {
    private static final double USUAL_GAIN = 0.25;
    private static final double USUAL_GAIN_ERROR = 0.1;
    private static final double MOST_GAIN = 0.99;
    private static final double LEAST_SHARED = 1.01;
    private static final int LEAST_BANDS = 4;
    private static final int ROUNDS = 3;

    /** What the curve tells; where the machine's topology isn't visible, each thread is a core. */
    static HardwareThreads of(LoadQpsCurve curve) {
        Double perCore = curve.shape().threadsPerCore();
        if (perCore == null || perCore < LEAST_SHARED)
            return new HardwareThreads(Siblings.NONE, 0, curve.utilisation());
        var machine =
                new Siblings(curve.shape().hostCores(), curve.shape().hostCores() / perCore, USUAL_GAIN, others(curve));
        var fit = new Fit(USUAL_GAIN, USUAL_GAIN_ERROR);
        // How much time is shared depends a little on the gain itself.
        for (int i = 0; i < ROUNDS; i++) fit = Fit.of(curve, machine.withGain(fit.gain));
        return of(curve, machine.withGain(fit.gain), fit.error);
    }

    private static HardwareThreads of(LoadQpsCurve curve, Siblings siblings, double gainError) {
        return new HardwareThreads(siblings, gainError, inWork(curve, siblings));
    }

    /** The same with a gain that is lower by its standard error. */
    HardwareThreads lower(LoadQpsCurve curve) {
        return of(curve, siblings.withGain(Math.max(0, siblings.gain() - gainError)), gainError);
    }

    boolean isShared() {
        return gainError > 0;
    }

    /** Work that can be done in a second on so many cores' worth of thread time, when all of it is used. */
    double work(double threadCores) {
        return threadCores * siblings.speed(threadCores);
    }

    /** The law scaled as the bands are when their thread time is counted as work, so that it stays that of the newest windows. */
    private static UtilisationLaw inWork(LoadQpsCurve curve, Siblings siblings) {
        var seen = new Line();
        var work = new Line();
        for (LoadBin bin : curve.bins()) {
            double weight = weight(bin);
            double cores = bin.cores() - (1 - siblings.gain()) * shared(bin, siblings);
            seen.add(weight, bin.requestsPerSecond(), bin.cores());
            work.add(weight, bin.requestsPerSecond(), cores);
        }
        var law = curve.utilisation();
        if (!(seen.slopeFromAtLeastZero() > 0)) return law;
        return new UtilisationLaw(
                Math.max(0, law.baseCores() + Math.max(0, work.atZero()) - Math.max(0, seen.atZero())),
                law.demandSeconds() * work.slopeFromAtLeastZero() / seen.slopeFromAtLeastZero(),
                law.p00(),
                law.p01(),
                law.p11(),
                law.residualVariance(),
                law.observations());
    }

    /** As a window's in the law of utilisation. */
    private static double weight(LoadBin bin) {
        return bin.seconds() / (bin.requestsPerSecond() + 1);
    }

    /** Own thread time beyond the cores, cores. */
    private static double shared(LoadBin bin, Siblings siblings) {
        Double others = bin.axes().mean(Axis.OTHERS_CORES);
        return bin.cores() * siblings.sharedTime(bin.cores() + (others == null ? siblings.others() : others));
    }

    /** Cores of the machine that others use, on average over the windows learned. */
    static double others(LoadQpsCurve curve) {
        var all = AxisTotals.none();
        for (LoadBin bin : curve.bins()) all = all.plus(bin.axes());
        Double mean = all.mean(Axis.OTHERS_CORES);
        return mean == null ? 0 : mean;
    }

    /** The gain by what the line through the bands leaves, beside the prior. */
    private record Fit(double gain, double error) {
        static Fit of(LoadQpsCurve curve, Siblings siblings) {
            var seen = new Line();
            var shared = new Line();
            for (LoadBin bin : curve.bins()) {
                seen.add(weight(bin), bin.requestsPerSecond(), bin.cores());
                shared.add(weight(bin), bin.requestsPerSecond(), shared(bin, siblings));
            }
            double squares = 0;
            double product = 0;
            double rest = 0;
            for (LoadBin bin : curve.bins()) {
                double u = bin.cores() - seen.at(bin.requestsPerSecond());
                double z = shared(bin, siblings) - shared.at(bin.requestsPerSecond());
                squares += weight(bin) * z * z;
                product += weight(bin) * z * u;
                rest += weight(bin) * u * u;
            }
            double before = 1 / (USUAL_GAIN_ERROR * USUAL_GAIN_ERROR);
            int bands = curve.bins().size();
            if (bands < LEAST_BANDS || squares <= 0) return new Fit(USUAL_GAIN, USUAL_GAIN_ERROR);
            double left = Math.max(0, rest - product * product / squares) / (bands - 3);
            double noise = Math.max(left, curve.utilisation().residualVariance());
            double precision = before + (noise > 0 ? squares / noise : 0);
            double loss = (before * (1 - USUAL_GAIN) + (noise > 0 ? product / noise : 0)) / precision;
            return new Fit(Math.max(0, Math.min(MOST_GAIN, 1 - loss)), 1 / Math.sqrt(precision));
        }
    }
}
