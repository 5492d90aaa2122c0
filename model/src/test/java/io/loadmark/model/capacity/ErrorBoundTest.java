package io.loadmark.model.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.model.capacity.Capacity.Bottleneck;
import io.loadmark.model.curve.AxisTotals;
import io.loadmark.model.curve.LearnedWindow;
import io.loadmark.model.curve.LoadBin;
import io.loadmark.model.curve.Windows;
import io.loadmark.model.sketch.LatencySketch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorBoundTest {
    private static final Sla ONE_PERCENT = Sla.parse("p99<=80ms,errors<=1%");

    @Test
    void theBoundLiesWhereTheRatioPassesTheAllowedOne() {
        var bound = ErrorBound.of(List.of(band(10, 0), band(20, 2), band(30, 5), band(40, 25)), ONE_PERCENT)
                .orElseThrow();
        assertThat(bound.low()).isCloseTo(30, within(1e-9));
        assertThat(bound.high()).isCloseTo(40, within(1e-9));
        // From 0.5 % at 30 to 2.5 % at 40.
        assertThat(bound.qps()).isCloseTo(32.5, within(1e-9));
    }

    @Test
    void aFailureAmongFewRequestsIsNoBound() {
        assertThat(ErrorBound.of(List.of(band(10, 0), band(20, 0, 50, 1)), ONE_PERCENT))
                .isEmpty();
        assertThat(ErrorBound.of(List.of(band(10, 0), band(20, 0, 50, 5)), ONE_PERCENT))
                .isPresent();
    }

    @Test
    void failuresThatHaveNothingToDoWithTheLoadBreakItAtAnyLoad() {
        var bound = ErrorBound.of(List.of(band(10, 30), band(20, 31), band(30, 29)), ONE_PERCENT)
                .orElseThrow();
        assertThat(bound.qps()).isZero();
        assertThat(bound.high()).isCloseTo(10, within(1e-9));
    }

    @Test
    void withoutAPromiseOrWithoutFailuresThereIsNone() {
        assertThat(ErrorBound.of(List.of(band(10, 500)), Sla.parse("p99<=80ms")))
                .isEmpty();
        assertThat(ErrorBound.of(List.of(band(10, 0), band(20, 9)), ONE_PERCENT))
                .isEmpty();
        assertThat(ErrorBound.of(List.of(), ONE_PERCENT)).isEmpty();
    }

    @Test
    void aServiceThatFailsBeforeItIsSlowCarriesWhatItServes() {
        var windows = new ArrayList<LearnedWindow>();
        for (LearnedWindow w : Windows.ramp(1, 60)) windows.add(w.requests() < 50 ? w : Windows.failing(w, 0.1));
        var curve = Windows.learned(windows);
        var byLatency = CapacityEstimator.estimate(curve, Sla.parse("p99<=80ms"));
        var capacity = CapacityEstimator.estimate(curve, ONE_PERCENT);
        assertThat(byLatency.qps()).isGreaterThan(70);
        assertThat(capacity.bottleneck()).isEqualTo(Bottleneck.ERRORS);
        assertThat(capacity.qps()).isBetween(40.0, 55.0);
        assertThat(capacity.low()).isLessThanOrEqualTo(capacity.qps());
        assertThat(capacity.high()).isGreaterThanOrEqualTo(capacity.qps());
        assertThat(capacity.extrapolated()).as("it was seen").isFalse();
    }

    /** A thousand requests. */
    private static LoadBin band(double requestsPerSecond, double errors) {
        return band(requestsPerSecond, 0, 1_000, errors);
    }

    private static LoadBin band(double requestsPerSecond, double cores, double requests, double errors) {
        double seconds = requests / requestsPerSecond;
        return new LoadBin(0, seconds, requests, seconds, cores, 0, errors, LatencySketch.empty(), AxisTotals.none());
    }
}
