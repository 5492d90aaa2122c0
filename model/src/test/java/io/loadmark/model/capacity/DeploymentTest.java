package io.loadmark.model.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.model.capacity.Capacity.Bottleneck;
import io.loadmark.model.capacity.ServiceCapacity.Part;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeploymentTest {
    @Test
    void theTrafficOfLostInstancesGoesToTheOthersInProportion() {
        // of 8, a has 4, b 3 and c 1; without a, b has three quarters: 120 / 0.75 = 160, and c 100 / 0.25 = 400
        var deployment = deployment(100.0, 120.0, 100.0);
        assertThat(deployment.capacity().qps()).isCloseTo(200, within(1e-9)); // a: 100 / 0.5
        assertThat(deployment.without(Set.of("a", "unknown")).capacity().qps()).isCloseTo(160, within(1e-9));
    }

    @Test
    void moreInstancesAreEachLikeTheWeakest() {
        var deployment = deployment(100.0, 120.0, 90.0);
        assertThat(deployment.of(6).capacity().qps()).isCloseTo(540, within(1e-9));
        assertThat(deployment.of(1).capacity().qps()).isCloseTo(90, within(1e-9));
    }

    @Test
    void whatOneInstanceCarriesMustBeKnown() {
        assertThat(deployment(100.0, null, 90.0).of(6).capacity().isKnown()).isFalse();
    }

    @Test
    void aServiceNeedsAnInstance() {
        var deployment = deployment(100.0, 120.0, 90.0);
        assertThatThrownBy(() -> deployment.without(Set.of("a", "b", "c"))).hasMessage("no instance would be left");
        assertThatThrownBy(() -> deployment.of(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Deployment deployment(@Nullable Double a, @Nullable Double b, @Nullable Double c) {
        var parts = new TreeMap<String, Part>();
        parts.put("a", new Part(capacity(a), 4));
        parts.put("b", new Part(capacity(b), 3));
        parts.put("c", new Part(capacity(c), 1));
        return new Deployment(parts);
    }

    private static Capacity capacity(@Nullable Double qps) {
        return new Capacity(
                Sla.parse("p99<=80ms"),
                qps,
                qps,
                qps,
                Bottleneck.CPU,
                0.6,
                false,
                List.of(),
                qps,
                qps,
                List.of(),
                List.of());
    }
}
