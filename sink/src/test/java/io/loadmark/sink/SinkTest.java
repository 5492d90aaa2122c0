package io.loadmark.sink;

import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_CLIENT;
import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_CONSUMER;
import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.loadmark.runtime.config.ClickHouseConfig;
import io.loadmark.runtime.health.Health;
import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.CgroupSample;
import io.loadmark.schema.DeadLetter;
import io.loadmark.schema.InventoryRecord;
import io.loadmark.schema.LateRequests;
import io.loadmark.schema.LoadQpsCurve;
import io.loadmark.schema.LoadSample;
import io.loadmark.schema.ProcessSample;
import io.loadmark.schema.TransactionWindow;
import io.loadmark.schema.Usage;
import io.loadmark.schema.Watermark;
import io.loadmark.sink.delivery.SinkConfig;
import io.loadmark.sink.delivery.Step;
import io.loadmark.sink.fixture.Broker;
import io.loadmark.sink.fixture.Engine;
import io.loadmark.sink.fixture.RandomRecords;
import io.loadmark.sink.fixture.Samples;
import io.loadmark.sink.migration.Migrations;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SinkTest {
    private static final SinkConfig CONFIG = config(100);

    private final Health health = new Health();
    private final InMemoryMetricReader metrics = InMemoryMetricReader.create();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setMeterProvider(
                    SdkMeterProvider.builder().registerMetricReader(metrics).build())
            .build();
    private Path directory;
    private Broker broker;
    private ClickHouseConfig database;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        this.directory = directory;
        database = Engine.shared().freshDatabase();
        broker = Broker.start(directory.resolve("kafka"));
        Migrations.apply(database, CONFIG);
        // Rows written twice stay visible.
        Engine.execute(database, "SYSTEM STOP MERGES");
    }

    @AfterEach
    void stop() {
        telemetry.close();
        broker.close();
    }

    @Test
    void everyTopicArrivesInItsTable() throws Exception {
        var random = new RandomRecords(7);
        broker.send(Topic.HOST, 0, Samples.encode(Samples.host("h", Samples.T0)));
        broker.send(Topic.CGROUP, 1, Samples.encode(random.of(CgroupSample.class)));
        broker.send(Topic.PROCESS, 0, Samples.encode(random.of(ProcessSample.class)));
        broker.send(Topic.INVENTORY, 1, Samples.encode(random.of(InventoryRecord.class)));
        broker.send(Topic.USAGE, 0, Samples.encode(random.of(Usage.class)));
        broker.send(Topic.REQUESTS, 1, Samples.encode(Samples.requests("i", Samples.T0, 0, 10)));
        broker.send(Topic.REQUESTS, 1, Samples.encode(random.of(LateRequests.class)));
        broker.send(Topic.LOAD_SAMPLES, 0, Samples.encode(random.of(LoadSample.class)));
        broker.send(Topic.CURVES, 1, Samples.encode(random.of(LoadQpsCurve.class)));
        broker.send(Topic.TRANSACTIONS, 0, Samples.encode(random.of(TransactionWindow.class)));
        broker.send(Topic.DEAD_LETTERS, 0, Samples.encode(random.of(DeadLetter.class)));
        try (var sink = sink()) {
            sink.start();
            for (var table : List.of(
                    "host_samples",
                    "cgroup_samples",
                    "process_samples",
                    "inventory",
                    "usage",
                    "requests",
                    "late_requests",
                    "load_samples",
                    "curves",
                    "transaction_windows",
                    "dead_letters")) {
                await("a row in " + table).until(() -> count(table) == 1);
            }
            await("health is up").until(health::isHealthy);
        }
        assertThat(Engine.query(database, "SELECT tenant, host_id, at, online_cpus, cpu_user_micros FROM host_samples"))
                .containsExactly("a|h|2026-01-01 00:00:00|8|null");
    }

    @Test
    void watermarksAreSteppedOverAndGarbageBecomesADeadLetter() throws Exception {
        broker.send(Topic.USAGE, 0, Samples.encode(new Watermark(0, 2, Samples.T0)));
        broker.send(Topic.USAGE, 0, new byte[] {1, 2, 3});
        broker.send(Topic.USAGE, 0, Samples.encode(new RandomRecords(1).of(Usage.class)));
        broker.send(Topic.DEAD_LETTERS, 0, new byte[] {4, 5});
        try (var sink = sink()) {
            sink.start();
            await("the good one is in").until(() -> count("usage") == 1);
            await("the others are dead letters").until(() -> count("dead_letters") == 2);
            assertThat(
                            Engine.query(
                                    database,
                                    "SELECT topic, partition, offset, tenant, reporter, cause, hex(value) FROM dead_letters ORDER BY 1"))
                    .containsExactly(
                            "loadmark.dead-letters|0|0||sink|not in Avro single-object encoding|0405",
                            "loadmark.usage|0|1|a|sink|not in Avro single-object encoding|010203");
            await("all is counted").until(() -> counted("loadmark.sink.read")
                    .equals(Map.of("loadmark.usage", 3L, "loadmark.dead-letters", 2L)));
        }
        assertThat(counted("loadmark.sink.records"))
                .containsEntry("loadmark.usage written", 1L)
                .containsEntry("loadmark.usage control", 1L)
                .containsEntry("loadmark.usage dead_lettered", 1L)
                .containsEntry("loadmark.dead-letters written", 1L)
                .containsEntry("loadmark.dead-letters dead_lettered", 1L);
    }

    @Test
    void spansThatServeAreAcknowledgedAndBalanceWithTheWindows() throws Exception {
        long second = Samples.T0 * 1000;
        broker.send(Topic.SPANS, 0, trace(span(1, SPAN_KIND_SERVER, second), span(2, SPAN_KIND_CLIENT, second)));
        broker.send(Topic.SPANS, 1, trace(span(3, SPAN_KIND_CONSUMER, second + 999_999_999)));
        // The exporter repeats itself.
        broker.send(Topic.SPANS, 1, trace(span(3, SPAN_KIND_CONSUMER, second + 999_999_999)));
        broker.send(Topic.SPANS, 1, new byte[] {1, 2, 3});
        broker.send(Topic.REQUESTS, 0, Samples.encode(Samples.requests("i", Samples.T0, 0, 2)));
        try (var sink = sink()) {
            sink.start();
            await("the dead letter is in").until(() -> count("dead_letters") == 1);
            await("the spans are in").until(() -> count("acknowledged_spans") >= 2);
            await("the window is in").until(() -> count("requests") == 1);
        }
        assertThat(Engine.query(
                        database,
                        "SELECT tenant, service_namespace, service_name, instance_id, second, acknowledged, counted, missing,"
                                + " duplicated FROM balance"))
                .containsExactly("a|shop|checkout|i|2026-01-01 00:00:00|2|2|0|0");
    }

    @Test
    void rowsThatClickHouseRejectsAreFoundAndTheOthersGoIn() throws Exception {
        Engine.execute(database, "ALTER TABLE host_samples ADD CONSTRAINT sane CHECK online_cpus < 1000");
        for (int i = 0; i < 100; i++) {
            var sample = Samples.host("h" + i, Samples.T0);
            if (i == 13 || i == 77)
                sample.put(sample.getSchema().getField("onlineCpus").pos(), 5000);
            broker.send(Topic.HOST, 0, Samples.encode(sample));
        }
        try (var sink = sink()) {
            sink.start();
            await("the good ones are in").until(() -> count("host_samples") == 98);
            await("the bad ones are dead letters").until(() -> count("dead_letters") == 2);
        }
        assertThat(Engine.query(database, "SELECT offset, cause LIKE '%sane%' FROM dead_letters ORDER BY 1"))
                .containsExactly("13|1", "77|1");
        assertThat(counted("loadmark.sink.records"))
                .containsEntry("loadmark.host written", 98L)
                .containsEntry("loadmark.host dead_lettered", 2L);
    }

    @ParameterizedTest
    @EnumSource
    void aSinkThatDiesAtAnyStepLosesAndDoublesNothing(Step step) throws Exception {
        sendHosts(0, 200);
        var died = new AtomicInteger();
        var left = new AtomicInteger(3);
        var dying = sink(config(10), at -> {
            if (at != step || left.decrementAndGet() > 0) return;
            died.incrementAndGet();
            throw new Died();
        });
        dying.start();
        await("it died")
                .until(() ->
                        died.get() == 1 && "stopped".equals(health.components().get("sink")));
        dying.close();

        sendHosts(200, 250);
        // Left to itself the next one would cut other batches.
        try (var next = sink(config(17), at -> {})) {
            next.start();
            await("all is in").until(() -> distinctHosts() == 250);
            await("all is committed").until(() -> committedHosts() >= 250);
        }
        assertThat(count("host_samples")).isEqualTo(250);
    }

    @Test
    void partitionsThatMoveBetweenSinksLoseAndDoubleNothing() throws Exception {
        sendHosts(0, 2_000);
        try (var first = sink()) {
            first.start();
            await("the first has begun").until(() -> count("host_samples") > 0);
            try (var second = sink(config(170), step -> {})) {
                second.start();
                sendHosts(2_000, 4_000);
                await("much is in").until(() -> distinctHosts() > 2_000);
            }
            sendHosts(4_000, 5_000);
            await("all is in").until(() -> distinctHosts() == 5_000);
        }
        assertThat(count("host_samples")).isEqualTo(5_000);
    }

    @Test
    void dataWaitsWhileClickHouseIsAway() throws Exception {
        try (var engine = Engine.fresh(directory)) {
            database = engine.freshDatabase();
            try (var sink = sink()) {
                sink.start();
                sendHosts(0, 100);
                await("the first hundred is in").until(() -> count("host_samples") == 100);
                Engine.execute(database, "SYSTEM STOP MERGES");

                engine.kill();
                sendHosts(100, 300);
                await("health is down").until(() -> !health.isHealthy());
                assertThat(health.components().get("sink")).contains("host_samples");

                engine.restart();
                await("the rest is in").until(() -> distinctHosts() == 300);
                await("health is up").until(health::isHealthy);
            }
            assertThat(count("host_samples")).isEqualTo(300);
        }
    }

    @Test
    void aSinkThatStartsBeforeClickHouseWaitsForIt() throws Exception {
        try (var engine = Engine.fresh(directory)) {
            database = engine.freshDatabase();
            engine.kill();
            sendHosts(0, 10);
            try (var sink = sink()) {
                sink.start();
                assertThat(health.components().get("sink")).contains("waits for ClickHouse");
                engine.restart();
                await("all is in").until(() -> isMigrated() && count("host_samples") == 10);
            }
        }
    }

    private static SinkConfig config(int maxRows) {
        return new SinkConfig(maxRows, Duration.ofMillis(100), true, Duration.ofDays(3_650), Duration.ofDays(3_650));
    }

    private static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(Engine.PATIENCE).dontCatchUncaughtExceptions();
    }

    private Sink sink() {
        return sink(CONFIG, step -> {});
    }

    private Sink sink(SinkConfig config, Step.Observer observer) {
        return new Sink("a", config, broker.config(), database, health, telemetry, observer);
    }

    private void sendHosts(int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            // Every third one belongs to another day, hence to another ClickHouse partition.
            long at = Samples.T0 + (i % 3 == 0 ? Samples.DAY : 0) + i;
            broker.send(Topic.HOST, i % Broker.PARTITIONS, Samples.encode(Samples.host("h", at)));
        }
        broker.flush();
    }

    private long distinctHosts() throws Exception {
        return Long.parseLong(
                Engine.query(database, "SELECT uniqExact(at) FROM host_samples").get(0));
    }

    private long committedHosts() {
        return counted("loadmark.sink.read").getOrDefault("loadmark.host", 0L);
    }

    private boolean isMigrated() throws Exception {
        return Engine.query(
                        new ClickHouseConfig(database.url(), "system", "default", "", Map.of()),
                        "SELECT count() FROM system.tables WHERE database = '" + database.database()
                                + "' AND name = 'acknowledged_spans'")
                .equals(List.of("1"));
    }

    private long count(String table) throws Exception {
        return Long.parseLong(
                Engine.query(database, "SELECT count() FROM " + table).get(0));
    }

    private static Span span(int id, Span.SpanKind kind, long endNanos) {
        return Span.newBuilder()
                .setTraceId(ByteString.copyFrom(new byte[16]))
                .setSpanId(ByteString.copyFrom(new byte[] {0, 0, 0, 0, 0, 0, 0, (byte) id}))
                .setKind(kind)
                .setStartTimeUnixNano(endNanos - 1_000_000)
                .setEndTimeUnixNano(endNanos)
                .build();
    }

    private static byte[] trace(Span... spans) {
        var resource = Resource.newBuilder()
                .addAttributes(attribute("service.namespace", "shop"))
                .addAttributes(attribute("service.name", "checkout"))
                .addAttributes(attribute("service.instance.id", "i"));
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(resource)
                        .addScopeSpans(ScopeSpans.newBuilder().addAllSpans(List.of(spans))))
                .build()
                .toByteArray();
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    /** Sums of a counter by topic and, where it has one, outcome. */
    private Map<String, Long> counted(String name) {
        var sums = new TreeMap<String, Long>();
        for (var metric : metrics.collectAllMetrics()) {
            if (!metric.getName().equals(name)) continue;
            for (LongPointData point : metric.getLongSumData().getPoints()) {
                String outcome = point.getAttributes().get(AttributeKey.stringKey("outcome"));
                String topic = point.getAttributes().get(AttributeKey.stringKey("topic"));
                sums.put(outcome == null ? String.valueOf(topic) : topic + " " + outcome, point.getValue());
            }
        }
        return sums;
    }

    /** The process is gone: no handler of ordinary failures sees it. */
    private static final class Died extends Error {
        private static final long serialVersionUID = 1;

        Died() {
            super("the process is gone", null, false, false);
        }
    }
}
