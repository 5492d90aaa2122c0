package io.loadmark.streams.align;

import static io.loadmark.streams.flow.Outputs.bytes;
import static io.loadmark.streams.flow.Outputs.to;
import static io.loadmark.streams.flow.Outputs.withoutDeadLetters;

import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.GatheredRequests;
import io.loadmark.schema.InventoryRecord;
import io.loadmark.schema.LateRequests;
import io.loadmark.schema.LoadSample;
import io.loadmark.schema.RequestWindow;
import io.loadmark.schema.Usage;
import io.loadmark.schema.UsageList;
import io.loadmark.schema.Watermark;
import io.loadmark.streams.flow.AvroSerde;
import io.loadmark.streams.flow.Decode;
import io.loadmark.streams.flow.Routing;
import io.loadmark.streams.flow.StreamsSettings;
import io.loadmark.streams.flow.UpstreamWatermarks;
import io.loadmark.streams.flow.WindowKey;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Every layer of a physical host beside the requests of the instances that ran on it, in join windows.
 *
 * <pre>
 * inventory ──▶ [inventory-history] (all of it, in every process)
 *                        ┆ as of event time
 * requests ──▶ gather-requests [gathered-requests, last-windows] ──▶ (by host) ─┐
 * usage ──▶ route-usage ────────────────────────────────────────────────────────┼▶ align-host [host-usage, waiting-rows, load-rows]
 *                    └──▶ (of guests, by physical host) ──────────────────────────┘           ──▶ load-samples (by service)
 * </pre>
 *
 * @param partitions partitions of every topic involved
 */
public record AlignTopology(StreamsSettings settings, int partitions) implements Supplier<Topology> {
    static final String INVENTORY_HISTORY = "inventory-history";
    static final String GATHERED_REQUESTS = "gathered-requests";
    static final String LAST_WINDOWS = "last-windows";
    static final String REQUESTS_WATERMARK = "requests-watermark";
    static final String HOST_USAGE = "host-usage";
    static final String WAITING_ROWS = "waiting-rows";
    static final String LOAD_ROWS = "load-rows";
    static final String USAGE_WATERMARK = "usage-watermark";

    private static final String REPORTER = "streams-align";

    @Override
    public Topology get() {
        var builder = new StreamsBuilder();
        stores().forEach(builder::addStateStore);
        keepInventory(builder);
        aligned(byHost(gathered(requests(builder))), routed(usages(builder)))
                .to(Topic.LOAD_SAMPLES.topicName(), to(Topic.LOAD_SAMPLES));
        return builder.build();
    }

    private static void keepInventory(StreamsBuilder builder) {
        var history = Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(INVENTORY_HISTORY),
                        Serdes.String(),
                        AvroSerde.of(InventoryRecord.class))
                .withLoggingDisabled();
        builder.addGlobalStore(history, Topic.INVENTORY.topicName(), bytes(Topic.INVENTORY), InventoryHistory::new);
    }

    private static KStream<String, SpecificRecord> requests(StreamsBuilder builder) {
        var decoded = builder.stream(Topic.REQUESTS.topicName(), bytes(Topic.REQUESTS))
                .process(
                        () -> new Decode(REPORTER, List.of(RequestWindow.class, LateRequests.class, Watermark.class)),
                        Named.as("decode-requests"));
        return withoutDeadLetters("decode-requests", decoded);
    }

    private static KStream<String, SpecificRecord> usages(StreamsBuilder builder) {
        var decoded = builder.stream(Topic.USAGE.topicName(), bytes(Topic.USAGE))
                .process(() -> new Decode(REPORTER, List.of(Usage.class, Watermark.class)), Named.as("decode-usage"));
        return withoutDeadLetters("decode-usage", decoded);
    }

    private KStream<String, SpecificRecord> gathered(KStream<String, SpecificRecord> requests) {
        return requests.process(
                () -> new GatherRequests(settings),
                Named.as("gather-requests"),
                GATHERED_REQUESTS,
                LAST_WINDOWS,
                REQUESTS_WATERMARK);
    }

    private KStream<String, SpecificRecord> byHost(KStream<String, SpecificRecord> gathered) {
        return gathered.repartition(Repartitioned.<String, SpecificRecord>as("by-host")
                .withKeySerde(Serdes.String())
                .withValueSerde(AvroSerde.any(List.of(LoadSample.class)))
                .withNumberOfPartitions(partitions)
                .withStreamPartitioner(Routing.partitioner()));
    }

    /** Usage of physical hosts stays where it is; that of guests, and all watermarks, go to the physical hosts. */
    private KStream<String, SpecificRecord> routed(KStream<String, SpecificRecord> usages) {
        var routes = usages.process(() -> new RouteUsage(partitions), Named.as("route-usage"))
                .split(Named.as("usage-"))
                .branch(RouteUsage::isAtHome, Branched.as("at-home"))
                .defaultBranch(Branched.as("of-guests"));
        var ofGuests = Objects.requireNonNull(routes.get("usage-of-guests"))
                .repartition(Repartitioned.<String, SpecificRecord>as("usage-by-host")
                        .withKeySerde(Serdes.String())
                        .withValueSerde(AvroSerde.any(List.of(Usage.class, Watermark.class)))
                        .withNumberOfPartitions(partitions)
                        .withStreamPartitioner(Routing.partitioner()));
        return Objects.requireNonNull(routes.get("usage-at-home")).merge(ofGuests, Named.as("and-usage-of-guests"));
    }

    private KStream<String, SpecificRecord> aligned(
            KStream<String, SpecificRecord> requests, KStream<String, SpecificRecord> usages) {
        return requests.merge(usages, Named.as("and-usage"))
                .process(
                        () -> new AlignHost(settings),
                        Named.as("align-host"),
                        HOST_USAGE,
                        WAITING_ROWS,
                        LOAD_ROWS,
                        USAGE_WATERMARK);
    }

    private static List<StoreBuilder<?>> stores() {
        return List.of(
                byWindow(GATHERED_REQUESTS, GatheredRequests.class),
                LastWindows.store(LAST_WINDOWS),
                UpstreamWatermarks.store(REQUESTS_WATERMARK),
                byWindow(HOST_USAGE, UsageList.class),
                byWindow(WAITING_ROWS, LoadSample.class),
                byWindow(LOAD_ROWS, LoadSample.class),
                UpstreamWatermarks.store(USAGE_WATERMARK));
    }

    private static <V extends SpecificRecord> StoreBuilder<KeyValueStore<WindowKey, V>> byWindow(
            String name, Class<V> type) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), WindowKey.serde(), AvroSerde.of(type))
                .withCachingEnabled();
    }
}
