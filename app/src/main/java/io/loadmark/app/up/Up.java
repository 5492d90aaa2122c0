package io.loadmark.app.up;

import io.loadmark.app.embedded.ClickHouseEngine;
import io.loadmark.app.embedded.DataDirectory;
import io.loadmark.app.embedded.EmbeddedClickHouse;
import io.loadmark.app.embedded.EmbeddedConfig;
import io.loadmark.app.embedded.EmbeddedKafka;
import io.loadmark.collector.Collector;
import io.loadmark.collector.CollectorConfig;
import io.loadmark.collector.otlp.OtlpConfig;
import io.loadmark.collector.otlp.OtlpReceiver;
import io.loadmark.runtime.config.ClickHouseConfig;
import io.loadmark.runtime.config.Configuration;
import io.loadmark.runtime.config.KafkaConfig;
import io.loadmark.runtime.config.TopicsConfig;
import io.loadmark.runtime.health.Health;
import io.loadmark.runtime.telemetry.Telemetry;
import io.loadmark.runtime.telemetry.TelemetryConfig;
import io.loadmark.runtime.topics.KafkaStart;
import io.loadmark.sink.Sink;
import io.loadmark.sink.delivery.SinkConfig;
import io.loadmark.streams.StreamsProcess;
import io.loadmark.streams.flow.StreamsSettings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every process of Loadmark in this one: what they would be given in a configuration file, a broker and a ClickHouse,
 * is started here and then given to them in just that way. Closed in the reverse order of the start.
 */
public final class Up implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Up.class);

    private final Health health = new Health();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final UpListener listener;
    private Configuration configuration;

    @SuppressWarnings("NullAway.Init") // set by start, before anyone can ask
    private DataDirectory directory;

    @SuppressWarnings("NullAway.Init")
    private EmbeddedClickHouse clickHouse;

    private @Nullable OtlpReceiver receiver;

    @SuppressWarnings("NullAway.Init")
    private Telemetry telemetry;

    private Up(Configuration configuration, UpListener listener) {
        this.configuration = configuration;
        this.listener = listener;
    }

    /** Starts everything; on a failure what had been started is closed again. */
    public static Up start(Configuration configuration, UpListener listener) {
        var up = new Up(configuration, listener);
        try {
            up.startParts();
            return up;
        } catch (RuntimeException e) {
            up.close();
            throw e;
        }
    }

    private void startParts() {
        var embedded = section("embedded", EmbeddedConfig.class);
        checkSections();
        // First of all: a second start is told that there is one already, not that some port is taken.
        directory = closing(DataDirectory.open(embedded.dataDirectory(System.getenv())));
        listener.holds(directory.root());
        telemetry = closing(Telemetry.start("up", section("telemetry", TelemetryConfig.class), health));
        startStores(embedded);
        KafkaStart.prepare(kafka(), topics(), health);
        startSink();
        startStreams();
        startReceiver();
        startCollector();
    }

    /** A value out of range stops the start before anything has been started. */
    private void checkSections() {
        var sections = Map.of(
                "topics", TopicsConfig.class,
                "sink", SinkConfig.class,
                "streams", StreamsSettings.class,
                "otlp", OtlpConfig.class,
                "collector", CollectorConfig.class);
        sections.forEach(this::section);
    }

    private void startStores(EmbeddedConfig embedded) {
        var library =
                ClickHouseEngine.pinned(System.getenv(), listener::progress).library(embedded.library());
        var broker = closing(EmbeddedKafka.start(directory, embedded.kafkaPort(), this::lost));
        clickHouse = closing(EmbeddedClickHouse.start(
                directory, library, embedded.clickhousePort(), new HealthLiveness(health, "clickhouse")));
        set(List.of("kafka", "bootstrap-servers"), broker.bootstrapServers());
        set(List.of("clickhouse", "url"), clickHouse.url().toString());
        set(List.of("clickhouse", "user"), clickHouse.user());
        set(List.of("clickhouse", "password"), clickHouse.password());
    }

    private void startSink() {
        var sink = closing(new Sink(
                configuration.tenant(),
                section("sink", SinkConfig.class),
                kafka(),
                clickHouse(),
                health,
                telemetry.openTelemetry()));
        sink.start();
    }

    private void startStreams() {
        var settings = section("streams", StreamsSettings.class);
        var streams = closing(new StreamsProcess(
                settings,
                configuration.tenant(),
                kafka(),
                topics(),
                directory.streams(),
                health,
                telemetry.openTelemetry()));
        streams.start();
    }

    private void startReceiver() {
        if (!section("otlp", OtlpConfig.class).enabled()) return;
        var started = closing(new OtlpReceiver(
                configuration.tenant(), section("otlp", OtlpConfig.class), kafka(), health, telemetry.openTelemetry()));
        started.start();
        receiver = started;
    }

    private void startCollector() {
        var collector = closing(new Collector(
                configuration.tenant(),
                section("collector", CollectorConfig.class),
                kafka(),
                directory.root(),
                health,
                telemetry.openTelemetry()));
        collector.start();
        collector.connect();
    }

    private <T extends AutoCloseable> T closing(T part) {
        parts.push(part);
        return part;
    }

    private <T> T section(String name, Class<T> type) {
        return configuration.section(name, type);
    }

    private void set(List<String> path, String value) {
        configuration = configuration.with("the embedded " + path.get(0), path, value);
    }

    private void lost(String fault) {
        String reason = directory.isFull() ? fault + "; the disk of " + directory.root() + " is full" : fault;
        LOG.error("{}", reason);
        health.down("broker", reason);
        listener.lost(reason);
    }

    public KafkaConfig kafka() {
        return section("kafka", KafkaConfig.class);
    }

    public TopicsConfig topics() {
        return section("topics", TopicsConfig.class);
    }

    public ClickHouseConfig clickHouse() {
        return section("clickhouse", ClickHouseConfig.class);
    }

    public Health health() {
        return health;
    }

    public long clickHousePid() {
        return clickHouse.pid();
    }

    /** Empty when {@code otlp.enabled} is false. */
    public Optional<OtlpReceiver> receiver() {
        return Optional.ofNullable(receiver);
    }

    /** Where everything listens, for a person. */
    public List<String> describe() {
        var lines = new ArrayList<String>();
        receiver()
                .ifPresent(r -> lines.add("OTLP        http://127.0.0.1:" + r.httpPort() + " (HTTP)   127.0.0.1:"
                        + r.grpcPort() + " (gRPC)"));
        lines.add("Kafka       " + kafka().bootstrapServers());
        lines.add("ClickHouse  " + clickHouse().url());
        telemetry
                .address()
                .ifPresent(at -> lines.add("Own state   " + at.resolve("/health") + "   " + at.resolve("/metrics")));
        lines.add("Data        " + directory.root());
        return lines;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            var part = parts.pop();
            try {
                long begin = System.nanoTime();
                part.close();
                LOG.info(
                        "closed {} in {} ms", part.getClass().getSimpleName(), (System.nanoTime() - begin) / 1_000_000);
            } catch (Exception e) {
                LOG.warn("closing {}", part.getClass().getSimpleName(), e);
            }
        }
    }
}
