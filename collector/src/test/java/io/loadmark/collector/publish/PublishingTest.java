package io.loadmark.collector.publish;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.collector.spool.Spool;
import io.loadmark.runtime.config.ByteSize;
import io.loadmark.runtime.health.Health;
import io.loadmark.runtime.topics.Topic;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The publisher's loop, turn by turn, on a clock of its own and with Kafka's own stand-in for a producer. */
class PublishingTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int KIB = 1024;

    private final Path directory;
    private final Health health = new Health();
    private final Events events = new Events();
    private final PublisherMetrics metrics = new PublisherMetrics(OpenTelemetry.noop());
    private final List<StandIn> producers = new ArrayList<>();
    private long now;
    private int taken;

    PublishingTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private static final class Events implements PublisherEvents {
        private final List<String> said = new ArrayList<>();

        @Override
        public void kafkaAway(String why) {
            said.add("away");
        }

        @Override
        public void kafkaCaughtUp() {
            said.add("caught up");
        }

        @Override
        public void dropped(Loss why, long records, String detail) {
            said.add(why.label() + " " + records);
        }

        @Override
        public void spoolFailed(String why) {
            said.add("spool failed");
        }
    }

    /** Kafka's stand-in, which refuses as the real one does: by the callback, within the call, after a while. */
    private static final class StandIn extends MockProducer<byte[], byte[]> {
        private boolean refuses;
        private int refused;

        StandIn() {
            super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> message, Callback callback) {
            if (!refuses) return super.send(message, callback);
            refused++;
            var why = new TimeoutException("no metadata");
            callback.onCompletion(null, why);
            return CompletableFuture.failedFuture(why);
        }
    }

    /** A process of the publisher, which may end without a close. */
    private final class Running {
        private final List<Spool> spools = new ArrayList<>();
        private final Outlet outlet = new Outlet(this::producer);
        private final PublishLoop loop;
        private boolean kafkaThere = true;

        Running(String limit, String rate) throws IOException {
            var config = new PublisherConfig(
                    ByteSize.parse("8MiB"),
                    Duration.ofSeconds(5),
                    PublisherConfig.Compression.LZ4,
                    new SpoolConfig("", ByteSize.parse(limit), ByteSize.parse(rate)));
            var accounts = new Accounts(metrics, events, health);
            loop = new PublishLoop(
                    config,
                    outlet,
                    lane(config, "inventory", accounts),
                    lane(config, "samples", accounts),
                    metrics,
                    events,
                    health);
        }

        private Lane lane(PublisherConfig config, String name, Accounts accounts) throws IOException {
            long limit = config.spool().limit().bytes();
            if (limit == 0) return new Lane(config, null, accounts, now);
            var spool = Spool.open(directory.resolve(name), limit, accounts);
            spools.add(spool);
            return new Lane(config, spool, accounts, now);
        }

        private Producer<byte[], byte[]> producer() {
            if (!kafkaThere) throw new KafkaException("no broker");
            var producer = new StandIn();
            producers.add(producer);
            return producer;
        }

        Running connected() {
            outlet.permit();
            return this;
        }

        /** Takes so many new samples in a turn. */
        void turn(int samples) {
            var fresh = new ArrayList<Message>();
            for (int i = 0; i < samples; i++) fresh.add(message(Topic.HOST, taken++));
            loop.turn(fresh, now);
        }

        /** As a kill ends it: nothing is flushed. A lock would go with the process. */
        void kill() throws IOException {
            for (var spool : spools) spool.close();
        }
    }

    private static Message message(Topic topic, int number) {
        return new Message(
                topic, "acme/h1".getBytes(US_ASCII), Integer.toString(number).getBytes(US_ASCII));
    }

    private Running running() throws IOException {
        return new Running("16MiB", "1MiB");
    }

    private StandIn producer() {
        return producers.get(producers.size() - 1);
    }

    private List<Integer> sent() {
        return producer().history().stream()
                .map(record -> Integer.parseInt(new String(record.value(), US_ASCII)))
                .toList();
    }

    private void acknowledge(int count) {
        for (int i = 0; i < count; i++) assertThat(producer().completeNext()).isTrue();
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    @Test
    void whileKafkaAcknowledgesNothingTouchesTheDisk() throws IOException {
        var running = running().connected();
        for (int i = 0; i < 100; i++) {
            running.turn(3);
            acknowledge(3);
            now += SECOND;
        }
        assertThat(sent()).isEqualTo(numbers(0, 300));
        assertThat(running.spools).allSatisfy(spool -> assertThat(spool.bytes()).isZero());
        assertThat(health.isHealthy()).isTrue();
        assertThat(events.said).isEmpty();
    }

    @Test
    void beforeTheTopicsAreThereEverythingWaitsOnDisk() throws IOException {
        var running = running();
        running.turn(10);
        assertThat(producers).isEmpty();
        assertThat(running.spools.get(1).unread()).isEqualTo(10);
        running.connected().turn(5);
        assertThat(sent()).isEqualTo(numbers(0, 15));
    }

    @Test
    void whenKafkaGoesAwayWhatIsOnItsWayGoesToDiskToo() throws IOException {
        var running = running().connected();
        running.turn(10);
        acknowledge(4);
        now += 6 * SECOND;
        running.turn(5); // 4..9 are on their way: something has been acknowledged just now
        now += 6 * SECOND;
        running.turn(5);
        assertThat(sent()).isEqualTo(numbers(0, 15));
        assertThat(running.spools.get(1).unread()).isEqualTo(5);
        now += 6 * SECOND;
        running.turn(0);
        assertThat(health.components().get("collector-kafka")).contains("16 records wait");
        assertThat(events.said).containsExactly("away");
        // The same producer delivers what it has; the rest follows from disk, in order, nothing twice.
        acknowledge(11);
        running.turn(5);
        now += SECOND;
        acknowledge(10);
        running.turn(0);
        assertThat(sent()).isEqualTo(numbers(0, 25));
        assertThat(running.spools).allSatisfy(spool -> assertThat(spool.bytes()).isZero());
        assertThat(health.isHealthy()).isTrue();
        assertThat(events.said).containsExactly("away", "caught up");
    }

    @Test
    void afterAKillEverythingUnacknowledgedIsSentInOrderByTheNextProcess() throws IOException {
        var killed = running().connected();
        killed.turn(10);
        acknowledge(4);
        killed.turn(0);
        now += 6 * SECOND;
        killed.turn(20);
        killed.turn(20);
        killed.kill();
        var next = running();
        next.turn(10);
        next.connected();
        next.turn(0);
        assertThat(sent()).isEqualTo(numbers(4, 60));
    }

    @Test
    void aKillWhileReplayingSendsOnlyWhatWasNotAcknowledgedAgain() throws IOException {
        var killed = running();
        killed.turn(100);
        killed.connected().turn(0);
        assertThat(sent()).isEqualTo(numbers(0, 100));
        acknowledge(37);
        killed.turn(0);
        acknowledge(5); // acknowledged, and the process did not live to note it
        killed.kill();
        running().connected().turn(0);
        assertThat(sent()).isEqualTo(numbers(37, 100));
    }

    @Test
    void aReplayKeepsToItsRateAndWhatComesInMeanwhileGoesOnTop() throws IOException {
        var running = new Running("16MiB", "16KiB");
        var big =
                new Message(Topic.HOST, new byte[1], new byte[KIB - MessageForm.encode(message(Topic.HOST, 0)).length]);
        int size = MessageForm.encode(big).length;
        for (int i = 0; i < 100; i++) running.loop.turn(List.of(big), now);
        running.connected().turn(0);
        int first = producer().history().size();
        assertThat(first * size).isBetween(16 * KIB, 17 * KIB);
        acknowledge(first);
        for (int second = 1; second <= 3; second++) {
            now += SECOND;
            running.loop.turn(List.of(big, big), now);
            acknowledge(producer().history().size() - first);
            first = producer().history().size();
        }
        // Four seconds' worth, and the six that came in.
        assertThat((first - 6) * size).isBetween(4 * 16 * KIB, 4 * 16 * KIB + KIB);
    }

    @Test
    void aRecordThatKafkaWillNeverTakeIsCountedAndHoldsUpNothing() throws IOException {
        var running = running().connected();
        running.turn(3);
        acknowledge(1);
        assertThat(producer().errorNext(new RecordTooLargeException("2 MiB"))).isTrue();
        acknowledge(1);
        running.turn(1);
        acknowledge(1);
        running.turn(0);
        assertThat(events.said).containsExactly("rejected 1");
        assertThat(running.loop.isEmpty()).isTrue();
    }

    @Test
    void aFaultOfTheProducerIsMendedByAnotherOneFromTheFirstUndeliveredRecordOn() throws IOException {
        var running = running().connected();
        running.turn(5);
        acknowledge(2);
        assertThat(producer().errorNext(new TopicAuthorizationException("loadmark.host")))
                .isTrue();
        acknowledge(1); // 3 is delivered all the same
        running.turn(2);
        assertThat(producers).hasSize(1);
        now += 2 * SECOND;
        running.turn(0);
        assertThat(producers).hasSize(2);
        assertThat(sent()).isEqualTo(List.of(2, 4, 5, 6));
        acknowledge(4);
        running.turn(0);
        assertThat(running.loop.isEmpty()).isTrue();
        assertThat(events.said).isEmpty();
    }

    @Test
    void aProducerWithoutRoomIsAskedAgainLater() throws IOException {
        var running = running().connected();
        running.turn(1);
        producer().refuses = true;
        running.turn(3);
        producer().refuses = false;
        running.turn(3);
        assertThat(sent()).isEqualTo(numbers(0, 1));
        now += 2 * SECOND;
        running.turn(1);
        assertThat(sent()).isEqualTo(numbers(0, 8));
    }

    @Test
    void aProducerThatTookNothingForLongIsStillAskedAgain() throws IOException {
        var running = running().connected();
        running.turn(0);
        producer().refuses = true;
        for (int second = 0; second < 60; second++) {
            running.turn(1);
            now += SECOND;
        }
        // Each time takes it a while: it is asked for one message a second, and the others go to disk meanwhile.
        assertThat(producers).hasSize(1);
        assertThat(producer().refused).isLessThanOrEqualTo(60);
        assertThat(running.spools.get(1).unread()).isEqualTo(59);
        assertThat(health.isHealthy()).isFalse();
        producer().refuses = false;
        running.turn(0);
        assertThat(sent()).isEqualTo(numbers(0, 60));
        acknowledge(60);
        running.turn(0);
        assertThat(running.loop.isEmpty()).isTrue();
        assertThat(health.isHealthy()).isTrue();
        assertThat(events.said).containsExactly("away", "caught up");
    }

    @Test
    void whatAFailedProducerLeftIsSentByTheNextHoweverLateThatComes() throws IOException {
        var running = running().connected();
        running.turn(3);
        assertThat(producer().errorNext(new TopicAuthorizationException("loadmark.host")))
                .isTrue();
        running.kafkaThere = false;
        for (int second = 0; second < 60; second++) {
            running.turn(1);
            now += SECOND;
        }
        running.kafkaThere = true;
        running.turn(0);
        assertThat(producers).hasSize(2);
        assertThat(sent()).isEqualTo(numbers(0, 63));
    }

    @Test
    void theInventoryHasALaneAndASpoolOfItsOwn() throws IOException {
        var running = running();
        running.loop.turn(List.of(message(Topic.HOST, 0), message(Topic.INVENTORY, 1)), now);
        assertThat(running.spools)
                .allSatisfy(spool -> assertThat(spool.unread()).isEqualTo(1));
        running.connected().turn(0);
        assertThat(sent()).containsExactly(1, 0);
    }

    @Test
    void withoutASpoolWhatFindsNoRoomInMemoryIsCounted() throws IOException {
        var running = new Running("0", "1MiB");
        var message = new Message(Topic.HOST, new byte[1], new byte[400 * KIB]);
        running.loop.turn(List.of(message, message, message, message), now);
        assertThat(events.said).containsExactly("memory 1", "memory 1");
    }
}
