package io.loadmark.app.integration;

import static io.loadmark.app.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.runtime.health.Health;
import io.loadmark.streams.StreamsProcess;
import io.loadmark.streams.flow.StreamsSettings;
import io.opentelemetry.api.OpenTelemetry;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The number of partitions decides who works on what, not what comes out. */
class PartitionsTest {
    private static final int SECONDS = 24;
    private static final int JOIN_WINDOW = 2;
    private static final int INSTANCES = 4;
    private static final int WINDOWS = INSTANCES * SECONDS / JOIN_WINDOW;

    @Test
    void theSameInputGivesTheSameSamplesAndCurvesWithOneThreeAndEightPartitions(@TempDir Path directory)
            throws Exception {
        var recording = new Recording(Recording.ahead(), SECONDS);
        var one = results(recording, 1, directory.resolve("one"));
        assertThat(one.firstFinal().values()).allSatisfy(sample -> {
            assertThat(sample.getHost()).isNotNull();
            assertThat(sample.getCgroup()).isNotNull();
        });
        assertThat(one.firstFinal().values()).anySatisfy(sample -> {
            assertThat(sample.getCallSeconds()).isPositive();
            assertThat(sample.getRuntime()).isNotNull();
        });
        assertThat(one.newest()).hasSize(INSTANCES);
        assertThat(one.newest().values())
                .allSatisfy(curve -> assertThat(curve.getTooLate()).isZero());
        results(recording, 3, directory.resolve("three")).areAsIn(one);
        results(recording, 8, directory.resolve("eight")).areAsIn(one);
    }

    private static Results results(Recording recording, int partitions, Path directory) throws Exception {
        try (var stores = new Stores(directory, partitions)) {
            recording.feed(stores, 0, recording.end());
            var settings = stores.configuration().section("streams", StreamsSettings.class);
            try (var streams = new StreamsProcess(
                            settings,
                            "default",
                            stores.kafka(),
                            stores.topics(),
                            stores.directory().streams(),
                            new Health(),
                            OpenTelemetry.noop());
                    var results = new Results(stores.kafka(), partitions)) {
                streams.start();
                return await("all windows")
                        .until(results::read, read -> read.samples() >= WINDOWS && read.taken() >= WINDOWS);
            }
        }
    }
}
