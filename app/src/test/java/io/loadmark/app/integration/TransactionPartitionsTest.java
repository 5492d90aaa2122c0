package io.loadmark.app.integration;

import static io.loadmark.app.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.runtime.health.Health;
import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.TransactionWindow;
import io.loadmark.schemas.AvroCodec;
import io.loadmark.schemas.BadRecordException;
import io.loadmark.streams.StreamsProcess;
import io.loadmark.streams.flow.StreamsSettings;
import io.opentelemetry.api.OpenTelemetry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members of a trace meet wherever their records lie: the number of partitions does not decide what comes out. */
class TransactionPartitionsTest {
    private static final AvroCodec<TransactionWindow> WINDOW = AvroCodec.of(TransactionWindow.class);
    private static final String SETTINGS = "streams: {topologies: [transactions], trace-wait: 10s, transactions:"
            + " [{name: order, service: shop, route: /orders}]}";

    @Test
    void theSameSpansGiveTheSameWindowsWithOneThreeAndEightPartitions(@TempDir Path directory) throws Exception {
        long baseMillis = (System.currentTimeMillis() / 10_000 - 30) * 10_000;
        var recorded = new RecordedTraces(7, baseMillis);

        var one = sums(recorded, 1, directory.resolve("one"));
        assertThat(one).hasSizeGreaterThanOrEqualTo(3);
        assertThat(total(one, "payment/pay")).isEqualTo(RecordedTraces.ORDERS);
        assertThat(total(one, "stock/stock")).isEqualTo(RecordedTraces.ORDERS);
        assertThat(total(one, "orphans")).isEqualTo(RecordedTraces.ORDERS / 7);
        assertThat(sums(recorded, 3, directory.resolve("three"))).isEqualTo(one);
        assertThat(sums(recorded, 8, directory.resolve("eight"))).isEqualTo(one);
    }

    private static long total(Map<Long, Map<String, Long>> windows, String figure) {
        return windows.values().stream()
                .mapToLong(sums -> sums.getOrDefault(figure, 0L))
                .sum();
    }

    private static Map<Long, Map<String, Long>> sums(RecordedTraces recorded, int partitions, Path directory)
            throws Exception {
        try (var stores = new Stores(directory, partitions)) {
            recorded.feed(stores);
            var settings = stores.configuration().with("the test", SETTINGS).section("streams", StreamsSettings.class);
            try (var streams = new StreamsProcess(
                            settings,
                            "default",
                            stores.kafka(),
                            stores.topics(),
                            stores.directory().streams(),
                            new Health(),
                            OpenTelemetry.noop());
                    var windows = new Windows(stores, partitions)) {
                streams.start();
                return await("all orders and late spans")
                        .until(
                                windows::read,
                                read -> total(read, "traces") == RecordedTraces.ORDERS
                                        && total(read, "late") == RecordedTraces.ORDERS / RecordedTraces.LATE_EVERY);
            }
        }
    }

    /** What has been committed, added up; times in microseconds. */
    private static final class Windows implements AutoCloseable {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final Map<Long, Map<String, Long>> sums = new TreeMap<>();

        Windows(Stores stores, int partitions) {
            consumer = new KafkaConsumer<>(
                    stores.kafka().client(Map.of("isolation.level", "read_committed")),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
            var all = IntStream.range(0, partitions)
                    .mapToObj(p -> new TopicPartition(Topic.TRANSACTIONS.topicName(), p))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
        }

        Map<Long, Map<String, Long>> read() throws BadRecordException {
            for (var record : consumer.poll(Duration.ofMillis(200))) add(WINDOW.decode(record.value()));
            return sums;
        }

        private void add(TransactionWindow window) {
            var of = sums.computeIfAbsent(window.getStartMicros(), start -> new TreeMap<>());
            of.merge("traces", window.getTraces(), Long::sum);
            of.merge("late", window.getLate(), Long::sum);
            of.merge("orphans", window.getOrphans(), Long::sum);
            of.merge("transactions", Math.round(window.getTransactions()), Long::sum);
            for (var step : window.getSteps()) {
                String name = step.getServiceName() + step.getRoute();
                of.merge(name, Math.round(step.getVisits()), Long::sum);
                of.merge(name + " self", Math.round(step.getSelfSeconds() * 1e6), Long::sum);
            }
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
