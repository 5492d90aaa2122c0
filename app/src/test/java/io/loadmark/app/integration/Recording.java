package io.loadmark.app.integration;

import static io.loadmark.app.Waiting.result;

import io.loadmark.runtime.topics.Topic;
import io.loadmark.schemas.Key;
import io.loadmark.streams.usage.UsageTopology;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A fixed input: samples of two hosts and their processes and groups, an inventory, and spans of four instances, one of
 * which sends without a key. Every record carries its stamp, and all stamps lie
 * ahead of the clock: only records move time, in every run alike. Once a second each partition of each raw topic gets
 * one that says nothing but how late it is.
 */
final class Recording {
    /** Under which it is to be replayed. */
    static final String SETTINGS =
            "streams: {grace: 3s, join-window: 2s, warm-up: 2s, curve-interval: 0s, max-ahead: 5m}";

    /** Seconds after which the input has ended and everything has closed. */
    private static final int CLOSED_AFTER = 10;

    private static final List<Topic> RAW = Stream.concat(
                    UsageTopology.INPUTS.stream(), Stream.of(Topic.SPANS, Topic.METRICS))
            .toList();

    /** A record; {@code turn} chooses the partition of one without a key. */
    @SuppressWarnings("ArrayRecordComponent") // made once, never changed or compared
    record Entry(Topic topic, @Nullable String key, byte[] value, long stampMillis, int turn) {}

    private final List<Entry> entries = new ArrayList<>();
    private final Instant begin;
    private final int seconds;
    private long spans;

    Recording(Instant begin, int seconds) {
        this.begin = begin;
        this.seconds = seconds;
        var fleet = new RecordedFleet(this, new Random(42));
        fleet.inventory();
        for (int second = 0; second <= seconds; second++) fleet.second(second);
        entries.sort(Comparator.comparingLong(Entry::stampMillis));
    }

    /** Far enough ahead that no run comes near; brokers take stamps up to an hour ahead. */
    static Instant ahead() {
        return Instant.now().truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofMinutes(30));
    }

    int seconds() {
        return seconds;
    }

    /** Distinct spans. */
    long spans() {
        return spans;
    }

    void count(int distinctSpans) {
        spans += distinctSpans;
    }

    long micros(double second) {
        return TimeUnit.SECONDS.toMicros(begin.getEpochSecond()) + Math.round(second * 1e6);
    }

    void add(Topic topic, @Nullable String key, byte[] value, double stamp, int turn) {
        entries.add(new Entry(topic, key, value, micros(stamp) / 1000, turn));
    }

    /** Feeds what is stamped in these seconds; the last call must end at {@link #end}. */
    void feed(Stores stores, int from, int to) throws Exception {
        int partitions = stores.topics().partitions();
        var sent = new ArrayList<Future<RecordMetadata>>();
        try (var producer = new KafkaProducer<>(
                stores.kafka().client(Map.of("acks", "all", "linger.ms", 5)),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            var ticks = new TreeMap<Integer, Boolean>();
            for (var entry : between(from, to)) {
                int second = (int) ((entry.stampMillis() - micros(0) / 1000) / 1000);
                if (ticks.put(second, true) == null) tick(producer, partitions, second, sent);
                sent.add(producer.send(record(entry, partitions)));
            }
            if (to >= end()) tick(producer, partitions, end() + CLOSED_AFTER, sent);
        }
        for (var one : sent) result(one);
    }

    int end() {
        return seconds + CLOSED_AFTER;
    }

    private List<Entry> between(int from, int to) {
        long first = micros(from) / 1000;
        long end = micros(to) / 1000;
        return entries.stream()
                .filter(e -> (e.stampMillis() >= first || from == 0) && e.stampMillis() < end)
                .toList();
    }

    private static ProducerRecord<byte[], byte[]> record(Entry entry, int partitions) {
        Integer partition = entry.key() == null ? entry.turn() % partitions : null;
        byte[] key = entry.key() == null ? null : Key.bytes(entry.key());
        return new ProducerRecord<>(entry.topic().topicName(), partition, entry.stampMillis(), key, entry.value());
    }

    private void tick(
            KafkaProducer<byte[], byte[]> producer, int partitions, int second, List<Future<RecordMetadata>> sent) {
        for (Topic topic : RAW) {
            for (int p = 0; p < partitions; p++) {
                var tick = new Entry(topic, null, RecordedFleet.nothing(topic), micros(second) / 1000, p);
                sent.add(producer.send(record(tick, partitions)));
            }
        }
    }
}
