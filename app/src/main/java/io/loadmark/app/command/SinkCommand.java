package io.loadmark.app.command;

import io.loadmark.runtime.config.ClickHouseConfig;
import io.loadmark.runtime.topics.KafkaStart;
import io.loadmark.sink.Sink;
import io.loadmark.sink.delivery.SinkConfig;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code loadmark sink}. */
@Command(name = "sink", description = "Write what is in Kafka to ClickHouse, effectively once.")
final class SinkCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions options = new CommonOptions();

    @Override
    public Integer call() throws Exception {
        try (var process = ServiceProcess.start("sink", options)) {
            var sink = process.closing(new Sink(
                    process.tenant(),
                    process.section("sink", SinkConfig.class),
                    process.kafka(),
                    process.section("clickhouse", ClickHouseConfig.class),
                    process.health(),
                    process.openTelemetry()));
            KafkaStart.prepare(process.kafka(), process.topics(), process.health());
            sink.start();
            return process.awaitEnd();
        }
    }
}
