package io.loadmark.runtime.topics;

import io.loadmark.runtime.config.ConfigException;
import io.loadmark.runtime.config.KafkaConfig;
import io.loadmark.runtime.config.TopicsConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidMetadataException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the topics at the start where that is allowed, and checks them where they exist. */
public final class TopicAdmin {
    private static final int TIMEOUT_SECONDS = 10;
    private static final Map<String, Integer> TIMEOUTS = Map.of(
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_SECONDS * 1000,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_SECONDS * 1000);
    private static final long PAUSE_MILLIS = 100;
    private static final Logger LOG = LoggerFactory.getLogger(TopicAdmin.class);

    /** Settings on which the results depend; how long a topic keeps its records is its owner's business. */
    private static final List<String> REQUIRED = List.of("message.timestamp.type", "cleanup.policy");

    private TopicAdmin() {}

    /**
     * Makes missing topics, checks the partitions and settings of those that exist and waits until each has a leader that
     * serves it. Without an answer it gives up after ten seconds.
     *
     * @throws NoAnswerException if no broker answers
     * @throws ConfigException if a topic is missing and may not be made, has another number of partitions than configured,
     *     or a setting with which the results would be wrong
     */
    public static void prepare(KafkaConfig kafka, TopicsConfig topics) {
        try (var admin = Admin.create(kafka.client(TIMEOUTS))) {
            var missing = new ArrayList<Topic>();
            var existing = new ArrayList<Topic>();
            for (var topic : describe(admin).entrySet()) {
                var found = found(topic.getValue());
                if (found.isPresent()) {
                    check(topic.getKey(), found.get(), topics);
                    existing.add(topic.getKey());
                } else {
                    missing.add(topic.getKey());
                }
            }
            if (topics.manage() != TopicsConfig.Manage.TRUST) checkSettings(admin, existing, topics);
            if (!missing.isEmpty()) make(admin, missing, topics);
            awaitLeaders(admin, topics);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw failed(kafka, cause(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConfigException("interrupted while preparing topics", e);
        }
    }

    private static ConfigException failed(KafkaConfig kafka, Throwable cause, Exception e) {
        String where = " Kafka at " + kafka.bootstrapServers() + " (kafka.bootstrap-servers): " + cause.getMessage();
        boolean silent = cause instanceof TimeoutException || cause instanceof RetriableException;
        return silent
                ? new NoAnswerException("no answer from" + where, e)
                : new ConfigException("topics can't be prepared on" + where, e);
    }

    private static Map<Topic, KafkaFuture<TopicDescription>> describe(Admin admin) {
        var byName = admin.describeTopics(
                        Arrays.stream(Topic.values()).map(Topic::topicName).toList())
                .topicNameValues();
        var byTopic = new EnumMap<Topic, KafkaFuture<TopicDescription>>(Topic.class);
        for (Topic topic : Topic.values()) byTopic.put(topic, Objects.requireNonNull(byName.get(topic.topicName())));
        return byTopic;
    }

    private static Optional<TopicDescription> found(KafkaFuture<TopicDescription> description)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            return Optional.of(description.get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) return Optional.empty();
            throw e;
        }
    }

    private static void make(Admin admin, List<Topic> missing, TopicsConfig topics)
            throws ExecutionException, InterruptedException, TimeoutException {
        if (topics.manage() != TopicsConfig.Manage.CREATE) throw new ConfigException(missing(missing, topics));
        var wanted = missing.stream()
                .map(topic -> new NewTopic(topic.topicName(), topic.partitions(topics), topics.replicationFactor())
                        .configs(topic.settings(topics)))
                .toList();
        for (var created : admin.createTopics(wanted).values().values()) {
            try {
                created.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                // Another process of Loadmark that starts at the same time was first.
                if (!(e.getCause() instanceof TopicExistsException)) throw e;
            }
        }
    }

    /**
     * A producer's first batches that reach a partition while its leader is still making it can be taken in the wrong
     * order: the first is refused, the second taken, and the first then is out of sequence until it times out.
     */
    private static void awaitLeaders(Admin admin, TopicsConfig topics)
            throws ExecutionException, InterruptedException, TimeoutException {
        var ends = new HashMap<TopicPartition, OffsetSpec>();
        for (Topic topic : Topic.values()) {
            for (int p = 0; p < topic.partitions(topics); p++) {
                ends.put(new TopicPartition(topic.topicName(), p), OffsetSpec.latest());
            }
        }
        long begin = System.nanoTime();
        while (!serve(admin, ends)) {
            if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS)) {
                throw new TimeoutException("some partitions have had no leader for " + TIMEOUT_SECONDS + " s");
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private static boolean serve(Admin admin, Map<TopicPartition, OffsetSpec> ends)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            admin.listOffsets(ends).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            // Not every broker has heard of a new topic yet.
            if (e.getCause() instanceof InvalidMetadataException) return false;
            throw e;
        }
    }

    private static void check(Topic topic, TopicDescription found, TopicsConfig topics) {
        int partitions = found.partitions().size();
        if (partitions != topic.partitions(topics)) {
            throw new ConfigException(String.format(
                    "topic %s has %d partitions, topics.partitions asks for %d; set it to %d, or start on new topics",
                    topic.topicName(), partitions, topic.partitions(topics), partitions));
        }
    }

    private static void checkSettings(Admin admin, List<Topic> existing, TopicsConfig topics)
            throws ExecutionException, InterruptedException, TimeoutException {
        var found = admin.describeConfigs(
                        existing.stream().map(TopicAdmin::resource).toList())
                .values();
        for (Topic topic : existing) {
            try {
                var settings = Objects.requireNonNull(found.get(resource(topic)));
                checkSettings(topic, settings.get(TIMEOUT_SECONDS, TimeUnit.SECONDS), topics);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof AuthorizationException)) throw e;
                LOG.warn(
                        "the settings of topic {} can't be checked: {}",
                        topic.topicName(),
                        e.getCause().getMessage());
            }
        }
    }

    private static void checkSettings(Topic topic, Config found, TopicsConfig topics) {
        for (String name : REQUIRED) {
            String wanted = Objects.requireNonNull(topic.settings(topics).get(name));
            var entry = found.get(name);
            if (entry != null && !wanted.equals(entry.value())) {
                throw new ConfigException(String.format(
                        "topic %s has %s=%s and needs %s; change it (kafka-configs.sh --alter), or start on new topics",
                        topic.topicName(), name, entry.value(), wanted));
            }
        }
    }

    private static ConfigResource resource(Topic topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName());
    }

    private static String missing(List<Topic> missing, TopicsConfig topics) {
        return "topics are missing and topics.manage is `"
                + topics.manage().name().toLowerCase(Locale.ROOT) + "`: "
                + missing.stream().map(Topic::topicName).collect(Collectors.joining(", "));
    }

    /** Kafka wraps, and the outside says nothing: "Failed to create new KafkaAdminClient". */
    private static Throwable cause(Throwable e) {
        return e.getCause() == null ? e : cause(e.getCause());
    }
}
