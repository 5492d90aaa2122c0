package io.loadmark.streams.transactions;

import static io.loadmark.streams.flow.Outputs.bytes;
import static io.loadmark.streams.flow.Outputs.to;

import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.CountSeries;
import io.loadmark.schema.TraceSpans;
import io.loadmark.schema.TraceState;
import io.loadmark.schema.Watermark;
import io.loadmark.streams.flow.AvroSerde;
import io.loadmark.streams.flow.InputWatermark;
import io.loadmark.streams.flow.ReadProgress;
import io.loadmark.streams.flow.Routing;
import io.loadmark.streams.flow.StreamsSettings;
import io.loadmark.streams.flow.TransactionRule;
import io.loadmark.streams.flow.UpstreamWatermarks;
import io.loadmark.streams.flow.WindowKey;
import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Spans into declared business transactions and what each asks of every service.
 *
 * <pre>
 * otlp_spans ──▶ sample-traces [read-positions] ──▶ (by trace) ──▶ gather-traces [traces, due-traces,
 *                                                                  upstream-watermarks] ──▶ transactions
 * otlp_metrics ──▶ count-transactions [counter-series] ──▶ transactions        where counters are declared
 * </pre>
 *
 * <p>Records that can't be used are dead letters of topology requests, which reads the same ones.
 *
 * @param partitions partitions of every topic involved
 */
public record TransactionsTopology(StreamsSettings settings, String tenant, int partitions, ReadProgress progress)
        implements Supplier<Topology> {
    public static final List<Topic> INPUTS = List.of(Topic.SPANS);

    static final String COUNTER_SERIES = "counter-series";
    static final String READ_POSITIONS = "read-positions";
    static final String TRACES = "traces";
    static final String DUE_TRACES = "due-traces";
    static final String UPSTREAM_WATERMARKS = "upstream-watermarks";

    @Override
    public Topology get() {
        var builder = new StreamsBuilder();
        stores().forEach(builder::addStateStore);
        var spans = builder.stream(Topic.SPANS.topicName(), bytes(Topic.SPANS));
        gathered(byTrace(sampled(spans))).to(Topic.TRANSACTIONS.topicName(), to(Topic.TRANSACTIONS));
        if (settings.transactions().stream().anyMatch(TransactionRule::isCounted)) count(builder);
        return builder.build();
    }

    private void count(StreamsBuilder builder) {
        builder.addStateStore(Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(COUNTER_SERIES),
                        Serdes.String(),
                        AvroSerde.of(CountSeries.class))
                .withCachingEnabled());
        builder.stream(Topic.METRICS.topicName(), bytes(Topic.METRICS))
                .process(() -> new CountTransactions(settings, tenant), Named.as("count-transactions"), COUNTER_SERIES)
                .to(Topic.TRANSACTIONS.topicName(), to(Topic.TRANSACTIONS).withName("write-counted"));
    }

    private KStream<String, SpecificRecord> sampled(KStream<String, byte[]> spans) {
        return spans.process(
                () -> new SampleTraces(settings, tenant, partitions, progress),
                Named.as("sample-traces"),
                READ_POSITIONS);
    }

    private KStream<String, SpecificRecord> byTrace(KStream<String, SpecificRecord> spans) {
        return spans.repartition(Repartitioned.<String, SpecificRecord>as("by-trace")
                .withKeySerde(Serdes.String())
                .withValueSerde(AvroSerde.any(List.of(TraceSpans.class, Watermark.class)))
                .withNumberOfPartitions(partitions)
                .withStreamPartitioner(Routing.partitioner()));
    }

    private KStream<String, SpecificRecord> gathered(KStream<String, SpecificRecord> spans) {
        return spans.process(
                () -> new GatherTraces(settings), Named.as("gather-traces"), TRACES, DUE_TRACES, UPSTREAM_WATERMARKS);
    }

    private static List<StoreBuilder<?>> stores() {
        return List.of(
                InputWatermark.store(READ_POSITIONS),
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(TRACES), Serdes.String(), AvroSerde.of(TraceState.class))
                        .withCachingEnabled(),
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(DUE_TRACES), WindowKey.serde(), Serdes.Long())
                        .withCachingEnabled(),
                UpstreamWatermarks.store(UPSTREAM_WATERMARKS));
    }
}
