package io.loadmark.app.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.model.capacity.Capacity;
import io.loadmark.model.capacity.Capacity.Bottleneck;
import io.loadmark.model.capacity.Deployment;
import io.loadmark.model.capacity.ServiceCapacity.Part;
import io.loadmark.model.capacity.Sla;
import io.loadmark.runtime.config.ConfigException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeTest {
    private static final Map<String, String> HOSTS = Map.of("a", "host-1", "b", "host-2", "c", "host-2");

    @ParameterizedTest
    @CsvSource({"+40%, 1.4", "40 %, 1.4", "-12.5%, 0.875", "+0%, 1"})
    void trafficIsGivenInPercent(String text, double factor) {
        assertThat(Change.factor("--traffic", text)).isCloseTo(factor, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "40", "x1.4", "+40%%", "-100%", "-1000%", "+4e2%"})
    void whatIsNoTrafficIsRefused(String text) {
        assertThatThrownBy(() -> Change.factor("--traffic", text))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--traffic ");
    }

    @Test
    void firstTheHostIsLostThenTheInstancesAreCounted() {
        // without host-2 only a is left, which carries 100
        var change = new Change(1, null, null, 4, Set.of("host-2"));
        assertThat(change.applyTo(today(), HOSTS).capacity().qps()).isCloseTo(400, within(1e-9));
    }

    @Test
    void aHostThatRunsNothingIsNamedBesideThoseThatDo() {
        assertThatThrownBy(() -> new Change(1, null, null, null, Set.of("host-9")).applyTo(today(), HOSTS))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no instance was seen on host-9, but on")
                .hasMessageContaining("host-2");
    }

    @Test
    void theLastHostCannotBeLost() {
        assertThatThrownBy(() -> new Change(1, null, null, null, Set.of("host-1", "host-2")).applyTo(today(), HOSTS))
                .isInstanceOf(ConfigException.class)
                .hasMessage("what-if: no instance would be left");
    }

    @Test
    void whatIsFarFromAnythingSeenAsksForALoadTest() {
        assertThat(new Change(1.6, null, null, null, Set.of()).notes()).anyMatch(note -> note.contains("load test"));
        assertThat(new Change(1.4, null, null, null, Set.of()).notes()).noneMatch(note -> note.contains("load test"));
    }

    @Test
    void machinesOfNoSizeAreRefused() {
        assertThatThrownBy(() -> new Change(1, 0, null, null, Set.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--vcpus must be in 1..4096, was 0");
    }

    private static Deployment today() {
        var parts = new TreeMap<String, Part>();
        parts.put("a", new Part(capacity(100), 2));
        parts.put("b", new Part(capacity(90), 1));
        parts.put("c", new Part(capacity(80), 1));
        return new Deployment(parts);
    }

    private static Capacity capacity(double qps) {
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
