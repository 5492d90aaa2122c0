package io.loadmark.model.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadmark.model.capacity.Capacity.Bottleneck;
import io.loadmark.model.capacity.Capacity.Limit;
import io.loadmark.model.capacity.Capacity.Point;
import io.loadmark.model.capacity.Capacity.Reason;
import io.loadmark.model.capacity.Capacity.Reason.Code;
import io.loadmark.model.capacity.ServiceCapacity.Part;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServiceCapacityTest {
    @Test
    void theInstanceThatReachesItsLimitFirstBindsTheService() {
        // a carries 100 of its quarter of the traffic, b 240 of three quarters: 100 / 0.25 = 400, 240 / 0.75 = 320
        var parts = new TreeMap<String, Part>();
        parts.put("a", new Part(capacity(100.0), 5));
        parts.put("b", new Part(capacity(240.0), 15));
        Capacity service = ServiceCapacity.of(parts);
        assertThat(service.qps()).isEqualTo(320);
        assertThat(service.low()).isEqualTo(288);
        assertThat(service.points()).containsExactly(new Point(160, 0.02));
        assertThat(service.limits()).as("120 / 0.25, 288 / 0.75").containsExactly(new Limit(Bottleneck.CPU, 384));
        assertThat(service.reasons()).extracting(Reason::detail).containsExactly("a: far", "b: far");
    }

    @Test
    void aDependencyKeepsItsNameAndEachOfThemItsLimit() {
        var parts = new TreeMap<String, Part>();
        parts.put("a", new Part(calling("payments", 50), 5));
        parts.put("b", new Part(calling("stock", 90), 5));
        Capacity service = ServiceCapacity.of(parts);
        assertThat(service.bottleneck()).isEqualTo(Bottleneck.DEPENDENCY);
        assertThat(service.peer()).isEqualTo("payments");
        assertThat(service.limits())
                .containsExactly(
                        new Limit(Bottleneck.DEPENDENCY, "payments", 100),
                        new Limit(Bottleneck.DEPENDENCY, "stock", 180));
    }

    private static Capacity calling(String peer, double qps) {
        return new Capacity(
                Sla.parse("p99<=80ms"),
                qps,
                qps,
                qps,
                Bottleneck.DEPENDENCY,
                peer,
                0.6,
                false,
                List.of(),
                qps,
                qps,
                List.of(new Limit(Bottleneck.DEPENDENCY, peer, qps)),
                List.of());
    }

    @Test
    void oneUnknownInstanceWithTrafficLeavesTheServiceUnknown() {
        var parts = new TreeMap<String, Part>();
        parts.put("a", new Part(capacity(100.0), 5));
        parts.put("b", new Part(capacity(null), 5));
        assertThat(ServiceCapacity.of(parts).isKnown()).isFalse();
        parts.put("b", new Part(capacity(null), 0));
        assertThat(ServiceCapacity.of(parts).qps()).isEqualTo(100);
    }

    @Test
    void aServiceHasInstancesAndOneSla() {
        assertThatThrownBy(() -> ServiceCapacity.of(new TreeMap<>())).isInstanceOf(IllegalArgumentException.class);
    }

    private static Capacity capacity(@Nullable Double qps) {
        return new Capacity(
                Sla.parse("p99<=80ms"),
                qps,
                qps == null ? null : 0.9 * qps,
                qps == null ? null : 1.1 * qps,
                Bottleneck.QUOTA,
                0.6,
                true,
                List.of(new Reason(Code.SLA_EXTRAPOLATED, "far")),
                qps,
                qps,
                qps == null ? List.of() : List.of(new Limit(Bottleneck.CPU, qps * 1.2)),
                qps == null ? List.of() : List.of(new Point(qps / 2, 0.02)));
    }
}
