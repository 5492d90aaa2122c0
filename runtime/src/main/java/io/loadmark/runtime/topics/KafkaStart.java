package io.loadmark.runtime.topics;

import io.loadmark.runtime.config.ConfigException;
import io.loadmark.runtime.config.Durations;
import io.loadmark.runtime.config.KafkaConfig;
import io.loadmark.runtime.config.TopicsConfig;
import io.loadmark.runtime.health.Health;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The beginning of a process that needs Kafka: waits a while for an answer, then makes and checks the topics. */
public final class KafkaStart {
    /** Name under which health speaks of it, while it waits. */
    public static final String COMPONENT = "kafka";

    private static final Logger LOG = LoggerFactory.getLogger(KafkaStart.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long PAUSE_MILLIS = 500;

    private final KafkaConfig kafka;
    private final Health health;
    private final @Nullable Duration patience;
    private final long begin = System.nanoTime();
    private boolean said;

    /** For who works without Kafka meanwhile: its patience has no end. */
    public KafkaStart(KafkaConfig kafka, Health health) {
        this(kafka, health, null);
    }

    private KafkaStart(KafkaConfig kafka, Health health, @Nullable Duration patience) {
        this.kafka = kafka;
        this.health = health;
        this.patience = patience;
    }

    /**
     * Says once that it waits, if it has to, and ends after a minute of that.
     *
     * @throws NoAnswerException if Kafka has not answered by then
     * @throws ConfigException as {@link TopicAdmin#prepare} does
     */
    public static void prepare(KafkaConfig kafka, TopicsConfig topics, Health health) {
        prepare(kafka, topics, health, PATIENCE);
    }

    /** As {@link #prepare(KafkaConfig, TopicsConfig, Health)}, but waits for so long. */
    public static void prepare(KafkaConfig kafka, TopicsConfig topics, Health health, Duration patience) {
        try {
            new KafkaStart(kafka, health, patience).prepare(topics);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConfigException("interrupted while waiting for Kafka", e);
        }
    }

    private void prepare(TopicsConfig topics) throws InterruptedException {
        while (!attempt(topics)) TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }

    /**
     * Tries once; false if Kafka does not answer, which is said the first time.
     *
     * @throws NoAnswerException if patience has ended
     * @throws ConfigException as {@link TopicAdmin#prepare} does
     */
    public boolean attempt(TopicsConfig topics) {
        try {
            Reach.check(kafka.bootstrapServers());
            TopicAdmin.prepare(kafka, topics);
            answered();
            return true;
        } catch (IOException e) {
            silent(String.valueOf(e.getMessage()), e);
        } catch (NoAnswerException e) {
            silent("it takes connections, but does not answer", e);
        }
        return false;
    }

    private void silent(String why, Exception cause) {
        String where = "Kafka at " + kafka.bootstrapServers() + " (kafka.bootstrap-servers)";
        if (patience != null && System.nanoTime() - begin > patience.toNanos()) {
            throw new NoAnswerException(
                    "no answer from " + where + " for " + Durations.text(patience) + ": " + why, cause);
        }
        health.down(COMPONENT, "waits for " + where + ": " + why);
        String time = patience == null ? "" : " up to " + Durations.text(patience);
        if (!said) LOG.warn("waits{} for {}: {}", time, where, why);
        said = true;
    }

    private void answered() {
        if (!said) return;
        health.up(COMPONENT);
        LOG.info("Kafka answers after {} s", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
    }
}
