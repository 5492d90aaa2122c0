package io.loadmark.bench.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.loadmark.bench.simulation.Scenario.Kind;
import io.loadmark.model.capacity.Capacity;
import io.loadmark.model.capacity.CapacityEstimator;
import io.loadmark.model.capacity.Sla;
import io.loadmark.schema.LoadQpsCurve;
import io.loadmark.schema.LoadSample;
import io.loadmark.schema.PeerCalls;
import io.loadmark.streams.curves.Curves;
import io.loadmark.streams.curves.Learning;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A simulated service that exports spans and metrics, through the topologies: what binds it is named. */
class LiveTelemetryTest {
    private static final long SEED = 10_000;

    @ParameterizedTest
    @CsvSource({"DEPENDENCY, 10", "MEMORY, 60"})
    void whatBindsIsNamedFromWhatTheServiceSends(Kind kind, double metricSeconds, @TempDir Path directory) {
        var scenario = Scenario.random(kind, SEED);
        try (var pipeline = new Pipeline(directory, metricSeconds)) {
            var expected = pipeline.run(scenario);
            assertMeansTheSame(pipeline.samples(), expected);
            var sla = Truth.of(scenario).sla();
            var capacity = capacity(pipeline.curve(), sla);
            assertThat(capacity.bottleneck().name()).isEqualTo(kind.name());
            assertThat(capacity.peer()).isEqualTo(kind == Kind.DEPENDENCY ? Observation.PEER : null);
            assertThat(capacity(withoutTelemetry(pipeline.samples()), sla)
                            .bottleneck()
                            .name())
                    .isNotEqualTo(kind.name());
        }
    }

    private static Capacity capacity(LoadQpsCurve curve, Sla sla) {
        return CapacityEstimator.estimate(Curves.toModel(curve), sla);
    }

    private static LoadQpsCurve withoutTelemetry(List<LoadSample> samples) {
        LoadQpsCurve curve = null;
        for (var sample : samples) {
            var silent = LoadSample.newBuilder(sample)
                    .setCallSeconds(null)
                    .setPeers(List.of())
                    .setRuntime(null)
                    .build();
            curve = Learning.learn(curve, silent, Observation.WARM_UP_MICROS);
        }
        return Objects.requireNonNull(curve);
    }

    /** The simulator fills load samples by itself as well. */
    private static void assertMeansTheSame(List<LoadSample> seen, List<LoadSample> expected) {
        assertThat(seen).hasSameSizeAs(expected);
        var pauses = new double[2];
        var paused = new double[2];
        for (int i = 0; i < seen.size(); i++) {
            var sample = seen.get(i);
            var other = expected.get(i);
            assertThat(sample.getRevision()).isZero();
            assertThat(sample.getCounts().getSpans())
                    .isEqualTo(other.getCounts().getSpans());
            if (other.getCallSeconds() == null)
                assertThat(sample.getCallSeconds()).isNull();
            else assertThat(sample.getCallSeconds()).isCloseTo(other.getCallSeconds(), within(1e-3));
            assertThat(sample.getPeers())
                    .extracting(PeerCalls::getPeer, PeerCalls::getCalls)
                    .isEqualTo(other.getPeers().stream()
                            .map(peer -> tuple(peer.getPeer(), peer.getCalls()))
                            .toList());
            if (sample.getRuntime() == null) continue;
            var runtime = Objects.requireNonNull(other.getRuntime());
            pauses[0] += sample.getRuntime().getGcPausesPerSecond();
            pauses[1] += runtime.getGcPausesPerSecond();
            paused[0] += sample.getRuntime().getGcPausedRatio();
            paused[1] += runtime.getGcPausedRatio();
        }
        assertThat(pauses[0]).isPositive().isCloseTo(pauses[1], withinPercentage(5));
        assertThat(paused[0]).isPositive().isCloseTo(paused[1], withinPercentage(5));
    }
}
