package io.loadmark.app.command;

import io.loadmark.collector.Collector;
import io.loadmark.collector.CollectorConfig;
import io.loadmark.collector.otlp.OtlpConfig;
import io.loadmark.collector.otlp.OtlpReceiver;
import io.loadmark.runtime.topics.KafkaStart;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code loadmark collector}. */
@Command(name = "collector", description = "Sample this host and receive OTLP; publish both to Kafka.")
final class CollectorCommand implements Callable<Integer> {
    private static final Duration RETRY = Duration.ofSeconds(1);

    @Mixin
    private CommonOptions options = new CommonOptions();

    /** Samples from the first moment on; what Kafka can't take yet waits in the spool. */
    @Override
    public Integer call() throws Exception {
        try (var process = ServiceProcess.start("collector", options)) {
            var otlp = process.section("otlp", OtlpConfig.class);
            var collector = process.closing(new Collector(
                    process.tenant(),
                    process.section("collector", CollectorConfig.class),
                    process.kafka(),
                    process.dataDirectory(),
                    process.health(),
                    process.openTelemetry()));
            collector.start();
            var kafka = new KafkaStart(process.kafka(), process.health());
            while (!kafka.attempt(process.topics())) if (process.endsWithin(RETRY)) return 0;
            collector.connect();
            if (otlp.enabled()) {
                process.closing(new OtlpReceiver(
                                process.tenant(), otlp, process.kafka(), process.health(), process.openTelemetry()))
                        .start();
            }
            return process.awaitEnd();
        }
    }
}
