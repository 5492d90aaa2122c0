package io.loadmark.sink.delivery;

import io.loadmark.sink.delivery.Lane.Phase;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes complete batches through promise, insert and commit; each step is taken for all batches together. */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(30);
    private static final long POSTPONE_NANOS = Duration.ofMillis(50).toNanos();

    private final Consumer<byte[], byte[]> consumer;
    private final Inserter inserter;
    private final DeadLetterProducer letters;
    private final SinkCounters counters;
    private final Step.Observer observer;

    Delivery(
            Consumer<byte[], byte[]> consumer,
            Inserter inserter,
            DeadLetterProducer letters,
            SinkCounters counters,
            Step.Observer observer) {
        this.consumer = consumer;
        this.inserter = inserter;
        this.letters = letters;
        this.counters = counters;
        this.observer = observer;
    }

    void deliver(Collection<Lane> due) {
        observer.at(Step.COMPLETE);
        promise(in(Phase.COMPLETE, due));
        observer.at(Step.PROMISED);
        in(Phase.PROMISED, due).forEach(this::insert);
        observer.at(Step.INSERTED);
        finish(in(Phase.INSERTED, due));
    }

    private void promise(List<Lane> complete) {
        var promises = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (var lane : complete) {
            promises.put(
                    lane.partition(),
                    Promise.of(lane.batch().start(), lane.batch().end()));
        }
        if (commit(promises)) complete.forEach(lane -> lane.advance(Phase.PROMISED));
        else postpone(complete);
    }

    private void insert(Lane lane) {
        try {
            inserter.insert(lane);
            letters.publish(lane.batch().letters());
            lane.advance(Phase.INSERTED);
        } catch (FaultException e) {
            counters.fault(lane);
            boolean first = lane.failed(String.valueOf(e.getMessage()), System.nanoTime());
            if (first) LOG.warn("Delivery of {} waits: {}", lane.partition(), e.getMessage(), e);
            else LOG.debug("Delivery of {} still waits", lane.partition(), e);
        }
    }

    private void finish(List<Lane> inserted) {
        var ends = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (var lane : inserted)
            ends.put(lane.partition(), new OffsetAndMetadata(lane.batch().end()));
        if (!commit(ends)) {
            postpone(inserted);
            return;
        }
        for (var lane : inserted) {
            counters.delivered(lane);
            if (lane.trouble() != null) LOG.info("Delivery of {} goes on", lane.partition());
            lane.delivered();
        }
    }

    /** Whether Kafka took it; if not, the group is changing, and the next poll tells what remains ours. */
    private boolean commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (offsets.isEmpty()) return true;
        try {
            consumer.commitSync(offsets, COMMIT_TIMEOUT);
            return true;
        } catch (CommitFailedException | RebalanceInProgressException e) {
            LOG.debug("Commit refused, the group is changing", e);
            return false;
        }
    }

    private static void postpone(List<Lane> lanes) {
        long until = System.nanoTime() + POSTPONE_NANOS;
        lanes.forEach(lane -> lane.postpone(until));
    }

    private static List<Lane> in(Phase phase, Collection<Lane> lanes) {
        return lanes.stream().filter(lane -> lane.phase() == phase).toList();
    }
}
