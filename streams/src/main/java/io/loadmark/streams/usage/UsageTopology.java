package io.loadmark.streams.usage;

import static io.loadmark.streams.flow.Outputs.bytes;
import static io.loadmark.streams.flow.Outputs.to;
import static io.loadmark.streams.flow.Outputs.withoutDeadLetters;

import io.loadmark.runtime.topics.Topic;
import io.loadmark.streams.flow.InputWatermark;
import io.loadmark.streams.flow.ReadProgress;
import io.loadmark.streams.flow.StreamsSettings;
import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.state.Stores;

/**
 * Counters of each entity into its load between two samples.
 *
 * <pre>
 * host ────┐
 * domain ──┤
 * cgroup ──┼─▶ derive-usage [last-samples, read-positions] ──▶ usage (and watermarks)
 * process ─┘                                              └──▶ dead-letters
 * </pre>
 */
public record UsageTopology(StreamsSettings settings, ReadProgress progress) implements Supplier<Topology> {
    public static final List<Topic> INPUTS = List.of(Topic.HOST, Topic.DOMAIN, Topic.CGROUP, Topic.PROCESS);

    static final String LAST_SAMPLES = "last-samples";
    static final String READ_POSITIONS = "read-positions";

    @Override
    public Topology get() {
        var builder = new StreamsBuilder();
        builder.addStateStore(Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(LAST_SAMPLES), Serdes.String(), Serdes.ByteArray())
                .withCachingEnabled());
        builder.addStateStore(InputWatermark.store(READ_POSITIONS));
        withoutDeadLetters("derive-usage", usages(samples(builder))).to(Topic.USAGE.topicName(), to(Topic.USAGE));
        return builder.build();
    }

    private static KStream<String, byte[]> samples(StreamsBuilder builder) {
        return builder.stream(Topic.HOST.topicName(), bytes(Topic.HOST))
                .merge(builder.stream(Topic.DOMAIN.topicName(), bytes(Topic.DOMAIN)), Named.as("and-domains"))
                .merge(builder.stream(Topic.CGROUP.topicName(), bytes(Topic.CGROUP)), Named.as("and-cgroups"))
                .merge(builder.stream(Topic.PROCESS.topicName(), bytes(Topic.PROCESS)), Named.as("and-processes"));
    }

    private KStream<String, SpecificRecord> usages(KStream<String, byte[]> samples) {
        return samples.process(
                () -> new DeriveUsage(settings, progress), Named.as("derive-usage"), LAST_SAMPLES, READ_POSITIONS);
    }
}
