package io.loadmark.app.command;

import io.loadmark.runtime.topics.KafkaStart;
import io.loadmark.streams.StreamsProcess;
import io.loadmark.streams.flow.StreamsSettings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code loadmark streams}. */
@Command(
        name = "streams",
        description = "Run the Kafka Streams topologies: usage, requests, align, curves, transactions.")
final class StreamsCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions options = new CommonOptions();

    @Override
    public Integer call() throws Exception {
        try (var process = ServiceProcess.start("streams", options)) {
            var settings = process.section("streams", StreamsSettings.class);
            KafkaStart.prepare(process.kafka(), process.topics(), process.health());
            process.closing(new StreamsProcess(
                            settings,
                            process.tenant(),
                            process.kafka(),
                            process.topics(),
                            stateDirectory(settings, process),
                            process.health(),
                            process.openTelemetry()))
                    .start();
            return process.awaitEnd();
        }
    }

    private static Path stateDirectory(StreamsSettings settings, ServiceProcess process) {
        return settings.stateDir().isEmpty()
                ? process.dataDirectory().resolve("streams")
                : Path.of(settings.stateDir());
    }
}
