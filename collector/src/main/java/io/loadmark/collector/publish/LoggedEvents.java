package io.loadmark.collector.publish;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events as lines of the log, a kind of loss at most once in ten seconds. For one thread. */
final class LoggedEvents implements PublisherEvents {
    private static final Logger log = LoggerFactory.getLogger(LoggedEvents.class);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Map<Loss, Long> lastSaid = new EnumMap<>(Loss.class);
    private final Map<Loss, Long> unsaid = new EnumMap<>(Loss.class);

    @Override
    public void kafkaAway(String why) {
        log.warn("Kafka acknowledges no samples, they wait in the spool: {}", why);
    }

    @Override
    public void kafkaCaughtUp() {
        log.info("Kafka has all samples again");
    }

    @Override
    public void dropped(Loss why, long records, String detail) {
        long sum = unsaid.merge(why, records, Long::sum);
        long now = System.nanoTime();
        var last = lastSaid.get(why);
        if (last != null && now - last < PAUSE_NANOS) return;
        lastSaid.put(why, now);
        unsaid.remove(why);
        log.warn("{} records lost ({}): {}", sum, why.label(), detail);
    }

    @Override
    public void spoolFailed(String why) {
        log.warn("the spool can't be written, samples wait in memory: {}", why);
    }
}
