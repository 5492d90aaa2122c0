package io.loadmark.model.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.model.curve.LoadQpsCurve;
import io.loadmark.model.curve.Shape;
import io.loadmark.model.curve.Windows;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OtherSizeTest {
    private static final Sla SLA = Sla.parse("p99<=80ms");
    private static final LoadQpsCurve UNDER_QUOTA = Windows.learned(Windows.ramp(1, 60));
    /** Half a core's load on two free cores. */
    private static final LoadQpsCurve FREE = Windows.learned(
            Windows.ramp(1, 60).stream().map(w -> Windows.on(Shape.of(2, 2), w)).toList());

    private static double known(@Nullable Double figure) {
        return Objects.requireNonNull(figure);
    }

    @Test
    void moreCpusGiveFromNothingToTheirShare() {
        var today = CapacityEstimator.estimate(FREE, SLA);
        var then = OtherSize.estimate(FREE, SLA, 4);
        assertThat(known(then.low())).isLessThanOrEqualTo(known(today.low()));
        assertThat(known(then.qps())).isBetween(1.2 * known(today.qps()), 1.8 * known(today.qps()));
        assertThat(known(then.high())).isGreaterThan(1.7 * known(today.qps()));
        assertThat(then.extrapolated()).isTrue();
        // Base load of 10 millicores, 4 ms a request.
        assertThat(known(then.resourceBoundQps())).isCloseTo((4 - 0.01) / 0.004, within(40.0));
    }

    @Test
    void fewerCpusTakeTheirShare() {
        var today = CapacityEstimator.estimate(FREE, SLA);
        var then = OtherSize.estimate(FREE, SLA, 1);
        assertThat(known(then.qps())).isBetween(0.35 * known(today.qps()), 0.55 * known(today.qps()));
        assertThat(known(then.high())).isLessThan(known(today.qps()));
    }

    @Test
    void aQuotaBindsOnAnyMachine() {
        assertThat(OtherSize.estimate(UNDER_QUOTA, SLA, 64)).isEqualTo(CapacityEstimator.estimate(UNDER_QUOTA, SLA));
    }

    @Test
    void whatOthersLeaveBindsBelowTheEntitlement() {
        var today = CapacityEstimator.estimate(FREE, SLA);
        assertThat(OtherSize.limited(FREE, SLA, 2)).isEqualTo(today);
        assertThat(OtherSize.limited(FREE, SLA, 8)).isEqualTo(today);
        assertThat(known(OtherSize.limited(FREE, SLA, 1).qps()))
                .isBetween(0.35 * known(today.qps()), 0.55 * known(today.qps()));
        double entitlement = UNDER_QUOTA.shape().entitlementCores();
        assertThat(known(OtherSize.limited(UNDER_QUOTA, SLA, entitlement / 2).qps()))
                .as("then no quota stops it any more")
                .isLessThan(known(CapacityEstimator.estimate(UNDER_QUOTA, SLA).qps()));
    }

    @Test
    void whatIsNotKnownTodayIsNotKnownThen() {
        assertThat(OtherSize.estimate(LoadQpsCurve.initial(), SLA, 4).isKnown()).isFalse();
    }

    @Test
    void aMachineHasCpus() {
        assertThatThrownBy(() -> OtherSize.estimate(FREE, SLA, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
