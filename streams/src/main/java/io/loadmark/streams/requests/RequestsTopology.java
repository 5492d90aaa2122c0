package io.loadmark.streams.requests;

import static io.loadmark.streams.flow.Outputs.bytes;
import static io.loadmark.streams.flow.Outputs.to;
import static io.loadmark.streams.flow.Outputs.withoutDeadLetters;

import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.CountSeries;
import io.loadmark.schema.ExactCount;
import io.loadmark.schema.InstanceTelemetry;
import io.loadmark.schema.LateRequests;
import io.loadmark.schema.PartialWindow;
import io.loadmark.schema.RequestWindowState;
import io.loadmark.schema.RuntimeInterval;
import io.loadmark.schema.RuntimeSeries;
import io.loadmark.schema.Sampling;
import io.loadmark.schema.SeenSpans;
import io.loadmark.schema.Watermark;
import io.loadmark.streams.flow.AvroSerde;
import io.loadmark.streams.flow.InputWatermark;
import io.loadmark.streams.flow.ReadProgress;
import io.loadmark.streams.flow.Routing;
import io.loadmark.streams.flow.StreamsSettings;
import io.loadmark.streams.flow.UpstreamWatermarks;
import io.loadmark.streams.flow.WindowKey;
import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Spans into one-second windows of each instance, with its calls and what its managed runtime tells.
 *
 * <pre>
 * otlp_spans ───┐                                              ┌─▶ dead-letters
 * otlp_metrics ─┴▶ combine-spans [partial-windows, seen-spans,─┤
 *                  count-series, runtime-series, read-positions]└─▶ (by instance) ─▶ merge-windows [request-windows,
 *                                 upstream-watermarks, exact-counts, calibrations, instance-telemetry] ─▶ requests
 * </pre>
 *
 * @param partitions partitions of every topic involved
 */
public record RequestsTopology(StreamsSettings settings, String tenant, int partitions, ReadProgress progress)
        implements Supplier<Topology> {
    public static final List<Topic> INPUTS = List.of(Topic.SPANS, Topic.METRICS);

    static final String READ_POSITIONS = "read-positions";
    static final String PARTIAL_WINDOWS = "partial-windows";
    static final String SEEN_SPANS = "seen-spans";
    static final String COUNT_SERIES = "count-series";
    static final String RUNTIME_SERIES = "runtime-series";
    static final String REQUEST_WINDOWS = "request-windows";
    static final String UPSTREAM_WATERMARKS = "upstream-watermarks";
    static final String EXACT_COUNTS = "exact-counts";
    static final String CALIBRATIONS = "calibrations";
    static final String INSTANCE_TELEMETRY = "instance-telemetry";

    @Override
    public Topology get() {
        var builder = new StreamsBuilder();
        stores().forEach(builder::addStateStore);
        var parts = withoutDeadLetters("combine-spans", combined(spansAndMetrics(builder)));
        merged(byInstance(parts)).to(Topic.REQUESTS.topicName(), to(Topic.REQUESTS));
        return builder.build();
    }

    private static KStream<String, byte[]> spansAndMetrics(StreamsBuilder builder) {
        return builder.stream(Topic.SPANS.topicName(), bytes(Topic.SPANS))
                .merge(builder.stream(Topic.METRICS.topicName(), bytes(Topic.METRICS)), Named.as("and-metrics"));
    }

    private KStream<String, SpecificRecord> combined(KStream<String, byte[]> input) {
        return input.process(
                () -> new CombineSpans(settings, tenant, partitions, progress),
                Named.as("combine-spans"),
                READ_POSITIONS,
                PARTIAL_WINDOWS,
                SEEN_SPANS,
                COUNT_SERIES,
                RUNTIME_SERIES);
    }

    private KStream<String, SpecificRecord> byInstance(KStream<String, SpecificRecord> parts) {
        return parts.repartition(Repartitioned.<String, SpecificRecord>as("by-instance")
                .withKeySerde(Serdes.String())
                .withValueSerde(AvroSerde.any(List.of(
                        PartialWindow.class,
                        ExactCount.class,
                        RuntimeInterval.class,
                        LateRequests.class,
                        Watermark.class)))
                .withNumberOfPartitions(partitions)
                .withStreamPartitioner(Routing.partitioner()));
    }

    private KStream<String, SpecificRecord> merged(KStream<String, SpecificRecord> parts) {
        return parts.process(
                () -> new MergeWindows(settings),
                Named.as("merge-windows"),
                REQUEST_WINDOWS,
                UPSTREAM_WATERMARKS,
                EXACT_COUNTS,
                CALIBRATIONS,
                INSTANCE_TELEMETRY);
    }

    private static List<StoreBuilder<?>> stores() {
        return List.of(
                InputWatermark.store(READ_POSITIONS),
                inMemory(PARTIAL_WINDOWS, WindowKey.serde(), PartialWindow.class),
                inMemory(SEEN_SPANS, WindowKey.serde(), SeenSpans.class),
                inMemory(COUNT_SERIES, Serdes.String(), CountSeries.class),
                inMemory(RUNTIME_SERIES, Serdes.String(), RuntimeSeries.class),
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(REQUEST_WINDOWS),
                                WindowKey.serde(),
                                AvroSerde.of(RequestWindowState.class))
                        .withCachingEnabled(),
                UpstreamWatermarks.store(UPSTREAM_WATERMARKS),
                inMemory(EXACT_COUNTS, WindowKey.serde(), ExactCount.class),
                inMemory(CALIBRATIONS, Serdes.String(), Sampling.class),
                inMemory(INSTANCE_TELEMETRY, Serdes.String(), InstanceTelemetry.class));
    }

    /** For what lives for about the grace time: kept in memory, restored from its changelog. */
    private static <K, V extends SpecificRecord> StoreBuilder<KeyValueStore<K, V>> inMemory(
            String name, Serde<K> keys, Class<V> type) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), keys, AvroSerde.of(type))
                .withCachingEnabled();
    }
}
