package io.loadmark.model.scalability;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.model.curve.Axis;
import io.loadmark.model.curve.AxisTotals;
import io.loadmark.model.curve.Curves;
import io.loadmark.model.curve.LoadBin;
import io.loadmark.model.curve.LoadQpsCurve;
import io.loadmark.model.curve.Shape;
import io.loadmark.model.curve.UtilisationLaw;
import io.loadmark.model.scalability.ScalabilityFit.Knee;
import io.loadmark.model.sketch.LatencySketch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class CurveScalabilityTest {
    private static final double[] IN_FLIGHT = {0.3, 1, 2, 4, 8, 12, 16, 24};

    @Test
    void theLawIsThatOfTheBands() {
        var law = new ScalabilityLaw(50, 0.05, 0.002);
        var fit = Objects.requireNonNull(CurveScalability.of(follows(law)).fit());
        assertThat(fit.law().gamma()).isCloseTo(50, Percentage.withPercentage(0.1));
        assertThat(fit.law().alpha()).isCloseTo(0.05, Percentage.withPercentage(0.1));
        assertThat(fit.law().beta()).isCloseTo(0.002, Percentage.withPercentage(0.1));
        assertThat(fit.knee()).isEqualTo(Knee.OBSERVED);
        assertThat(fit.law().peakConcurrency()).isCloseTo(21.8, Percentage.withPercentage(0.1));
        assertThat(fit.points())
                .as("with less than one in flight there is nothing to scale")
                .isEqualTo(7);
    }

    @Test
    void requestsThatTakeTheirTimeWhateverTheLoadShowNoKnee() {
        var fit = Objects.requireNonNull(
                CurveScalability.of(follows(new ScalabilityLaw(20, 0, 0))).fit());
        assertThat(fit.law().alpha()).isLessThan(1e-6);
        assertThat(fit.knee()).isEqualTo(Knee.NONE);
        assertThat(fit.throughputAt(100)).as("beyond what was seen").isNull();
    }

    @Test
    void aServiceThatIsMostlyIdleTellsNothing() {
        var scalability = CurveScalability.of(curve(band(10, 0.05), band(20, 0.1), band(40, 0.2), band(80, 0.45)));
        assertThat(scalability.fit()).isNull();
        assertThat(scalability.missing())
                .isEqualTo("needs 4 bands with 1 or more requests in flight, the most 3 times the least;"
                        + " seen 0.050 to 0.45 in 4 bands");
        assertThat(CurveScalability.of(curve()).missing()).endsWith("none was seen");
    }

    @Test
    void aNarrowRangeTellsNothing() {
        assertThat(CurveScalability.of(curve(band(10, 4), band(12, 5), band(14, 6), band(16, 7)))
                        .fit())
                .isNull();
    }

    @Test
    void moreInFlightAtLessThroughputIsNotFitted() {
        var scalability = CurveScalability.of(curve(band(10, 2), band(20, 4), band(40, 20), band(80, 9), band(90, 10)));
        assertThat(scalability.fit()).isNull();
        assertThat(scalability.missing())
                .isEqualTo("more requests in flight at less throughput (20.0 at 40.00/s, 9.00 at 80.00/s):"
                        + " a backlog, or beyond the peak");
    }

    @Test
    void bandsOfFewWindowsAreLeftOut() {
        var rare = new LoadBin(0, 1, 500, 1, 1, 0, 0, LatencySketch.empty(), inFlight(1, 900));
        var scalability = CurveScalability.of(curve(band(10, 1), band(20, 2), band(30, 3), band(40, 4), rare));
        assertThat(Objects.requireNonNull(scalability.fit()).maxConcurrency()).isEqualTo(4);
    }

    private static LoadQpsCurve follows(ScalabilityLaw law) {
        return curve(Arrays.stream(IN_FLIGHT)
                .mapToObj(n -> band(law.throughputAt(n), n))
                .toArray(LoadBin[]::new));
    }

    private static LoadBin band(double perSecond, double inFlight) {
        return new LoadBin(0, 100, 100 * perSecond, 100, 1, 0, 0, LatencySketch.empty(), inFlight(100, inFlight));
    }

    private static AxisTotals inFlight(double seconds, double mean) {
        return AxisTotals.of(Map.of(Axis.IN_FLIGHT, mean), seconds);
    }

    private static LoadQpsCurve curve(LoadBin... bins) {
        var law = new UtilisationLaw(0, 0.001, 0, 0, 0, 0, 100);
        return Curves.of(100, Shape.of(2, 2), law, List.of(bins), 0.6, 100);
    }
}
