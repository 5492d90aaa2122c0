package io.loadmark.streams;

import io.loadmark.runtime.config.ConfigException;
import io.loadmark.runtime.config.KafkaConfig;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;

/**
 * Refuses to start a topology on state that another version of it left: a store that it no longer has would be lost,
 * and what is in flight on an old repartition topic would never be read.
 */
final class InternalTopics {
    private static final int TIMEOUT_SECONDS = 30;

    private InternalTopics() {}

    /**
     * Checks topologies by their application ids.
     *
     * @throws ConfigException if Kafka holds state that does not belong to them, or does not answer
     */
    static void check(KafkaConfig kafka, Map<String, Topology> topologies) {
        var existing = existing(kafka);
        topologies.forEach((applicationId, topology) -> check(existing, applicationId, topology));
    }

    private static void check(Set<String> existing, String applicationId, Topology topology) {
        var expected = expected(applicationId, topology.describe());
        var foreign = new TreeSet<String>();
        for (String topic : existing) {
            boolean internal = topic.startsWith(applicationId + "-")
                    && (topic.endsWith("-changelog") || topic.endsWith("-repartition"));
            if (internal && !expected.contains(topic)) foreign.add(topic);
        }
        if (foreign.isEmpty()) return;
        throw new ConfigException("state of another version of " + applicationId + " is in Kafka: " + foreign
                + "; start the version that wrote it, or stop all its processes and delete these topics and"
                + " the streams state directory to begin anew");
    }

    private static Set<String> expected(String applicationId, TopologyDescription description) {
        var expected = new TreeSet<String>();
        for (var part : description.subtopologies()) {
            for (var node : part.nodes()) {
                if (node instanceof TopologyDescription.Processor processor) {
                    processor.stores().forEach(store -> expected.add(applicationId + "-" + store + "-changelog"));
                } else if (node instanceof TopologyDescription.Source source && source.topicSet() != null) {
                    source.topicSet().forEach(topic -> expected.add(applicationId + "-" + topic));
                }
            }
        }
        return expected;
    }

    private static Set<String> existing(KafkaConfig kafka) {
        try (var admin = Admin.create(kafka.client(Map.of()))) {
            return admin.listTopics().names().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new ConfigException(
                    "no answer from Kafka at " + kafka.bootstrapServers() + " (kafka.bootstrap-servers)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConfigException("interrupted while looking at topics", e);
        }
    }
}
