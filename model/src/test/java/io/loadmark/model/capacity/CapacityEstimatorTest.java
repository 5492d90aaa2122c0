package io.loadmark.model.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.model.capacity.Capacity.Bottleneck;
import io.loadmark.model.capacity.Capacity.Reason.Code;
import io.loadmark.model.capacity.ServiceMachine.Scenario;
import io.loadmark.model.curve.LearnedWindow;
import io.loadmark.model.curve.LoadQpsCurve;
import io.loadmark.model.curve.Shape;
import io.loadmark.model.curve.Windows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapacityEstimatorTest {
    /** 0.5 cores a 100 ms, 4 ms a request with a lognormal spread of 0.6, base load of 10 millicores. */
    private static final LoadQpsCurve CURVE = Windows.learned(Windows.ramp(1, 60));

    @Test
    void boundsComeFromTheLawOfUtilisation() {
        Capacity capacity = CapacityEstimator.estimate(CURVE, Sla.parse("p99<=80ms"));
        assertThat(capacity.resourceBoundQps()).isCloseTo((0.5 - 0.01) / 0.004, within(4.0));
        assertThat(capacity.baselineQps()).isCloseTo((0.425 - 0.01) / 0.004, within(3.0));
        assertThat(capacity.qps()).isBetween(70.0, 120.0);
        assertThat(capacity.low()).isLessThan(capacity.qps());
        assertThat(capacity.high()).isGreaterThan(capacity.qps());
        assertThat(capacity.bottleneck()).isEqualTo(Bottleneck.QUOTA);
        assertThat(capacity.limits()).singleElement().satisfies(limit -> {
            assertThat(limit.what()).isEqualTo(Bottleneck.QUOTA);
            assertThat(limit.requestsPerSecond()).isEqualTo(capacity.resourceBoundQps());
        });
        assertThat(capacity.extrapolated()).isTrue();
        assertThat(codes(capacity)).containsExactly(Code.SLA_EXTRAPOLATED);
    }

    @Test
    void whatNeighboursTookIsTold() {
        var windows = Windows.ramp(1, 60).stream()
                .map(window -> Windows.stolen(window, window.cpuCores() / 9))
                .toList();
        Capacity capacity = CapacityEstimator.estimate(Windows.learned(windows), Sla.parse("p99<=80ms"));
        assertThat(capacity.reasons())
                .filteredOn(reason -> reason.code() == Code.NEIGHBOUR_STEAL)
                .singleElement()
                .satisfies(reason -> assertThat(reason.detail()).startsWith("neighbours took 10 % of the CPU time"));
    }

    @Test
    void theCapacityNeverFallsWhenTheSlaIsRelaxed() {
        double before = 0;
        for (int millis = 8; millis <= 400; millis += millis / 2) {
            double qps = qps(CURVE, Sla.parse("p99<=" + millis + "ms"));
            assertThat(qps).as("p99<=%d ms", millis).isGreaterThanOrEqualTo(before);
            before = qps;
        }
    }

    @Test
    void theSameCurveGivesTheSameCapacity() {
        var sla = Sla.parse("p99<=100ms");
        assertThat(CapacityEstimator.estimate(CURVE, sla)).isEqualTo(CapacityEstimator.estimate(CURVE, sla));
    }

    @Test
    void thePredictedLatencyRisesWithTheThroughput() {
        Capacity capacity = CapacityEstimator.estimate(CURVE, Sla.parse("p99<=80ms"));
        assertThat(capacity.points()).hasSizeGreaterThan(8);
        for (int i = 1; i < capacity.points().size(); i++) {
            var a = capacity.points().get(i - 1);
            var b = capacity.points().get(i);
            assertThat(b.requestsPerSecond()).isGreaterThan(a.requestsPerSecond());
            assertThat(b.latencySeconds()).isGreaterThan(0.95 * a.latencySeconds());
        }
    }

    @Test
    void tooLittleDataSaysWhatIsMissing() {
        Capacity capacity =
                CapacityEstimator.estimate(Windows.learned(Windows.ramp(1, 60).subList(0, 5)), Sla.parse("p99<=80ms"));
        assertThat(capacity.isKnown()).isFalse();
        assertThat(codes(capacity)).containsOnly(Code.INSUFFICIENT_DATA);
        assertThat(capacity.reasons()).anyMatch(r -> r.detail().equals("5 of 15 windows"));
        assertThat(capacity.reasons()).anyMatch(r -> r.detail().endsWith("of 300 requests"));
        assertThat(CapacityEstimator.estimate(LoadQpsCurve.initial(), Sla.parse("p99<=80ms"))
                        .isKnown())
                .isFalse();
    }

    @Test
    void loadThatDoesNotFollowTheThroughputGivesNoCapacity() {
        var random = new Random(1);
        var windows = new ArrayList<LearnedWindow>();
        for (int i = 0; i < 60; i++) {
            windows.add(Windows.at(i, 10 + i, 0.3 + 0.05 * random.nextGaussian()));
        }
        Capacity capacity = CapacityEstimator.estimate(Windows.learned(windows), Sla.parse("p99<=80ms"));
        assertThat(capacity.isKnown()).isFalse();
        assertThat(capacity.reasons()).anyMatch(r -> r.detail().startsWith("the load hardly follows the throughput"));
    }

    @Test
    void anSlaBelowTheServiceTimeHasNoCapacity() {
        Capacity capacity = CapacityEstimator.estimate(CURVE, Sla.parse("p99<=5ms"));
        assertThat(capacity.qps()).isZero();
        assertThat(capacity.bottleneck()).isEqualTo(Bottleneck.SERVICE_TIME);
    }

    @Test
    void withoutAQuotaTheEntitlementBindsAndIsFlagged() {
        Capacity capacity = CapacityEstimator.estimate(changed(null, true, 1), Sla.parse("p99<=80ms"));
        assertThat(capacity.bottleneck()).isEqualTo(Bottleneck.CPU);
        assertThat(codes(capacity)).contains(Code.ENTITLEMENT_NOT_GUARANTEED);
        assertThat(capacity.qps()).isLessThanOrEqualTo(capacity.resourceBoundQps());
    }

    @Test
    void unverifiedSamplingIsFlagged() {
        assertThat(codes(CapacityEstimator.estimate(changed(0.5, false, 1), Sla.parse("p99<=80ms"))))
                .contains(Code.SAMPLING_UNVERIFIED);
    }

    @Test
    void latencyThatTheCpuDoesNotExplainLeavesTheBottleneckUnknown() {
        // Spans take ten times the CPU time: nine tenths are spent off the CPU.
        Capacity capacity = CapacityEstimator.estimate(changed(0.5, true, 10), Sla.parse("p99<=400ms"));
        assertThat(capacity.bottleneck()).isEqualTo(Bottleneck.UNKNOWN);
        assertThat(codes(capacity)).contains(Code.LATENCY_UNEXPLAINED);
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 14})
    void theSlaHoldsBelowTheEstimateAndBreaksAboveIt(long seed) {
        var scenario = Scenario.random(seed);
        LoadQpsCurve curve = Observation.ofRamp(new ServiceMachine(scenario), scenario, 60);
        var sla = new Sla(0.99, Duration.ofNanos((long) (20e9 * scenario.mean())));
        double qps = qps(curve, sla);
        assertThat(longRunP99(scenario, 0.85 * qps)).isLessThan(sla.seconds());
        assertThat(longRunP99(scenario, 1.15 * qps)).isGreaterThan(sla.seconds());
    }

    private static double qps(LoadQpsCurve curve, Sla sla) {
        return Objects.requireNonNull(CapacityEstimator.estimate(curve, sla).qps());
    }

    private static double longRunP99(Scenario scenario, double rate) {
        var machine = new ServiceMachine(scenario);
        machine.ramp(20, 0.3 * scenario.saturation(), 0.3 * scenario.saturation());
        return machine.step(rate, 10_000)[9_899];
    }

    @Test
    void whatAnOverloadLeftBehindIsNoUnexplainedLatency() {
        var windows = new ArrayList<>(Windows.ramp(1, 60));
        for (LearnedWindow w : Windows.ramp(2, 40)) {
            var overload = Windows.of(60 + w.startMicros() / 1_000_000, 112, 0.46, w.latency(), 0.5, "1.0");
            windows.add(Windows.slowed(overload, 200));
        }
        Capacity capacity = CapacityEstimator.estimate(Windows.learned(windows), Sla.parse("p99<=80ms"));
        assertThat(codes(capacity)).doesNotContain(Code.LATENCY_UNEXPLAINED);
        assertThat(capacity.bottleneck()).isEqualTo(Bottleneck.QUOTA);
    }

    private static LoadQpsCurve changed(@Nullable Double quota, boolean verified, int slower) {
        List<LearnedWindow> windows = new ArrayList<>();
        for (LearnedWindow w : Windows.ramp(1, 60)) {
            windows.add(new LearnedWindow(
                    w.startMicros(),
                    1,
                    w.requests(),
                    0,
                    0,
                    0,
                    Windows.slowed(w, slower).latency(),
                    w.cpuCores(),
                    quota == null ? Shape.of(0.5, 2) : Shape.underQuota(quota, 100_000, 2),
                    null,
                    verified,
                    "1.0"));
        }
        return Windows.learned(windows);
    }

    private static List<Code> codes(Capacity capacity) {
        return capacity.reasons().stream().map(Capacity.Reason::code).toList();
    }
}
