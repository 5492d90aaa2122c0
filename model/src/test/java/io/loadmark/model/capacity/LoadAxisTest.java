package io.loadmark.model.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.model.curve.Axis;
import io.loadmark.model.curve.AxisTotals;
import io.loadmark.model.curve.Curves;
import io.loadmark.model.curve.LoadBin;
import io.loadmark.model.curve.LoadQpsCurve;
import io.loadmark.model.curve.Shape;
import io.loadmark.model.curve.UtilisationLaw;
import io.loadmark.model.sketch.LatencySketch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadAxisTest {
    @Test
    void theLoadThatFollowsTheThroughputBestComesFirst() {
        var curve = curve(
                band(10, 0.13, 1.1, 0.5), band(20, 0.26, 2.0, 0.5), band(30, 0.33, 3.0, 0.5), band(40, 0.46, 4.0, 0.5));
        var axes = LoadAxis.of(curve);
        assertThat(axes).extracting(LoadAxis::name).containsExactly("load", "cpu");
        assertThat(axes.get(0).fit()).isBetween(0.99, 1.0);
        assertThat(axes.get(1).at(25)).isCloseTo(0.295, within(0.001));
        assertThat(axes.get(1).perRequest()).isCloseTo(0.0106, within(1e-4));
    }

    @Test
    void whatStaysOrFallsIsNoLoad() {
        var curve = curve(band(10, 0.4, 4, 0.1), band(20, 0.4, 3, 0.2), band(30, 0.4, 2, 0.3), band(40, 0.4, 1, 0.4));
        assertThat(LoadAxis.of(curve))
                .as("a spinning service on a machine that others leave")
                .isEmpty();
    }

    @Test
    void threeBandsAreNoLine() {
        assertThat(LoadAxis.of(curve(band(10, 0.1, 1, 0), band(20, 0.2, 2, 0), band(30, 0.3, 3, 0))))
                .isEmpty();
    }

    private static LoadBin band(double perSecond, double cores, double load, double others) {
        double seconds = 60;
        var axes = AxisTotals.of(Map.of(Axis.LOAD, load, Axis.OTHERS_CORES, others), seconds);
        return new LoadBin(0, 12, perSecond * seconds, seconds, cores * seconds, 0, 0, LatencySketch.empty(), axes);
    }

    private static LoadQpsCurve curve(LoadBin... bands) {
        var law = new UtilisationLaw(0, 0.01, 1, 0, 1, 0.01, 100);
        return Curves.of(100, Shape.of(1, 2), law, List.of(bands), 0.5, 40);
    }
}
