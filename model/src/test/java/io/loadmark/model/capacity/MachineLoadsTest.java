package io.loadmark.model.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.model.capacity.Capacity.Bottleneck;
import io.loadmark.model.capacity.Capacity.Limit;
import io.loadmark.model.capacity.Capacity.Reason.Code;
import io.loadmark.model.curve.Axis;
import io.loadmark.model.curve.LearnedWindow;
import io.loadmark.model.curve.Windows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;

/** Loads of the machine beside the CPU's, on the service of {@link Windows#ramp}: 10 to 70 requests per second, full at some 122. */
class MachineLoadsTest {
    private static final Sla SLA = Sla.parse("p99<=150ms");

    @Test
    void theInterfaceThatIsFullFirstBinds() {
        var random = new Random(1);
        var capacity = estimate(x -> Map.of(Axis.NETWORK_BUSY, 0.05 + 0.01 * x + 0.01 * random.nextGaussian()));
        assertThat(capacity.bottleneck()).isEqualTo(Bottleneck.NET);
        assertThat(capacity.qps()).isCloseTo(95, within(3.0));
        assertThat(capacity.low()).isLessThan(93);
        assertThat(capacity.limits()).extracting(Limit::what).containsExactly(Bottleneck.NET, Bottleneck.QUOTA);
        assertThat(capacity.limits().get(0).requestsPerSecond()).isCloseTo(95, within(3.0));
        assertThat(capacity.resourceBoundQps())
                .isEqualTo(capacity.limits().get(0).requestsPerSecond());
    }

    @Test
    void anInterfaceThatIsFullLaterIsALimitAndDoesNotBind() {
        var capacity = estimate(x -> Map.of(Axis.NETWORK_BUSY, 0.002 * x));
        assertThat(capacity.bottleneck()).isEqualTo(Bottleneck.QUOTA);
        assertThat(capacity.limits()).extracting(Limit::what).containsExactly(Bottleneck.QUOTA, Bottleneck.NET);
    }

    @Test
    void trafficWithoutAKnownLimitOrOfSomebodyElseClaimsNothing() {
        var random = new Random(2);
        assertThat(limits(x -> Map.of(Axis.NETWORK_BYTES, 1e6 * x))).containsExactly(Bottleneck.QUOTA);
        assertThat(limits(x -> Map.of(Axis.NETWORK_BUSY, 0.9 + 0.01 * random.nextGaussian())))
                .containsExactly(Bottleneck.QUOTA);
    }

    @Test
    void lostPacketsAreTold() {
        assertThat(reason(Code.PACKET_LOSS, x -> Map.of(Axis.PACKET_LOSS, x > 40 ? 0.023 : 0.0)))
                .singleElement()
                .asString()
                .startsWith("2.0 % of the machine's packets are lost");
        assertThat(reason(Code.PACKET_LOSS, x -> Map.of(Axis.PACKET_LOSS, 0.005)))
                .isEmpty();
    }

    @Test
    void whereNothingExplainsTheLatencyThePressureThatRoseIsToldAsEvidence() {
        assertThat(reason(Code.LATENCY_UNEXPLAINED, MachineLoadsTest::pressed)).isEmpty();
        var capacity = CapacityEstimator.estimate(Windows.learned(slow(windows(MachineLoadsTest::pressed))), SLA);
        assertThat(capacity.bottleneck()).isEqualTo(Bottleneck.UNKNOWN);
        assertThat(capacity.reasons())
                .filteredOn(reason -> reason.code() == Code.LATENCY_UNEXPLAINED)
                .singleElement()
                .satisfies(reason -> assertThat(reason.detail())
                        .endsWith("; memory pressure rises with the throughput, 0 → 11 % of the time"));
    }

    /** Memory pressure comes with the load; that on I/O is somebody else's. */
    private static Map<Axis, Double> pressed(double x) {
        return Map.of(
                Axis.MEMORY_PRESSURE,
                Math.max(0, 0.003 * (x - 25)),
                Axis.IO_PRESSURE,
                0.3,
                Axis.CPU_PRESSURE,
                0.001 * x / 70);
    }

    private static List<Bottleneck> limits(DoubleFunction<Map<Axis, Double>> axes) {
        return estimate(axes).limits().stream().map(Limit::what).toList();
    }

    private static List<String> reason(Code code, DoubleFunction<Map<Axis, Double>> axes) {
        return estimate(axes).reasons().stream()
                .filter(reason -> reason.code() == code)
                .map(Capacity.Reason::detail)
                .toList();
    }

    private static Capacity estimate(DoubleFunction<Map<Axis, Double>> axes) {
        return CapacityEstimator.estimate(Windows.learned(windows(axes)), SLA);
    }

    private static List<LearnedWindow> windows(DoubleFunction<Map<Axis, Double>> axes) {
        var windows = new ArrayList<LearnedWindow>();
        for (LearnedWindow w : Windows.ramp(1, 300)) {
            windows.add(Windows.with(w, axes.apply(w.requests()), Map.of()));
        }
        return windows;
    }

    /** Spans take ten times the CPU time: nine tenths are spent off the CPU. */
    private static List<LearnedWindow> slow(List<LearnedWindow> windows) {
        return windows.stream().map(w -> Windows.slowed(w, 10)).toList();
    }
}
