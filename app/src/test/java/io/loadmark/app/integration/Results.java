package io.loadmark.app.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loadmark.runtime.config.KafkaConfig;
import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.LoadQpsCurve;
import io.loadmark.schema.LoadSample;
import io.loadmark.schemas.AvroCodec;
import io.loadmark.schemas.BadRecordException;
import io.loadmark.schemas.Key;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the streams have committed to the topics of load samples and curves, read on and on. */
final class Results implements AutoCloseable {
    private static final AvroCodec<LoadSample> SAMPLE = AvroCodec.of(LoadSample.class);
    private static final AvroCodec<LoadQpsCurve> CURVE = AvroCodec.of(LoadQpsCurve.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double TOLERANCE = 1e-9;
    private static final Comparator<Double> CLOSE =
            (a, b) -> Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a) + Math.abs(b)) ? 0 : Double.compare(a, b);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, LoadSample> firstFinal = new TreeMap<>();
    private final Map<String, LoadQpsCurve> newest = new TreeMap<>();

    Results(KafkaConfig kafka, int partitions) {
        consumer = new KafkaConsumer<>(
                kafka.client(Map.of("isolation.level", "read_committed")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        var all = Stream.of(Topic.LOAD_SAMPLES, Topic.CURVES)
                .flatMap(
                        topic -> IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic.topicName(), p)))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    Results read() throws BadRecordException {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
            if (record.topic().equals(Topic.CURVES.topicName())) add(CURVE.decode(record.value()));
            else add(SAMPLE.decode(record.value()));
        }
        return this;
    }

    private void add(LoadSample sample) {
        if (sample.getRevision() != 0) return;
        var before = firstFinal.put(Key.instance(sample.getInstance()) + " " + sample.getStartMicros(), sample);
        assertThat(before).as("a second first final result").isNull();
    }

    private void add(LoadQpsCurve curve) {
        newest.put(Key.instance(curve.getInstance()), curve);
    }

    int samples() {
        return firstFinal.size();
    }

    /** Windows that the curves have taken in or left out. */
    long taken() {
        return newest.values().stream()
                .mapToLong(curve -> curve.getWindows() + curve.getBarred() + curve.getTooLate())
                .sum();
    }

    Map<String, LoadSample> firstFinal() {
        return firstFinal;
    }

    Map<String, LoadQpsCurve> newest() {
        return newest;
    }

    void areAsIn(Results other) {
        assertSame(firstFinal, other.firstFinal);
        assertSame(newest, other.newest);
    }

    private static void assertSame(
            Map<String, ? extends SpecificRecord> actual, Map<String, ? extends SpecificRecord> expected) {
        assertThat(plain(actual))
                .usingRecursiveComparison()
                .withComparatorForType(CLOSE, Double.class)
                .isEqualTo(plain(expected));
    }

    private static Map<String, Object> plain(Map<String, ? extends SpecificRecord> records) {
        var plain = new TreeMap<String, Object>();
        records.forEach((key, value) -> plain.put(key, plain(value)));
        return plain;
    }

    /** Maps, lists, numbers and texts. */
    private static Object plain(SpecificRecord record) {
        try {
            return JSON.readValue(record.toString(), Object.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Avro wrote no JSON", e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
