package io.loadmark.collector.publish;

import io.loadmark.collector.identity.HostClock;
import io.loadmark.collector.identity.HostIdentity;
import io.loadmark.schema.EntityKind;
import io.loadmark.schema.Event;
import io.loadmark.schema.EventPhase;
import io.loadmark.schema.EventType;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events as lines of the log and as records, so that a gap in the samples is explained where they are read. A kind of loss is
 * told at most once in ten seconds. For one thread.
 */
final class ToldEvents implements PublisherEvents {
    private static final Logger log = LoggerFactory.getLogger(ToldEvents.class);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int LONGEST_DETAIL = 1_000;
    private static final String AWAY = "kafka-away";

    private final HostIdentity host;
    private final HostClock clock;
    private final Consumer<Event> records;
    private final Map<Loss, Long> lastSaid = new EnumMap<>(Loss.class);
    private final Map<Loss, Long> unsaid = new EnumMap<>(Loss.class);
    private long awayMicros;

    /** {@code records} takes each event that is to be published. */
    ToldEvents(HostIdentity host, HostClock clock, Consumer<Event> records) {
        this.host = host;
        this.clock = clock;
        this.records = records;
    }

    @Override
    public void kafkaAway(String why) {
        log.warn("Kafka acknowledges no samples, they wait in the spool: {}", why);
        awayMicros = clock.wallMicros();
        records.accept(event(EventPhase.START, AWAY, why).setSpanId(span()).build());
    }

    @Override
    public void kafkaCaughtUp() {
        log.info("Kafka has all samples again");
        records.accept(event(EventPhase.END, AWAY, "")
                .setSpanId(span())
                .setStartMicros(awayMicros)
                .build());
    }

    private String span() {
        return AWAY + "-" + awayMicros;
    }

    @Override
    public void dropped(Loss why, long count, String detail) {
        long sum = unsaid.merge(why, count, Long::sum);
        long now = clock.monotonicNanos();
        var last = lastSaid.get(why);
        if (last != null && now - last < PAUSE_NANOS) return;
        lastSaid.put(why, now);
        unsaid.remove(why);
        String text = sum + " records lost (" + why.label() + "): " + detail;
        log.warn("{}", text);
        records.accept(event(EventPhase.INSTANT, "records-lost", text).build());
    }

    @Override
    public void spoolFailed(String why) {
        log.warn("the spool can't be written, samples wait in memory: {}", why);
        records.accept(event(EventPhase.INSTANT, "spool-failed", why).build());
    }

    private Event.Builder event(EventPhase phase, String name, String detail) {
        return Event.newBuilder()
                .setTenant(host.tenant())
                .setHostId(host.hostId())
                .setKind(EntityKind.HOST)
                .setEntityId(host.hostId())
                .setEntityName(host.hostName())
                .setAtMicros(clock.wallMicros())
                .setType(EventType.COLLECTOR)
                .setPhase(phase)
                .setName(name)
                .setDetail(detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL))
                .setSource("collector");
    }
}
