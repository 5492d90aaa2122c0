package io.loadmark.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.streams.flow.ReadProgress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The shape of each topology, as a released version runs it. Where a change is meant, the state of running processes no
 * longer fits: rename what changed, say in the changelog what to do, and renew the expectation with what the failure shows.
 */
class TopologyDescriptionTest {
    @ParameterizedTest
    @ValueSource(strings = {"usage", "requests", "align", "curves", "transactions"})
    void theShapeIsTheReleasedOne(String name) throws IOException {
        var topology = StreamsProcess.topology(
                name, TopologyHarness.settings(), "acme", 4, (partition, offset) -> ReadProgress.UNKNOWN);

        assertThat(topology.describe().toString().strip()).isEqualTo(expected(name));
    }

    private static String expected(String name) throws IOException {
        try (var in = TopologyDescriptionTest.class.getResourceAsStream(name + ".topology.txt")) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
