package io.loadmark.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.collector.identity.HostClock;
import io.loadmark.collector.kernel.KernelFiles;
import io.loadmark.runtime.health.Health;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplerTest {
    private static final Sampler.Pace FAST = new Sampler.Pace(Duration.ofMillis(100), Duration.ofMillis(100));
    private static final int ROUNDS = 5;

    private final Health health = new Health();
    private final InMemoryMetricReader metrics = InMemoryMetricReader.create();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setMeterProvider(
                    SdkMeterProvider.builder().registerMetricReader(metrics).build())
            .build();

    private record Counting(String name, CountDownLatch rounds) implements Source {
        Counting(String name) {
            this(name, new CountDownLatch(ROUNDS));
        }

        @Override
        public Round read(SampleSink sink) {
            rounds.countDown();
            return new Round(1, 0, 0);
        }
    }

    private record Blocked(Path fifo) implements Source {
        @Override
        public String name() {
            return "blocked";
        }

        @Override
        public Round read(SampleSink sink) throws IOException {
            new KernelFiles().read(fifo);
            return new Round(0, 0, 0);
        }
    }

    private record Failing() implements Source {
        @Override
        public String name() {
            return "failing";
        }

        @Override
        public Round read(SampleSink sink) throws IOException {
            throw new IOException("no such thing");
        }
    }

    private Sampler sampler(Source... sources) {
        return new Sampler(
                List.of(sources),
                (topic, key, value) -> {},
                FAST,
                HostClock.system(),
                new CollectorMetrics(telemetry),
                health);
    }

    @Test
    void aSourceThatHangsInAFifoDelaysNoOther(@TempDir Path directory) throws Exception {
        var fifo = directory.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        var other = new Counting("other");
        try (var sampler = sampler(new Blocked(fifo), other)) {
            sampler.start();
            await("rounds of the other").until(() -> other.rounds().getCount() == 0);
            await("a tick that found it still busy").until(() -> "still reading since an earlier tick"
                    .equals(health.components().get("collector-blocked")));
            assertThat(counted("loadmark.collector.ticks.skipped", "blocked")).isPositive();
            // A writer that comes and goes ends the read.
            Files.writeString(fifo, "");
        }
    }

    @Test
    void aSourceThatFailsIsTriedAgainAndDelaysNoOther() throws Exception {
        var other = new Counting("other");
        try (var sampler = sampler(new Failing(), other)) {
            sampler.start();
            await("failed rounds").until(() -> counted("loadmark.collector.rounds.failed", "failing") >= ROUNDS);
            await("its reason").until(() -> health.components()
                    .getOrDefault("collector-failing", "")
                    .contains("no such thing"));
            await("rounds of the other").until(() -> counted("loadmark.collector.samples", "other") >= ROUNDS);
        }
    }

    private static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(Duration.ofMinutes(5)).dontCatchUncaughtExceptions();
    }

    private long counted(String metric, String source) {
        return metrics.collectAllMetrics().stream()
                .filter(data -> data.getName().equals(metric))
                .flatMap(data -> data.getLongSumData().getPoints().stream())
                .filter(point -> point.getAttributes().asMap().containsValue(source))
                .mapToLong(LongPointData::getValue)
                .sum();
    }
}
