package io.loadmark.collector.publish;

import io.loadmark.runtime.config.ByteSize;
import io.loadmark.runtime.health.Health;
import io.loadmark.runtime.topics.Topic;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves messages along their lanes, turn by turn, and tells how it goes. The inventory has a lane of its own, ahead of the
 * samples: it is said only once, so that samples must not push it out of a full spool. For one thread.
 */
final class PublishLoop {
    private static final Logger log = LoggerFactory.getLogger(PublishLoop.class);
    private static final String COMPONENT = "collector-kafka";
    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Outlet outlet;
    private final Lane inventory;
    private final Lane samples;
    private final List<Lane> lanes;
    private final long patienceNanos;
    private final PublisherMetrics metrics;
    private final PublisherEvents events;
    private final Health health;
    private boolean stalled;
    private long stalledSince;
    private boolean away;
    private boolean behind;
    private boolean reported;
    private long reportedAt;

    PublishLoop(
            PublisherConfig config,
            Outlet outlet,
            Lane inventory,
            Lane samples,
            PublisherMetrics metrics,
            PublisherEvents events,
            Health health) {
        this.outlet = outlet;
        this.inventory = inventory;
        this.samples = samples;
        lanes = List.of(inventory, samples);
        patienceNanos = config.patience().toNanos();
        this.metrics = metrics;
        this.events = events;
        this.health = health;
    }

    /** Takes what is new, and does what can be done now. */
    void turn(List<Message> fresh, long nowNanos) {
        for (var message : fresh) laneOf(message).take(message);
        for (var lane : lanes) lane.turn(outlet, nowNanos);
        mend(nowNanos);
        judge(nowNanos);
        if (!reported || nowNanos - reportedAt >= REPORT_NANOS) report(nowNanos);
    }

    private Lane laneOf(Message message) {
        return message.topic().keep() == Topic.Keep.COMPACTED || message.topic() == Topic.EVENTS ? inventory : samples;
    }

    /** Lets the next producer have what the last one failed with. */
    private void mend(long nowNanos) {
        for (var lane : lanes) {
            var fault = lane.fault();
            if (fault != null) outlet.broken(fault, nowNanos);
        }
        if (outlet.isClosed()) lanes.forEach(Lane::takeBack);
    }

    private void judge(long nowNanos) {
        boolean now = lanes.stream().anyMatch(lane -> lane.isStalled(outlet, nowNanos));
        if (now && !stalled) stalledSince = nowNanos;
        stalled = now;
        if (stalled && !away && nowNanos - stalledSince >= patienceNanos) {
            away = true;
            behind = true;
            events.kafkaAway(outlet.trouble());
        }
        if (!stalled) away = false;
        if (behind && !away && isEmpty()) {
            behind = false;
            events.kafkaCaughtUp();
        }
    }

    private void report(long nowNanos) {
        reported = true;
        reportedAt = nowNanos;
        long inMemory = lanes.stream().mapToLong(Lane::inMemory).sum();
        long inSpool = lanes.stream().mapToLong(Lane::inSpool).sum();
        long bytes = lanes.stream().mapToLong(Lane::spoolBytes).sum();
        metrics.waiting(inMemory, inSpool, bytes);
        if (away) health.down(COMPONENT, awayText(inMemory + inSpool, bytes));
        else if (!stalled) health.up(COMPONENT);
    }

    private String awayText(long records, long spoolBytes) {
        return String.format(
                "Kafka acknowledges no samples: %s; %d records wait, %s on disk",
                outlet.trouble(), records, new ByteSize(spoolBytes));
    }

    /** Whether everything has been acknowledged. */
    boolean isEmpty() {
        return lanes.stream().allMatch(Lane::isEmpty);
    }

    /** Whether another turn may deliver something. */
    boolean isDelivering() {
        return !stalled && !isEmpty();
    }

    /** Writes to disk what is in memory only: what is not delivered from here on is not lost. */
    void secure(long nowNanos) {
        lanes.forEach(lane -> lane.spill(nowNanos));
    }

    /** Leaves the rest to the spool and the next start. */
    void close(long nowNanos) {
        outlet.close();
        for (var lane : lanes) {
            lane.settle(nowNanos);
            try {
                lane.close();
            } catch (IOException e) {
                log.warn("the spool can't be closed in order; what is in it stays there", e);
            }
        }
    }
}
