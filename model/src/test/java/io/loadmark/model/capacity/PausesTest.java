package io.loadmark.model.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.model.curve.Axis;
import io.loadmark.model.curve.AxisTotals;
import io.loadmark.model.curve.LoadBin;
import io.loadmark.model.sketch.LatencySketch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PausesTest {
    private static final double PER_REQUEST = 0.002;
    private static final double LIVE_AT_REST = 0.3;
    private static final double LIVE_PER_REQUEST = 0.004;

    @Test
    void theLawsOfRateLengthAndLiveHeapAreThoseSeen() {
        var pauses = Objects.requireNonNull(Pauses.of(bands(60)));
        assertThat(pauses.perRequest()).isCloseTo(PER_REQUEST, within(1e-6));
        assertThat(pauses.liveAtRest()).isCloseTo(LIVE_AT_REST, within(1e-6));
        assertThat(pauses.livePerRequest()).isCloseTo(LIVE_PER_REQUEST, within(1e-8));
        assertThat(pauses.seconds(0)).isCloseTo(0.01 + 0.1 * LIVE_AT_REST, within(1e-6));
        assertThat(pauses.perSecond(100)).isCloseTo(PER_REQUEST * 100 / (1 - 0.7), within(1e-4));
        assertThat(pauses.most()).as("a full heap").isCloseTo(0.7 / LIVE_PER_REQUEST, within(1e-3));
    }

    @Test
    void theHeapMayGrowFasterByAsMuchAsItsLineIsNotKnown() {
        var exact = Objects.requireNonNull(Pauses.of(bands(60), 150));
        assertThat(exact.livePerRequest()).isCloseTo(LIVE_PER_REQUEST, within(1e-6));
        var scattered = new ArrayList<LoadBin>();
        for (int i = 1; i <= 10; i++) scattered.add(band(10 * i + (i % 2 == 0 ? 5 : -5), 10 * i, 60));
        var likely = Objects.requireNonNull(Pauses.of(scattered));
        var steeper = Objects.requireNonNull(Pauses.of(scattered, 150));
        assertThat(steeper.livePerRequest()).isGreaterThan(1.02 * likely.livePerRequest());
        assertThat(steeper.perSecond(150)).isGreaterThan(likely.perSecond(150));
    }

    @Test
    void fewPausesTellNothing() {
        assertThat(Pauses.of(bands(1))).isNull();
        assertThat(Pauses.of(List.of())).isNull();
    }

    /** Ten bands of so many seconds each, from 10 to 100 requests per second. */
    private static List<LoadBin> bands(double seconds) {
        return IntStream.rangeClosed(1, 10).mapToObj(i -> band(10 * i, seconds)).toList();
    }

    private static LoadBin band(double x, double seconds) {
        return band(x, x, seconds);
    }

    /** With the heap of another throughput. */
    private static LoadBin band(double ofHeap, double x, double seconds) {
        double live = LIVE_AT_REST + LIVE_PER_REQUEST * ofHeap;
        double rate = PER_REQUEST * x / (1 - live);
        double paused = rate * (0.01 + 0.1 * live);
        var axes = AxisTotals.of(Map.of(Axis.HEAP_LIVE, live, Axis.GC_PAUSES, rate, Axis.GC_PAUSED, paused), seconds);
        return new LoadBin(0, seconds, x * seconds, seconds, 0.1, 0, 0, LatencySketch.empty(), axes);
    }
}
