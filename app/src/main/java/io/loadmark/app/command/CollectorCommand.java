package io.loadmark.app.command;

import io.loadmark.collector.Collector;
import io.loadmark.collector.CollectorConfig;
import io.loadmark.collector.otlp.OtlpConfig;
import io.loadmark.collector.otlp.OtlpReceiver;
import io.loadmark.runtime.topics.KafkaStart;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code loadmark collector}. */
@Command(name = "collector", description = "Sample this host and receive OTLP; publish both to Kafka.")
final class CollectorCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions options = new CommonOptions();

    @Override
    public Integer call() throws Exception {
        try (var process = ServiceProcess.start("collector", options)) {
            var otlp = process.section("otlp", OtlpConfig.class);
            var collector = process.section("collector", CollectorConfig.class);
            KafkaStart.prepare(process.kafka(), process.topics(), process.health());
            if (otlp.enabled()) {
                process.closing(new OtlpReceiver(
                                process.tenant(), otlp, process.kafka(), process.health(), process.openTelemetry()))
                        .start();
            }
            process.closing(new Collector(
                            process.tenant(), collector, process.kafka(), process.health(), process.openTelemetry()))
                    .start();
            return process.awaitEnd();
        }
    }
}
