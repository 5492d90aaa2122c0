package io.loadmark.app.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.app.query.StoredCurves.Stored;
import io.loadmark.model.capacity.Capacity;
import io.loadmark.model.capacity.Capacity.Bottleneck;
import io.loadmark.model.capacity.Capacity.Limit;
import io.loadmark.model.capacity.Sla;
import io.loadmark.model.curve.Axis;
import io.loadmark.model.curve.AxisTotals;
import io.loadmark.model.curve.ChangePoint;
import io.loadmark.model.curve.LoadBin;
import io.loadmark.model.curve.LoadQpsCurve;
import io.loadmark.model.curve.Shape;
import io.loadmark.model.curve.UtilisationLaw;
import io.loadmark.model.scalability.ScalabilityLaw;
import io.loadmark.model.sketch.LatencySketch;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CapacityTextTest {
    @Test
    void aDependencyThatBindsIsNamedInWordsAndForPrograms() {
        var capacity = capacity(Bottleneck.DEPENDENCY, "payments");
        var curves = List.of(new Stored("a", curve(new ScalabilityLaw(50, 0, 0), 0.1, 0.2)));
        var answer = new ServiceAnswer("checkout", curves, capacity, capacity, Map.of(), Map.of(), Map.of());

        assertThat(CapacityText.lines(answer))
                .contains("  used up           dependency:payments at 100.0, cpu at 160.0 requests/s")
                .first()
                .asString()
                .endsWith("what binds: dependency:payments");
        assertThat(CapacityText.fields(answer))
                .containsEntry("bottleneck", "dependency:payments")
                .containsEntry(
                        "limits",
                        List.of(
                                Map.of("resource", "dependency:payments", "requestsPerSecond", 100.0),
                                Map.of("resource", "cpu", "requestsPerSecond", 160.0)));
        assertThat(CapacityText.binding(capacity(Bottleneck.DEPENDENCY, null))).isEqualTo("dependency");
        assertThat(CapacityText.binding(capacity(Bottleneck.NET, null))).isEqualTo("net");
    }

    @Test
    void theScalabilityIsThatOfTheInstanceThatTaughtMostUpToWhatWasSeen() {
        var few = new Stored("a", curve(new ScalabilityLaw(50, 0.05, 0.002), 1, 2, 4, 8));
        var most = new Stored("b", curve(new ScalabilityLaw(50, 0.05, 0.002), 1, 2, 4, 8, 16, 24));

        assertThat(ScalabilityText.line(List.of(few, most)).orElseThrow())
                .startsWith("γ 50.0")
                .contains("α 0.0500", "β 0.00200")
                .endsWith("peak 369.9 requests/s at 21.8 in flight (b)");
        assertThat(ScalabilityText.line(List.of(few)).orElseThrow()).endsWith("no knee observed up to 8.00 in flight");
        assertThat(ScalabilityText.fields(List.of(few)))
                .containsEntry("knee", "extrapolated")
                .containsEntry("maxConcurrencySeen", 8.0)
                .containsEntry("peakConcurrency", null);
    }

    @Test
    void whereTheLawHasNothingToSayTheReasonIsTold() {
        var idle = new Stored("a", curve(new ScalabilityLaw(50, 0, 0), 0.1, 0.2, 0.4, 0.8));
        assertThat(ScalabilityText.line(List.of(idle))).isEmpty();
        assertThat(ScalabilityText.fields(List.of(idle))).containsOnlyKeys("instance", "missing");
        assertThat(ScalabilityText.line(List.of())).isEmpty();
    }

    private static Capacity capacity(Bottleneck what, @Nullable String peer) {
        return new Capacity(
                Sla.parse("p99<=200ms"),
                90.0,
                80.0,
                95.0,
                what,
                peer,
                0.5,
                true,
                List.of(),
                100.0,
                140.0,
                List.of(new Limit(Bottleneck.CPU, 160), new Limit(what, peer, 100)),
                List.of());
    }

    private static LoadQpsCurve curve(ScalabilityLaw law, double... inFlight) {
        var bins = DoubleStream.of(inFlight)
                .mapToObj(n -> {
                    double x = law.throughputAt(n);
                    var axes = AxisTotals.of(Map.of(Axis.IN_FLIGHT, n), 100);
                    return new LoadBin(0, 100, 100 * x, 100, 1, 0, 0, LatencySketch.empty(), axes);
                })
                .toList();
        var utilisation = new UtilisationLaw(0, 0.001, 0, 0, 0, 0, 100);
        int windows = 100 * inFlight.length;
        return new LoadQpsCurve(
                "",
                0,
                0,
                windows,
                0,
                0,
                Shape.of(2, 2),
                utilisation,
                bins,
                0.6,
                100,
                3,
                true,
                List.of(),
                List.of(),
                ChangePoint.NONE);
    }
}
