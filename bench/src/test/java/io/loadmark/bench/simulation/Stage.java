package io.loadmark.bench.simulation;

import io.loadmark.runtime.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;

/** One topology of the pipeline, fed record by record. */
final class Stage implements AutoCloseable {
    private final TopologyTestDriver driver;

    Stage(Topology topology, Path stateDir) {
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "stage");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:9092");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        driver = new TopologyTestDriver(topology, properties, Instant.EPOCH);
    }

    void store(Topic topic, String key, byte[] value, long storedMicros) {
        driver.createInputTopic(topic.topicName(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(key, value, Instant.ofEpochMilli(storedMicros / 1000));
    }

    /** Hands everything that has been written to a topic on to another stage. */
    void handOn(Topic topic, Stage next, long storedMicros) {
        for (var record : written(topic)) next.store(topic, record.key, record.value, storedMicros);
    }

    List<KeyValue<String, byte[]>> written(Topic topic) {
        return driver.createOutputTopic(topic.topicName(), new StringDeserializer(), new ByteArrayDeserializer())
                .readKeyValuesToList();
    }

    void passTime() {
        driver.advanceWallClockTime(Duration.ofSeconds(1));
    }

    @Override
    public void close() {
        driver.close();
    }
}
