package io.loadmark.model.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.model.capacity.Capacity.Bottleneck;
import io.loadmark.model.curve.Axis;
import io.loadmark.model.curve.AxisTotals;
import io.loadmark.model.curve.LoadBin;
import io.loadmark.model.curve.PeerSeconds;
import io.loadmark.model.sketch.LatencySketch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Bands from 10 to 60 requests per second; `payments` has one place of 10 ms, and is full at 100. */
class DependencyTest {
    private static final double SERVICE = 0.01;
    private static final double MOST = 100;
    private static final int MOST_BY_CHANCE = 5;

    private static double queue(double x) {
        return SERVICE * (1 + Waiting.meanWait(1, x / MOST, Waiting.USUAL_VARIATION));
    }

    @Test
    void theOneThatMakesRequestsWaitIsNamed() {
        var bins = bins(x -> 0.05, DependencyTest::queue, x -> 0.05 + queue(x));
        var found = Objects.requireNonNull(Dependency.of(List.of("stock", "payments"), bins));
        assertThat(found.what()).isEqualTo(Bottleneck.DEPENDENCY);
        assertThat(found.peer()).isEqualTo("payments");
        assertThat(found.most()).isCloseTo(MOST, Percentage.withPercentage(10));
    }

    @Test
    void ofSeveralTheOneThatGrowsMostIsNamed() {
        DoubleUnaryOperator slower = x -> 3 * queue(x / 2);
        var bins = bins(slower, DependencyTest::queue, x -> slower.applyAsDouble(x) + queue(x));
        assertThat(Objects.requireNonNull(Dependency.of(List.of("stock", "payments"), bins))
                        .peer())
                .isEqualTo("payments");
    }

    @Test
    void callsBesideLongerOnesKeepNobodyWaiting() {
        var bins = bins(x -> 0.05, DependencyTest::queue, x -> 0.05);
        assertThat(Dependency.of(List.of("stock", "payments"), bins)).isNull();
    }

    @Test
    void whereCallsAreNotToldApartNobodyIsNamed() {
        var found = Objects.requireNonNull(Dependency.of(List.of(), bins(x -> 0, x -> 0, DependencyTest::queue)));
        assertThat(found.peer()).isNull();
        assertThat(found.most()).isCloseTo(MOST, Percentage.withPercentage(10));
    }

    @Test
    void callsThatDoNotGrowBindNobody() {
        assertThat(Dependency.of(List.of("stock", "payments"), bins(x -> 0.05, x -> 0.01, x -> 0.06)))
                .isNull();
    }

    /** Eight services whose calls take the same at any load, but for chance. */
    @Test
    void chanceMakesNoQueueOfManyServices() {
        var names = IntStream.range(0, 8).mapToObj(i -> "peer-" + i).toList();
        long named = LongStream.range(0, 100)
                .filter(seed -> Dependency.of(names, noisy(new Random(seed))) != null)
                .count();
        assertThat(named).isLessThanOrEqualTo(MOST_BY_CHANCE);
    }

    private static List<LoadBin> noisy(Random random) {
        return IntStream.rangeClosed(1, 12)
                .mapToObj(i -> {
                    double requests = 500.0 * i;
                    double[] seconds = new double[9];
                    for (int k = 1; k < 9; k++) {
                        seconds[k] = requests * 0.01 * (1 + random.nextGaussian() / Math.sqrt(requests));
                    }
                    double all = Arrays.stream(seconds).sum() / requests;
                    var axes = AxisTotals.of(Map.of(Axis.CALLS_IN_FLIGHT, 5.0 * i * all), 100);
                    var calls = PeerSeconds.of(seconds);
                    return new LoadBin(i, 100, requests, 100, 1, 0, 0, LatencySketch.empty(), axes, calls);
                })
                .toList();
    }

    /** Of so many seconds of a request in calls to the first peer, to the second, and in calls at all, at a throughput. */
    private static List<LoadBin> bins(DoubleUnaryOperator first, DoubleUnaryOperator second, DoubleUnaryOperator all) {
        return IntStream.rangeClosed(1, 12)
                .mapToObj(i -> {
                    double x = 5.0 * i;
                    double requests = 100 * x;
                    var axes = AxisTotals.of(Map.of(Axis.CALLS_IN_FLIGHT, x * all.applyAsDouble(x)), 100);
                    var calls =
                            PeerSeconds.of(0, requests * first.applyAsDouble(x), requests * second.applyAsDouble(x));
                    return new LoadBin(i, 100, requests, 100, 1, 0, 0, LatencySketch.empty(), axes, calls);
                })
                .toList();
    }
}
