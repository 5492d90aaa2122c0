package io.loadmark.model.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RouteCostsTest {
    /** A mean request of 5 ms; the mix as a whole takes 1 ms more than the excesses say. */
    private static final List<RouteShare> MIX = List.of(
            new RouteShare("/cheap", 0.5, -0.002, 1e-8),
            new RouteShare("/dear", 0.5, 0.004, 1e-8),
            new RouteShare("/free", 0, -0.1, 1e-8),
            new RouteShare("/new", 0, 0.1, 0));

    @Test
    void aRouteCostsWhatItTakesBesideTheMeanOfTheMix() {
        assertThat(RouteCosts.relative(curve(0.005), "/dear")).isCloseTo(1 + 0.003 / 0.005, within(1e-12));
        assertThat(RouteCosts.relative(curve(0.005), "/cheap")).isCloseTo(1 - 0.003 / 0.005, within(1e-12));
        assertThat(RouteCosts.relative(curve(0.005), "/free")).isZero();
    }

    @Test
    void whereNothingIsKnownItCostsWhatAllDo() {
        assertThat(RouteCosts.relative(curve(0.005), "/new")).isEqualTo(1);
        assertThat(RouteCosts.relative(curve(0.005), "/never-seen")).isEqualTo(1);
        assertThat(RouteCosts.relative(curve(0), "/dear")).isEqualTo(1);
    }

    private static LoadQpsCurve curve(double demandSeconds) {
        var law = new UtilisationLaw(0.1, demandSeconds, 0, 0, 0, 0, 100);
        return new LoadQpsCurve(
                "",
                0,
                0,
                100,
                0,
                0,
                Shape.of(2, 2),
                law,
                List.of(),
                0.6,
                100,
                3,
                true,
                MIX,
                List.of(),
                ChangePoint.NONE);
    }
}
