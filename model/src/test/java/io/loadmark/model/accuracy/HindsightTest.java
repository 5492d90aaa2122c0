package io.loadmark.model.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.model.capacity.Capacity;
import io.loadmark.model.capacity.Sla;
import io.loadmark.model.curve.AxisTotals;
import io.loadmark.model.curve.Curves;
import io.loadmark.model.curve.LoadBin;
import io.loadmark.model.curve.LoadQpsCurve;
import io.loadmark.model.curve.Shape;
import io.loadmark.model.curve.UtilisationLaw;
import io.loadmark.model.sketch.LatencySketch;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HindsightTest {
    private static final Sla SLA = Sla.parse("p90<=100ms");
    private static final double BASE = 0.1;
    private static final double DEMAND = 0.004;
    /** Learned at 25 requests a second, at which the base is as much again as the requests. */
    private static final LoadQpsCurve CURVE = curve();

    private final Hindsight hindsight = new Hindsight(SLA);

    private static LoadQpsCurve curve() {
        var bin = new LoadBin(27, 10, 250, 10, 2, 0, 0, LatencySketch.empty(), AxisTotals.none());
        var law = new UtilisationLaw(BASE, DEMAND, 1, 0, 1, 1e-4, 10);
        return Curves.of(10, Shape.of(1, 2), law, List.of(bin), 0.2, 25);
    }

    private static Capacity said(@Nullable Double qps) {
        return new Capacity(
                SLA,
                qps,
                qps == null ? null : Double.valueOf(qps * 0.9),
                qps == null ? null : Double.valueOf(qps * 1.2),
                Capacity.Bottleneck.CPU,
                0.2,
                true,
                List.of(),
                225.0,
                187.5,
                List.of(),
                List.of());
    }

    /** So many requests a second for a minute, of which a share is slow. */
    private static Slot slot(double throughput, @Nullable Double cores, double slow) {
        double requests = 60 * throughput;
        var latency = LatencySketch.builder().add(10_000_000, requests * (1 - slow));
        if (slow > 0) latency.add(200_000_000, requests * slow);
        return new Slot(0, throughput, cores, latency.build());
    }

    @Test
    void theLawTheMeanRequestAndTheLastSlotAreScoredOnTheLoadThatCame() {
        hindsight.add(CURVE, said(150.0), slot(25, 0.2, 0), slot(100, 0.5, 0));
        hindsight.add(CURVE, said(150.0), slot(100, 0.5, 0), slot(50, 0.25, 0));
        var scores = hindsight.scores();
        assertThat(scores.law().slots()).isEqualTo(2);
        assertThat(scores.law().mean()).isCloseTo((0 + 0.2) / 2, within(1e-12));
        assertThat(scores.law().median()).isCloseTo(0.1, within(1e-12));
        // 8 ms a request, base and all: 0.8 for 0.5, and 0.4 for 0.25.
        assertThat(scores.ratio().bias()).isCloseTo((0.6 + 0.6) / 2, within(1e-12));
        // 0.2 for 0.5, and 0.5 for 0.25.
        assertThat(scores.persistence().bias()).isCloseTo((-0.6 + 1) / 2, within(1e-12));
        assertThat(scores.persistence().mean()).isCloseTo((0.6 + 1) / 2, within(1e-12));
    }

    @Test
    void withoutALoadOrASlotBeforeThereIsNothingToScore() {
        hindsight.add(CURVE, said(150.0), null, slot(100, null, 0));
        hindsight.add(CURVE, said(150.0), null, slot(100, 0.5, 0));
        hindsight.add(LoadQpsCurve.initial(), said(null), null, slot(100, 0.5, 0));
        var scores = hindsight.scores();
        assertThat(scores.law().slots()).isEqualTo(1);
        assertThat(scores.persistence()).isEqualTo(new LoadErrors(0, null, null, null));
    }

    @Test
    void theSlaIsJudgedBelowAndBeyondWhatWasNamedAndByTheRule() {
        hindsight.add(CURVE, said(150.0), null, slot(100, null, 0.05)); // kept below
        hindsight.add(CURVE, said(150.0), null, slot(140, null, 0.2)); // broken below, within the interval
        hindsight.add(CURVE, said(150.0), null, slot(160, null, 0.1)); // kept beyond, within the interval
        hindsight.add(CURVE, said(150.0), null, slot(185, null, 0.5)); // broken beyond
        hindsight.add(CURVE, said(150.0), null, slot(190, null, 0.5)); // and beyond the rule's
        var scores = hindsight.scores();
        assertThat(scores.capacity()).isEqualTo(new Verdicts(1, 1, 1, 2));
        assertThat(scores.capacity().right()).isEqualTo(3);
        assertThat(scores.capacity().slots()).isEqualTo(5);
        assertThat(scores.outsideInterval()).isEqualTo(new Verdicts(1, 0, 0, 2));
        assertThat(scores.rule()).isEqualTo(new Verdicts(2, 2, 0, 1));
    }

    @Test
    void slotsThatCannotBeJudgedAreCounted() {
        hindsight.add(CURVE, said(null), null, slot(100, null, 0));
        hindsight.add(CURVE, said(150.0), null, slot(0.15, null, 0)); // 9 requests say nothing of a p90
        hindsight.add(CURVE, said(150.0), null, slot(10 / 60.0, null, 0));
        var scores = hindsight.scores();
        assertThat(scores.unknown()).isEqualTo(1);
        assertThat(scores.tooFew()).isEqualTo(1);
        assertThat(scores.capacity()).isEqualTo(new Verdicts(1, 0, 0, 0));
    }
}
