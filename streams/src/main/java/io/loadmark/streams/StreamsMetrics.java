package io.loadmark.streams;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import java.util.stream.DoubleStream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.streams.KafkaStreams;

/** A few figures of each running topology, out of the many that Kafka Streams keeps. */
final class StreamsMetrics implements AutoCloseable {
    private static final AttributeKey<String> TOPOLOGY = AttributeKey.stringKey("loadmark.topology");

    private final Map<String, KafkaStreams> running = new ConcurrentHashMap<>();
    private final List<AutoCloseable> instruments;

    StreamsMetrics(OpenTelemetry telemetry) {
        Meter meter = telemetry.getMeter("io.loadmark.streams");
        instruments = List.of(
                meter.counterBuilder("loadmark.streams.records")
                        .setUnit("{record}")
                        .setDescription("Records processed since the start")
                        .buildWithCallback(to -> each(to, streams -> sum(streams, "process-total"))),
                meter.gaugeBuilder("loadmark.streams.lag")
                        .ofLongs()
                        .setUnit("{record}")
                        .setDescription("Largest distance of a read position from the end of its partition")
                        .buildWithCallback(to -> each(to, streams -> max(streams, "records-lag-max"))),
                meter.gaugeBuilder("loadmark.streams.threads.failed")
                        .ofLongs()
                        .setUnit("{thread}")
                        .setDescription("Threads that failed and were replaced since the start")
                        .buildWithCallback(to -> each(to, streams -> max(streams, "failed-stream-threads"))));
    }

    void watch(String topology, KafkaStreams streams) {
        running.put(topology, streams);
    }

    private void each(ObservableLongMeasurement to, ToLongFunction<KafkaStreams> figure) {
        running.forEach(
                (topology, streams) -> to.record(figure.applyAsLong(streams), Attributes.of(TOPOLOGY, topology)));
    }

    private static long sum(KafkaStreams streams, String name) {
        return Math.round(values(streams, name).sum());
    }

    private static long max(KafkaStreams streams, String name) {
        return Math.round(values(streams, name).max().orElse(0));
    }

    private static DoubleStream values(KafkaStreams streams, String name) {
        return streams.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals(name))
                .map(Metric::metricValue)
                .filter(Number.class::isInstance)
                .mapToDouble(value -> ((Number) value).doubleValue())
                .filter(Double::isFinite);
    }

    @Override
    public void close() throws Exception {
        for (var instrument : instruments) instrument.close();
    }
}
