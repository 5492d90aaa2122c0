package io.loadmark.model.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadmark.model.capacity.Capacity.Bottleneck;
import java.util.List;
import org.junit.jupiter.api.Test;

class OtherSpeedTest {
    private static final Capacity HERE = new Capacity(
            Sla.parse("p99<=80ms"),
            100.0,
            90.0,
            120.0,
            Bottleneck.CPU,
            0.6,
            false,
            List.of(),
            150.0,
            125.0,
            List.of(),
            List.of());

    @Test
    void theIntervalHoldsTheSlowestAndTheFastestThatWasSeen() {
        var there = OtherSpeed.applied(new OtherSpeed(1.2, 1.25, 1.5), HERE);
        assertThat(there.qps()).isEqualTo(80);
        assertThat(there.low()).isEqualTo(60);
        assertThat(there.high()).isEqualTo(100);
        assertThat(there.resourceBoundQps()).isEqualTo(120);
        assertThat(there.extrapolated()).isTrue();
    }

    @Test
    void onAMachineOfTheSameKindNothingChanges() {
        assertThat(OtherSpeed.applied(OtherSpeed.SAME, HERE)).isSameAs(HERE);
    }

    @Test
    void anUnknownSpeedGivesNoCapacity() {
        assertThat(OtherSpeed.applied(null, HERE).isKnown()).isFalse();
    }

    @Test
    void speedsAreInOrderAndPositive() {
        assertThatThrownBy(() -> new OtherSpeed(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OtherSpeed(1, 3, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
