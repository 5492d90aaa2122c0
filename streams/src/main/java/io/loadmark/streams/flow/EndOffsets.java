package io.loadmark.streams.flow;

import io.loadmark.runtime.config.KafkaConfig;
import io.loadmark.runtime.health.Health;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the broker twice a second where the partitions of some topics end. A reader at that end has read everything
 * stored until the question was asked, less a margin for the difference of this machine's clock and the brokers'. When
 * the broker does not answer nothing is known, time stands still for idle partitions, data waits and health says so:
 * Kafka Streams itself just goes on polling.
 */
public final class EndOffsets implements ReadProgress, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EndOffsets.class);
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final Duration CLOCK_MARGIN = Duration.ofMillis(500);

    private record Reach(Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends, long askedMicros) {}

    /** Name under which health speaks of it. */
    public static final String COMPONENT = "streams-kafka";

    private final Admin admin;
    private final Health health;
    private boolean silent;
    private final List<TopicPartition> partitions;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "loadmark-end-offsets");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Reach reach = new Reach(Map.of(), Map.of(), UNKNOWN);

    public EndOffsets(KafkaConfig kafka, Collection<TopicPartition> partitions, Health health) {
        this.health = health;
        this.partitions = List.copyOf(partitions);
        admin = Admin.create(kafka.client(Map.of("client.id", "loadmark-end-offsets")));
        var unused = clock.scheduleWithFixedDelay(this::ask, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public long readUntil(TopicPartition partition, long nextOffset) {
        var known = reach;
        Long begin = known.begins().get(partition);
        Long end = known.ends().get(partition);
        return begin != null && end != null && Math.max(begin, nextOffset) >= end ? known.askedMicros() : UNKNOWN;
    }

    private void ask() {
        try {
            long asked = (System.currentTimeMillis() - CLOCK_MARGIN.toMillis()) * 1000;
            var ends = offsets(OffsetSpec.latest());
            reach = new Reach(offsets(OffsetSpec.earliest()), ends, asked);
            answered();
        } catch (ExecutionException | TimeoutException e) {
            notAnswered(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answered() {
        health.up(COMPONENT);
        if (silent) LOG.info("Kafka answers again");
        silent = false;
    }

    private void notAnswered(Exception e) {
        var cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
        String reason = "no answer from Kafka; everything waits"
                + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
        health.down(COMPONENT, reason);
        if (!silent) LOG.warn("{}", reason);
        silent = true;
    }

    private Map<TopicPartition, Long> offsets(OffsetSpec which)
            throws ExecutionException, InterruptedException, TimeoutException {
        var asked = new HashMap<TopicPartition, OffsetSpec>();
        partitions.forEach(partition -> asked.put(partition, which));
        var offsets = new HashMap<TopicPartition, Long>();
        admin.listOffsets(asked).all().get(5, TimeUnit.SECONDS).forEach((p, o) -> offsets.put(p, o.offset()));
        return offsets;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        admin.close(Duration.ofSeconds(1));
    }
}
