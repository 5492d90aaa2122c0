package io.loadmark.streams.requests;

import static io.loadmark.streams.TopologyHarness.TENANT;
import static io.loadmark.streams.TopologyHarness.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.DeadLetter;
import io.loadmark.schema.RequestWindow;
import io.loadmark.schema.RuntimeLoad;
import io.loadmark.streams.TopologyHarness;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a managed runtime tells, in the windows of its instance. Grace is 10 s. */
class RuntimeTest {
    private static final Offset<Double> ROUNDING = within(1e-9);
    private TopologyHarness topology;

    @BeforeEach
    void start(@TempDir Path stateDir) {
        topology =
                new TopologyHarness(progress -> new RequestsTopology(settings(), TENANT, 1, progress).get(), stateDir);
    }

    @AfterEach
    void stop() {
        topology.close();
    }

    @Test
    void pausesAreSpreadEvenlyOverTheIntervalBetweenTwoMetrics() {
        told(Runtimes.of("a", 10).paused(0, 40, 2).heap(190, 400));
        told(Runtimes.of("a", 20).paused(0, 60, 3).heap(290, 400));
        requestsIn(5, 15);
        topology.readToEnd(40);

        var windows = runtimes();
        isAbout(windows.get(5L), 0.2, 4, 0.5);
        isAbout(windows.get(15L), 0.1, 2, 0.75);
    }

    @Test
    void aWindowThatIsFinalBeforeItsMetricsComeShowsTheIntervalBefore() {
        told(Runtimes.of("a", 60).paused(0, 60, 6).heap(90, 200));
        told(Runtimes.of("a", 120).paused(0, 180, 12).heap(40, 200));
        requestsIn(30, 70, 108, 110, 125);
        topology.readToEnd(200);

        var windows = runtimes();
        assertThat(windows.get(30L)).isNull();
        isAbout(windows.get(70L), 0.1, 1, 0.5);
        isAbout(windows.get(108L), 0.1, 1, 0.5);
        isAbout(windows.get(110L), 0.1, 2, 0.25); // closes after the metrics have come
        isAbout(windows.get(125L), 0.1, 2, 0.25);
    }

    @Test
    void anIntervalIsCarriedOnForAsLongAsItLastedAndTheGrace() {
        told(Runtimes.of("a", 10).paused(0, 10, 1).heap(90, 200));
        requestsIn(28, 29, 30);
        topology.readToEnd(60);

        var windows = runtimes();
        assertThat(windows.get(28L)).isNotNull();
        assertThat(windows.get(29L)).isNotNull();
        assertThat(windows.get(30L)).isNull();
    }

    @Test
    void aRestartCountsFromItsOwnStartAndGivesNoNegativeRate() {
        told(Runtimes.of("a", 10).paused(0, 40, 2));
        told(Runtimes.of("a", 20).paused(15, 5, 0.5));
        requestsIn(12, 17);
        topology.readToEnd(40);

        var windows = runtimes();
        isAbout(windows.get(12L), 0.2, 4, null);
        isAbout(windows.get(17L), 0.1, 1, null);
    }

    @Test
    void whoTellsDifferencesTellsNothingOfAnIntervalWithoutPauses() {
        told(Runtimes.of("a", 10).pausedSince(0, 10, 1).heap(90, 200));
        told(Runtimes.of("a", 20).heap(90, 200));
        told(Runtimes.of("a", 30).pausedSince(20, 20, 1).heap(90, 200));
        told(Runtimes.of("a", 30).pausedSince(20, 20, 1).heap(90, 200)); // sent again
        requestsIn(5, 15, 25);
        topology.readToEnd(60);

        var windows = runtimes();
        isAbout(windows.get(5L), 0.1, 1, 0.5);
        isAbout(windows.get(15L), 0, 0, 0.5);
        isAbout(windows.get(25L), 0.1, 2, 0.5);
    }

    @Test
    void theFirstCollectionCountsSinceTheMetricsBefore() {
        told(Runtimes.of("a", 300).heap(0, 200));
        told(Runtimes.of("a", 310).paused(0, 1, 0.5).heap(0, 200));
        requestsIn(305);
        topology.readToEnd(400);

        // The old generation has never been collected: what lives in it is not known.
        isAbout(runtimes().get(305L), 0.05, 0.1, null);
    }

    @Test
    void aServiceWithoutARuntimeHasNone() {
        told(Runtimes.of("b", 10).paused(0, 10, 1));
        requestsIn(5);
        topology.readToEnd(40);

        assertThat(runtimes()).containsOnlyKeys(5L).containsValue(null);
    }

    @Test
    void metricsFromTheFutureGoToTheDeadLettersAndAreNotUsed() {
        topology.store(
                Topic.METRICS, "a", Runtimes.of("a", 3600).paused(0, 10, 1).bytes(), 10);
        told(Runtimes.of("a", 20).paused(0, 10, 1));
        requestsIn(15);
        topology.readToEnd(60);

        isAbout(runtimes().get(15L), 0.05, 0.5, null);
        assertThat(topology.written(Topic.DEAD_LETTERS, DeadLetter.class))
                .singleElement()
                .satisfies(d -> assertThat(d.getCause()).startsWith("1 points").contains("NTP"));
    }

    private void told(Runtimes runtime) {
        topology.store(Topic.METRICS, "a", runtime.bytes(), runtime.at());
    }

    private void requestsIn(int... seconds) {
        for (int second : seconds) {
            topology.store(
                    Topic.SPANS,
                    "a",
                    Spans.of("a").served(second, second + 0.1, second + 0.2).bytes(),
                    second + 1);
        }
    }

    private static void isAbout(@Nullable RuntimeLoad told, double paused, double pauses, @Nullable Double heap) {
        var load = Objects.requireNonNull(told);
        assertThat(load.getGcPausedRatio()).isCloseTo(paused, ROUNDING);
        assertThat(load.getGcPausesPerSecond()).isCloseTo(pauses, ROUNDING);
        assertThat(load.getHeapLiveRatio()).isEqualTo(heap);
    }

    /** The final windows since the last call, by the second in which they start. */
    private Map<Long, @Nullable RuntimeLoad> runtimes() {
        var found = new TreeMap<Long, @Nullable RuntimeLoad>();
        for (var window : topology.written(Topic.REQUESTS, RequestWindow.class)) {
            if (window.getRevision() < 0) continue;
            long second = (window.getStartMicros() - TopologyHarness.micros(0)) / 1_000_000;
            found.put(second, window.getRuntime());
        }
        return found;
    }
}
