package io.loadmark.streams;

import io.loadmark.runtime.config.Configuration;
import io.loadmark.runtime.topics.Topic;
import io.loadmark.schemas.AvroUnion;
import io.loadmark.schemas.BadRecordException;
import io.loadmark.streams.flow.ReadProgress;
import io.loadmark.streams.flow.StreamsSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;

/** A topology on one partition, with the broker's stamp of every record and the reach of its input in the test's hand. */
public final class TopologyHarness implements AutoCloseable, ReadProgress {
    public static final Instant T0 = Instant.parse("2026-11-20T12:00:00Z");
    public static final String TENANT = "acme";

    private final TopologyTestDriver driver;
    private final Map<Topic, AvroUnion> codecs = new EnumMap<>(Topic.class);
    private long readUntilMicros = UNKNOWN;

    public TopologyHarness(Function<ReadProgress, Topology> topology, Path stateDir) {
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:9092");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        driver = new TopologyTestDriver(topology.apply(this), properties, T0);
    }

    /** The shipped defaults, with some keys changed: {@code "join-window", "1s"}. */
    public static StreamsSettings settings(String... keysAndValues) {
        var configuration = Configuration.reference();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            configuration = configuration.with("test", List.of("streams", keysAndValues[i]), keysAndValues[i + 1]);
        }
        return configuration.section("streams", StreamsSettings.class);
    }

    /** Microseconds since 1970 of a time so many seconds after the test's start. */
    public static long micros(double secondsAfterT0) {
        return T0.toEpochMilli() * 1000 + Math.round(secondsAfterT0 * 1e6);
    }

    /** The broker stores a record so many seconds after the test's start. */
    public void store(Topic topic, String key, byte[] value, double secondsAfterT0) {
        driver.createInputTopic(topic.topicName(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(key, value, Instant.ofEpochMilli(micros(secondsAfterT0) / 1000));
    }

    public void store(Topic topic, String key, SpecificRecord value, double secondsAfterT0) {
        store(topic, key, codec(topic).encode(value), secondsAfterT0);
    }

    /** All input has been read to its end, as of so many seconds after the test's start. */
    public void readToEnd(double secondsAfterT0) {
        readUntilMicros = micros(secondsAfterT0);
        passTime(Duration.ofSeconds(1));
    }

    /** The wall clock moves; nothing else does. */
    public void passTime(Duration time) {
        driver.advanceWallClockTime(time);
    }

    /** What a topic has been given since the last call, of one kind. */
    public <T extends SpecificRecord> List<T> written(Topic topic, Class<T> type) {
        var output = driver.createOutputTopic(topic.topicName(), new StringDeserializer(), new ByteArrayDeserializer());
        var found = new ArrayList<T>();
        for (byte[] value : output.readValuesToList()) {
            var record = decode(topic, value);
            if (type.isInstance(record)) found.add(type.cast(record));
        }
        return found;
    }

    private SpecificRecord decode(Topic topic, byte[] value) {
        try {
            return codec(topic).decode(value);
        } catch (BadRecordException e) {
            throw new AssertionError("written to " + topic.topicName(), e);
        }
    }

    private AvroUnion codec(Topic topic) {
        return codecs.computeIfAbsent(
                topic,
                t -> AvroUnion.of(t.records().stream()
                        .map(type -> type.asSubclass(SpecificRecord.class))
                        .toList()));
    }

    @Override
    public long readUntil(TopicPartition partition, long nextOffset) {
        return readUntilMicros;
    }

    @Override
    public void close() {
        driver.close();
    }
}
