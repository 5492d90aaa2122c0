package io.loadmark.streams.flow;

import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.DeadLetter;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/** Where the topologies read and write. */
public final class Outputs {
    private Outputs() {}

    /** Input as bytes: what can't be decoded becomes a dead letter, not an exception. */
    public static Consumed<String, byte[]> bytes(Topic topic) {
        return Consumed.with(Serdes.String(), Serdes.ByteArray()).withName("read-" + name(topic));
    }

    /** Writes to a topic of Loadmark's own. */
    public static Produced<String, SpecificRecord> to(Topic topic) {
        return to(topic, "write-" + name(topic));
    }

    private static Produced<String, SpecificRecord> to(Topic topic, String node) {
        return Produced.with(Serdes.String(), serde(topic), Routing.<SpecificRecord>partitioner())
                .withName(node);
    }

    /** Sends the dead letters of a stage to their topic and goes on with the rest. */
    public static KStream<String, SpecificRecord> withoutDeadLetters(
            String stage, KStream<String, SpecificRecord> results) {
        var letters = to(Topic.DEAD_LETTERS, stage + "-write-dead-letters");
        var branches = results.split(Named.as(stage + "-"))
                .branch(
                        (key, value) -> value instanceof DeadLetter,
                        Branched.withConsumer(bad -> bad.to(Topic.DEAD_LETTERS.topicName(), letters), "dead-letters"))
                .defaultBranch(Branched.as("results"));
        return Objects.requireNonNull(branches.get(stage + "-results"));
    }

    private static Serde<SpecificRecord> serde(Topic topic) {
        return AvroSerde.any(topic.records().stream()
                .map(type -> type.asSubclass(SpecificRecord.class))
                .toList());
    }

    private static String name(Topic topic) {
        return topic.topicName().replace("loadmark.", "").replace('_', '-');
    }
}
