package io.loadmark.sink.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadmark.runtime.topics.Topic;
import io.loadmark.sink.decode.RowReader;
import io.loadmark.sink.delivery.Lane.Phase;
import io.loadmark.sink.fixture.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LaneTest {
    private static final TopicPartition PARTITION = new TopicPartition(Topic.HOST.topicName(), 0);
    private static final long DELAY = 1000;

    private final Lane lane = lane();

    @Test
    void aBatchEndsAtItsRowsAndTheRestWaits() {
        lane.take(hosts(10, 17));
        lane.fill(0);

        assertThat(lane.phase()).isEqualTo(Phase.COMPLETE);
        assertThat(lane.batch().start()).isEqualTo(10);
        assertThat(lane.batch().end()).isEqualTo(15);
        assertThat(lane.wantsMore()).isFalse();

        lane.delivered();
        lane.fill(1);
        assertThat(lane.batch().start()).isEqualTo(15);
        assertThat(lane.phase()).isEqualTo(Phase.FILLING);
        assertThat(lane.wantsMore()).isTrue();
    }

    @Test
    void aBatchEndsAtItsDelayAfterItsFirstRecord() {
        lane.take(hosts(0, 1));
        lane.fill(50);
        lane.take(hosts(1, 2));
        lane.fill(50 + DELAY - 1);
        assertThat(lane.phase()).isEqualTo(Phase.FILLING);
        assertThat(lane.waitNanos(50 + DELAY - 1)).isEqualTo(1);

        lane.fill(50 + DELAY);
        assertThat(lane.phase()).isEqualTo(Phase.COMPLETE);
        assertThat(lane.batch().end()).isEqualTo(2);
    }

    @Test
    void aPromisedRangeIsFormedExactlyWhateverTheLimitsAre() {
        lane.resume(3, 12);
        lane.take(hosts(3, 11));
        lane.fill(0);
        lane.completeEarly();
        lane.fill(100 * DELAY);
        assertThat(lane.phase()).isEqualTo(Phase.FILLING);

        lane.take(hosts(11, 14));
        lane.fill(0);
        assertThat(lane.phase()).as("promised already").isEqualTo(Phase.PROMISED);
        assertThat(lane.batch().start()).isEqualTo(3);
        assertThat(lane.batch().end()).isEqualTo(12);
        assertThat(lane.batch().rows()).isEqualTo(9);
    }

    @Test
    void aPromisedRangeWhoseLastRecordsAreGoneEndsWhereTheConsumerHasGotTo() {
        lane.resume(3, 12);
        lane.take(hosts(3, 5));
        lane.fill(0);
        lane.reached(11);
        assertThat(lane.phase()).isEqualTo(Phase.FILLING);

        lane.reached(12);
        assertThat(lane.phase()).isEqualTo(Phase.PROMISED);
        assertThat(lane.batch().end()).isEqualTo(12);
    }

    @Test
    void theSameRangeBecomesTheSameBytes() throws IOException {
        lane.take(hosts(0, 5));
        lane.fill(0);
        var again = lane();
        again.resume(0, 5);
        for (long offset = 0; offset < 5; offset++) again.take(hosts(offset, offset + 1));
        again.fill(0);
        again.reached(5);

        assertThat(bytes(again)).isEqualTo(bytes(lane));
    }

    @Test
    void rowsOfDifferentDaysAreDifferentBlocks() {
        lane.take(List.of(host(0, Samples.T0), host(1, Samples.T0 - 1), host(2, Samples.T0)));
        lane.fill(0);
        lane.completeEarly();

        assertThat(lane.batch().waiting())
                .extracting(Block::name, Block::size)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("host_samples/20453", 1),
                        org.assertj.core.groups.Tuple.tuple("host_samples/20454", 2));
    }

    @Test
    void whatCanNotBeReadIsRefusedAndTheOthersGoOn() {
        lane.take(List.of(host(0, Samples.T0), record(1, new byte[] {1, 2, 3}), record(2, null), host(3, -1)));
        lane.fill(0);

        assertThat(lane.batch().rows()).isEqualTo(1);
        assertThat(lane.batch().control()).isEqualTo(1);
        assertThat(lane.batch().letters())
                .extracting(l -> l.getOffset() + " " + l.getTenant() + " " + l.getCause())
                .containsExactly(
                        "1 a not in Avro single-object encoding",
                        "3 a at is not between 1970 and 2090: -1 microseconds since 1970");
    }

    @Test
    void aBatchWithoutRowsNeedsNoPromise() {
        lane.take(List.of(record(0, null)));
        lane.fill(0);
        lane.completeEarly();
        assertThat(lane.phase()).isEqualTo(Phase.PROMISED);
    }

    private static Lane lane() {
        return new Lane(
                PARTITION, new Uuid(1, 2), RowReader.of(Topic.HOST, "a"), new Refusals(), new Lane.Limits(5, DELAY));
    }

    private static List<ConsumerRecord<byte[], byte[]>> hosts(long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(offset -> host(offset, Samples.T0 + offset))
                .toList();
    }

    private static ConsumerRecord<byte[], byte[]> host(long offset, long atMicros) {
        return record(offset, Samples.encode(Samples.host("h", atMicros)));
    }

    @SuppressWarnings("NullAway") // Kafka gives tombstones as null
    private static ConsumerRecord<byte[], byte[]> record(long offset, byte @Nullable [] value) {
        return new ConsumerRecord<>(PARTITION.topic(), 0, offset, new byte[] {'a', '/', 'h'}, value);
    }

    private static byte[] bytes(Lane lane) throws IOException {
        var out = new ByteArrayOutputStream();
        for (var block : lane.batch().waiting()) block.write(out, 0, block.size());
        return out.toByteArray();
    }
}
