package io.loadmark.streams.curves;

import static io.loadmark.streams.flow.Outputs.bytes;
import static io.loadmark.streams.flow.Outputs.to;
import static io.loadmark.streams.flow.Outputs.withoutDeadLetters;

import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.LoadQpsCurve;
import io.loadmark.schema.LoadSample;
import io.loadmark.streams.flow.AvroSerde;
import io.loadmark.streams.flow.Decode;
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
 * Load samples into what each instance can carry.
 *
 * <pre>
 * load-samples ──▶ learn-curves [instance-curves, held-samples] ──▶ curves (by instance)
 * </pre>
 */
public record CurvesTopology(StreamsSettings settings) implements Supplier<Topology> {
    static final String INSTANCE_CURVES = "instance-curves";
    static final String HELD_SAMPLES = "held-samples";

    @Override
    public Topology get() {
        var builder = new StreamsBuilder();
        builder.addStateStore(Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(INSTANCE_CURVES),
                        Serdes.String(),
                        AvroSerde.of(LoadQpsCurve.class))
                .withCachingEnabled());
        builder.addStateStore(HeldSamples.store(HELD_SAMPLES));
        learned(loadSamples(builder)).to(Topic.CURVES.topicName(), to(Topic.CURVES));
        return builder.build();
    }

    private static KStream<String, SpecificRecord> loadSamples(StreamsBuilder builder) {
        var decoded = builder.stream(Topic.LOAD_SAMPLES.topicName(), bytes(Topic.LOAD_SAMPLES))
                .process(
                        () -> new Decode("streams-curves", List.of(LoadSample.class)), Named.as("decode-load-samples"));
        return withoutDeadLetters("decode-load-samples", decoded);
    }

    private KStream<String, SpecificRecord> learned(KStream<String, SpecificRecord> samples) {
        return samples.process(
                () -> new LearnCurves(settings), Named.as("learn-curves"), INSTANCE_CURVES, HELD_SAMPLES);
    }
}
