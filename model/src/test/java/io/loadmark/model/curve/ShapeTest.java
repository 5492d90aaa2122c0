package io.loadmark.model.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.model.curve.CurveStep.Step;
import io.loadmark.model.curve.CurveStep.Verdict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeTest {
    private static final long GIB = 1L << 30;
    private static final Shape GUEST = guest("EPYC 7763", 8 * GIB, "5ca1ab1e");

    private static Shape guest(@Nullable String cpuModel, @Nullable Long memoryBytes, @Nullable String tuning) {
        return new Shape(2, null, null, 2, 1.0, cpuModel, memoryBytes, tuning);
    }

    /** A ramp that costs exactly 5 ms a request and 20 millicores at rest, then one window elsewhere. */
    private static Step after(Shape shape, double cores) {
        LoadQpsCurve curve = LoadQpsCurve.initial();
        for (int i = 0; i < 90; i++) {
            double rate = 10 + i;
            curve = CurveStep.step(curve, Windows.on(GUEST, Windows.at(i, rate, 0.02 + 0.005 * rate)))
                    .curve();
        }
        return CurveStep.step(curve, Windows.on(shape, Windows.at(90, 100, cores)));
    }

    @ParameterizedTest(name = "{2} of {0} GiB")
    @CsvSource({"4, 5ca1ab1e, half", "8, 0ddba11, pinned"})
    void anotherMemoryOrTuningStartsNewBandsAndKeepsTheLaw(long gibibytes, String tuning) {
        Step step = after(guest("EPYC 7763", gibibytes * GIB, tuning), 0.52);
        assertThat(step.verdict()).isEqualTo(Verdict.NEW_SHAPE);
        assertThat(step.curve().bins()).hasSize(1);
        assertThat(step.curve().windows()).isEqualTo(91);
        assertThat(step.curve().utilisation().demandSeconds()).isCloseTo(0.005, within(1e-8));
    }

    @Test
    void onAnotherCpuModelTheDemandIsLearnedAnew() {
        Step step = after(guest("Xeon 8380", 8 * GIB, "5ca1ab1e"), 1.02);
        assertThat(step.verdict()).isEqualTo(Verdict.NEW_SHAPE);
        assertThat(step.curve().bins()).hasSize(1);
        assertThat(step.curve().windows()).isEqualTo(1);
        assertThat(step.curve().utilisation().demandSeconds()).isCloseTo(0.01, within(1e-4));
        assertThat(step.curve().utilisation().baseCores())
                .as("not what requests cause")
                .isCloseTo(0.02, within(1e-3));
        assertThat(step.curve().shape().cpuModel()).isEqualTo("Xeon 8380");
    }

    @Test
    void whatIsNotToldForAWhileIsNoChangeAndIsKept() {
        Step step = after(guest(null, null, null), 0.52);
        assertThat(step.verdict()).isEqualTo(Verdict.LEARNED);
        assertThat(step.curve().shape()).isEqualTo(GUEST);
    }

    @Test
    void aBalloonThatBreathesIsNoChange() {
        Shape breathing = guest("EPYC 7763", 8 * GIB - 8 * GIB / 25, "5ca1ab1e");
        Step step = after(breathing, 0.52);
        assertThat(step.verdict()).isEqualTo(Verdict.LEARNED);

        Shape deeper = guest("EPYC 7763", 8 * GIB - 2 * 8 * GIB / 25, "5ca1ab1e");
        Step next = CurveStep.step(step.curve(), Windows.on(deeper, Windows.at(91, 100, 0.52)));
        assertThat(next.verdict())
                .as("in small steps it is a change all the same")
                .isEqualTo(Verdict.NEW_SHAPE);
    }

    @Test
    void whatComesToBeKnownIsNoChange() {
        var known = CurveStep.step(
                Windows.learned(Windows.ramp(1, 30)),
                Windows.on(new Shape(0.5, 0.5, 100_000L, 2, 2.0, "EPYC 7763", 8 * GIB, null), Windows.at(30, 20, 0.1)));
        assertThat(known.verdict()).isEqualTo(Verdict.LEARNED);
        assertThat(known.curve().shape().cpuModel()).isEqualTo("EPYC 7763");
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> Shape.of(Double.NaN, 2)).hasMessageContaining("entitlementCores");
        assertThatThrownBy(() -> new Shape(1, null, null, 1, 0.5, null, null, null))
                .hasMessageContaining("threadsPerCore");
        assertThatThrownBy(() -> guest(null, 0L, null)).hasMessageContaining("memoryBytes");
    }
}
