package io.loadmark.model.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.model.history.LatencyBound.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LatencyBoundTest {
    private static final LoadLaw LAW = new LoadLaw(0, 0.01, 0);

    /** p99 of one server: 50 ms / (1 − load). */
    private static List<Point> queue(double from, double to) {
        var points = new ArrayList<Point>();
        for (double x = from; x <= to; x += 5) points.add(new Point(x, 50 / (1 - LAW.loadAt(x))));
        return points;
    }

    @Test
    void insideWhatWasSeenTheCrossingIsInterpolated() {
        var bound = LatencyBound.of(queue(10, 95), 200, LAW, 100);
        assertThat(bound.throughput()).isCloseTo(75, within(0.1));
        assertThat(bound.extrapolated()).isFalse();
        assertThat(bound.low()).isLessThan(75);
        assertThat(bound.high()).isGreaterThan(75);
    }

    @Test
    void beyondWhatWasSeenTheQueueIsContinuedAndSaidSo() {
        var bound = LatencyBound.of(queue(10, 50), 200, LAW, 100);
        assertThat(bound.throughput()).isCloseTo(75, within(0.5));
        assertThat(bound.extrapolated()).isTrue();
    }

    @Test
    void flatLatencyIsBoundByTheResource() {
        var bound = LatencyBound.of(List.of(new Point(10, 20), new Point(50, 20), new Point(60, 20)), 200, LAW, 100);
        assertThat(bound.throughput()).isEqualTo(100);
        assertThat(bound.extrapolated()).isTrue();
    }

    @Test
    void anObjectiveThatIsNeverMetGivesNothing() {
        assertThat(LatencyBound.of(queue(10, 95), 20, LAW, 100).throughput()).isZero();
    }

    @Test
    void aDipInTheMiddleIsSmoothed() {
        var points = new ArrayList<>(queue(10, 95));
        points.set(8, new Point(points.get(8).throughput(), 1_000));
        assertThat(LatencyBound.of(points, 400, LAW, 100).throughput()).isBetween(45.0, 95.0);
    }

    @Test
    void smoothedValuesNeverFall() {
        assertThat(Isotonic.increasing(new double[] {1, 3, 2, 2, 5, 4}))
                .containsExactly(1, 7 / 3., 7 / 3., 7 / 3., 4.5, 4.5);
        assertThat(Isotonic.increasing(new double[] {3, 2, 1})).containsExactly(2, 2, 2);
        assertThat(Isotonic.increasing(new double[0])).isEmpty();
    }

    @Test
    void theLeastResourceBindsAndLatencyBelowItsHalfIsUnexplained() {
        var cpu = Histories.learned(Histories.exact(new LoadLaw(0.02, 0.01, 0), 10, 0.05, 0.6));
        var disk = Histories.learned(Histories.exact(new LoadLaw(0.02, 0.002, 0), 10, 0.05, 0.6));
        var bound = HistoryCapacity.of(Map.of("cpu", cpu, "disk", disk), 1, List.of(), 0);
        assertThat(bound.bottleneck()).isEqualTo("cpu");
        assertThat(bound.throughput()).isCloseTo(98, within(4.0));
        assertThat(bound.resourceBounds()).containsOnlyKeys("cpu", "disk");
        var early = List.of(new Point(5, 10), new Point(20, 300), new Point(30, 600));
        assertThat(HistoryCapacity.of(Map.of("cpu", cpu), 1, early, 200).bottleneck())
                .isEqualTo("unknown");
        assertThat(HistoryCapacity.of(Map.of("cpu", cpu), 1, early, 5).bottleneck())
                .isEqualTo("service-time");
        assertThat(HistoryCapacity.of(Map.of("cpu", cpu), 1, queue(10, 95), 200).bottleneck())
                .isEqualTo("cpu");
    }
}
