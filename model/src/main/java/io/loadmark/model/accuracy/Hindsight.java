package io.loadmark.model.accuracy;

import io.loadmark.model.capacity.Capacity;
import io.loadmark.model.capacity.Sla;
import io.loadmark.model.curve.LoadBin;
import io.loadmark.model.curve.LoadQpsCurve;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scores curves and the capacities estimated from them against the slots that came after. The throughput that came is
 * given: what is judged is the load and the latency at it, not whether the traffic was foreseen.
 */
public final class Hindsight {
    /** Of the share that may be slow: 1 − 0.9 is not 0.1. */
    private static final double ROUNDING = 1e-9;

    private final Sla sla;
    private final List<Double> law = new ArrayList<>();
    private final List<Double> ratio = new ArrayList<>();
    private final List<Double> persistence = new ArrayList<>();
    private Verdicts capacity = Verdicts.NONE;
    private Verdicts outside = Verdicts.NONE;
    private Verdicts rule = Verdicts.NONE;
    private int unknown;
    private int tooFew;

    public Hindsight(Sla sla) {
        this.sla = sla;
    }

    /**
     * Adds a slot.
     *
     * @param curve what had been learned before it
     * @param said the capacity estimated from that curve
     * @param before the last slot that had been seen by then, if any
     */
    public void add(LoadQpsCurve curve, Capacity said, @Nullable Slot before, Slot slot) {
        load(curve, before, slot);
        latency(said, slot);
    }

    private void load(LoadQpsCurve curve, @Nullable Slot before, Slot slot) {
        Double came = slot.cores();
        if (came == null || came <= 0 || curve.windows() == 0) return;
        law.add(curve.utilisation().coresAt(slot.requestsPerSecond()) / came - 1);
        double requests = curve.bins().stream().mapToDouble(LoadBin::requests).sum();
        double coreSeconds =
                curve.bins().stream().mapToDouble(LoadBin::coreSeconds).sum();
        if (requests > 0) ratio.add(coreSeconds / requests * slot.requestsPerSecond() / came - 1);
        Double last = before == null ? null : before.cores();
        if (last != null) persistence.add(last / came - 1);
    }

    private void latency(Capacity said, Slot slot) {
        double requests = slot.latency().count();
        double allowed = requests * (1 - sla.quantile()) + ROUNDING * requests;
        if (allowed < 1) {
            tooFew++;
            return;
        }
        boolean kept = requests - slot.latency().countUpTo(sla.limit().toNanos()) <= allowed;
        Double most = said.qps();
        Double low = said.low();
        Double high = said.high();
        Double plain = said.baselineQps();
        double throughput = slot.requestsPerSecond();
        if (most == null || low == null || high == null || plain == null) {
            unknown++;
            return;
        }
        capacity = capacity.and(kept, throughput > most);
        if (throughput < low || throughput > high) outside = outside.and(kept, throughput > high);
        rule = rule.and(kept, throughput > plain);
    }

    public Scores scores() {
        return new Scores(
                LoadErrors.of(law),
                LoadErrors.of(ratio),
                LoadErrors.of(persistence),
                capacity,
                outside,
                rule,
                unknown,
                tooFew);
    }
}
