package io.loadmark.streams;

import io.loadmark.runtime.config.ConfigException;
import io.loadmark.runtime.config.KafkaConfig;
import io.loadmark.runtime.config.TopicsConfig;
import io.loadmark.runtime.health.Health;
import io.loadmark.runtime.topics.Topic;
import io.loadmark.streams.align.AlignTopology;
import io.loadmark.streams.curves.CurvesTopology;
import io.loadmark.streams.flow.EndOffsets;
import io.loadmark.streams.flow.ReadProgress;
import io.loadmark.streams.flow.StreamsSettings;
import io.loadmark.streams.flow.TopologyName;
import io.loadmark.streams.requests.RequestsTopology;
import io.loadmark.streams.transactions.TransactionsTopology;
import io.loadmark.streams.usage.UsageTopology;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the configured topologies, each as a Kafka Streams application of its own, exactly once. A thread that dies of
 * a fault is replaced and health tells; the data waits in Kafka.
 */
public final class StreamsProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsProcess.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(4);
    private static final long RECORD_CACHE_BYTES = 8L << 20;

    private final StreamsSettings settings;
    private final String tenant;
    private final KafkaConfig kafka;
    private final TopicsConfig topics;
    private final Path stateDir;
    private final Health health;
    private final StreamsMetrics metrics;
    private final EndOffsets endOffsets;
    private final List<KafkaStreams> running = new CopyOnWriteArrayList<>();

    /** Topics must exist already; see TopicAdmin. */
    public StreamsProcess(
            StreamsSettings settings,
            String tenant,
            KafkaConfig kafka,
            TopicsConfig topics,
            Path stateDir,
            Health health,
            OpenTelemetry telemetry) {
        this.settings = settings;
        this.tenant = tenant;
        this.kafka = kafka;
        this.topics = topics;
        this.stateDir = stateDir;
        this.health = health;
        metrics = new StreamsMetrics(telemetry);
        endOffsets = new EndOffsets(kafka, inputPartitions(topics), health);
    }

    /**
     * Starts all topologies, side by side.
     *
     * @throws ConfigException if Kafka holds the state of another version, or the state directory can't be made
     */
    public void start() {
        makeStateDirectory();
        var topologies = new TreeMap<String, Topology>();
        for (String name : settings.topologies()) {
            if (name.equals(TopologyName.TRANSACTIONS)
                    && settings.transactions().isEmpty()) continue;
            topologies.put(name, topology(name, settings, tenant, topics.partitions(), endOffsets));
        }
        InternalTopics.check(
                kafka,
                topologies.entrySet().stream()
                        .collect(Collectors.toMap(e -> TopologyName.applicationId(e.getKey()), Map.Entry::getValue)));
        topologies.entrySet().parallelStream().forEach(e -> running.add(start(e.getKey(), e.getValue())));
    }

    /** Once for all: each topology would try to, and fail if another one was a moment faster. */
    private void makeStateDirectory() {
        try {
            Files.createDirectories(stateDir);
        } catch (IOException e) {
            throw new ConfigException("the state directory " + stateDir + " can't be made: " + e.getMessage(), e);
        }
    }

    /** One topology by its name. */
    static Topology topology(
            String name, StreamsSettings settings, String tenant, int partitions, ReadProgress progress) {
        return switch (name) {
            case TopologyName.USAGE -> new UsageTopology(settings, progress).get();
            case TopologyName.REQUESTS -> new RequestsTopology(settings, tenant, partitions, progress).get();
            case TopologyName.ALIGN -> new AlignTopology(settings, partitions).get();
            case TopologyName.CURVES -> new CurvesTopology(settings).get();
            case TopologyName.TRANSACTIONS -> new TransactionsTopology(settings, tenant, partitions, progress).get();
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static List<TopicPartition> inputPartitions(TopicsConfig topics) {
        return Stream.concat(UsageTopology.INPUTS.stream(), RequestsTopology.INPUTS.stream())
                .flatMap(topic -> partitionsOf(topic, topics))
                .toList();
    }

    private static Stream<TopicPartition> partitionsOf(Topic topic, TopicsConfig topics) {
        return Stream.iterate(0, p -> p < topic.partitions(topics), p -> p + 1)
                .map(p -> new TopicPartition(topic.topicName(), p));
    }

    private KafkaStreams start(String name, Topology topology) {
        String component = "streams-" + name;
        health.down(component, "starting");
        var streams = new KafkaStreams(topology, properties(name));
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.RUNNING) health.up(component);
            else health.down(component, "state " + now);
        });
        streams.setUncaughtExceptionHandler(fault -> {
            LOG.error("a thread of {} failed and is replaced", component, fault);
            health.down(component, "failed: " + fault.getMessage());
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        streams.start();
        metrics.watch(name, streams);
        return streams;
    }

    private Properties properties(String name) {
        Map<String, Object> own = new HashMap<>();
        own.put(StreamsConfig.APPLICATION_ID_CONFIG, TopologyName.applicationId(name));
        own.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        own.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        own.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        own.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                settings.commitInterval().toMillis());
        own.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) topics.replicationFactor());
        own.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, RECORD_CACHE_BYTES);
        own.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksMemory.class);
        own.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        // A process that was killed is missed after seconds, not after the default of 45.
        own.put(StreamsConfig.consumerPrefix("session.timeout.ms"), 6000);
        own.put(StreamsConfig.consumerPrefix("heartbeat.interval.ms"), 1500);
        own.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        own.put(StreamsConfig.producerPrefix("compression.type"), "lz4");
        own.put(StreamsConfig.producerPrefix("linger.ms"), 5);
        // A process that ends hands its tasks over at once.
        own.put("internal.leave.group.on.close", true);
        var properties = new Properties();
        properties.putAll(kafka.client(own));
        return properties;
    }

    @Override
    public void close() throws Exception {
        metrics.close();
        running.parallelStream().forEach(streams -> streams.close(CLOSE_TIMEOUT));
        running.clear();
        endOffsets.close();
    }
}
