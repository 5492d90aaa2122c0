package io.loadmark.app.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import kafka.server.NetworkUtils;
import org.apache.kafka.clients.NetworkClientUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest.TxnMarkerEntry;
import org.apache.kafka.common.requests.WriteTxnMarkersResponse;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends transactions whose end is known and was never written. A single broker that is killed between deciding on a commit and
 * writing its markers has to write them when it comes back. Kafka 4.3 drops them if the coordinator looks for the leader of a partition
 * while there is none, as happens after each such start (KRaftMetadataCache.getPartitionLeaderEndpoint is then empty, which
 * TransactionMarkerChannelManager takes for a deleted topic). The transaction counts as complete, its partitions stay open, and who
 * reads what is committed waits for ever. What is missing is written here, before anybody produces.
 */
final class LostMarkers {
    private static final Logger LOG = LoggerFactory.getLogger(LostMarkers.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(100);
    /** Of the protocol by which each transaction has an epoch of its own, KIP-890. */
    private static final short TRANSACTION_VERSION = 2;

    private static final Set<TransactionState> ENDING = Set.of(
            TransactionState.PREPARE_COMMIT, TransactionState.PREPARE_ABORT, TransactionState.PREPARE_EPOCH_FENCE);

    private final KafkaConfig config;
    private final String bootstrapServers;

    LostMarkers(KafkaConfig config, String bootstrapServers) {
        this.config = config;
        this.bootstrapServers = bootstrapServers;
    }

    /** A partition with a transaction that has no end. */
    private record Open(TopicPartition partition, ProducerState producer) {}

    /**
     * Writes the markers that are missing.
     *
     * @throws IOException if they can't be written
     */
    void write() throws IOException {
        try (var admin = Admin.create(
                Map.of("bootstrap.servers", bootstrapServers, "metric.reporters", "", "enable.metrics.push", false))) {
            var markers = missing(admin);
            if (!markers.isEmpty()) send(markers);
        } catch (ExecutionException e) {
            throw new IOException("what transactions lack can't be told: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /**
     * Waits for those that the broker itself is about to write, and for what its coordinator has not read of its log yet. Transactions are
     * asked about before partitions: a partition that is open after its transaction was complete has lost its marker; one that was open
     * before may have got it meanwhile.
     */
    private static List<TxnMarkerEntry> missing(Admin admin) throws ExecutionException, InterruptedException {
        long begin = System.nanoTime();
        while (true) {
            var transactions = byProducer(admin);
            var open = open(admin);
            if (open.isEmpty()) return List.of();
            boolean unsettled = open.stream()
                    .map(one -> transactions.get(one.producer.producerId()))
                    .anyMatch(transaction -> transaction == null || ENDING.contains(transaction.state()));
            if (!unsettled || System.nanoTime() - begin > PATIENCE.toNanos()) return markers(open, transactions);
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private static List<Open> open(Admin admin) throws ExecutionException, InterruptedException {
        var names = admin.listTopics(new ListTopicsOptions().listInternal(true))
                .names()
                .get();
        var partitions = new ArrayList<TopicPartition>();
        for (var topic : admin.describeTopics(names).allTopicNames().get().values()) {
            for (var partition : topic.partitions()) {
                partitions.add(new TopicPartition(topic.name(), partition.partition()));
            }
        }
        var open = new ArrayList<Open>();
        admin.describeProducers(partitions).all().get().forEach((partition, state) -> state.activeProducers().stream()
                .filter(producer -> producer.currentTransactionStartOffset().isPresent())
                .forEach(producer -> open.add(new Open(partition, producer))));
        return open;
    }

    private static Map<Long, TransactionDescription> byProducer(Admin admin)
            throws ExecutionException, InterruptedException {
        Collection<TransactionListing> listed = admin.listTransactions().all().get();
        var ids = listed.stream().map(TransactionListing::transactionalId).toList();
        return admin.describeTransactions(ids).all().get().values().stream()
                .collect(Collectors.toMap(TransactionDescription::producerId, transaction -> transaction, (a, b) -> b));
    }

    private static List<TxnMarkerEntry> markers(List<Open> open, Map<Long, TransactionDescription> transactions) {
        var partitions = new HashMap<ProducerState, List<TopicPartition>>();
        for (var one : open) {
            partitions
                    .computeIfAbsent(one.producer, producer -> new ArrayList<>())
                    .add(one.partition);
        }
        var markers = new ArrayList<TxnMarkerEntry>();
        partitions.forEach((producer, lacking) -> {
            var transaction = transactions.get(producer.producerId());
            if (transaction == null || !isEndOf(transaction, producer)) return;
            boolean committed = transaction.state() == TransactionState.COMPLETE_COMMIT;
            LOG.warn(
                    "the end of a transaction was not written when the broker was killed: {} it in {}",
                    committed ? "committing" : "aborting",
                    lacking);
            markers.add(new TxnMarkerEntry(
                    producer.producerId(),
                    (short) transaction.producerEpoch(),
                    producer.coordinatorEpoch().orElse(0),
                    committed ? TransactionResult.COMMIT : TransactionResult.ABORT,
                    lacking,
                    TRANSACTION_VERSION));
        });
        return markers;
    }

    /** Whether what the coordinator took for complete is this very transaction: its end has the epoch after its own. */
    private static boolean isEndOf(TransactionDescription transaction, ProducerState producer) {
        var state = transaction.state();
        boolean complete = state == TransactionState.COMPLETE_COMMIT || state == TransactionState.COMPLETE_ABORT;
        return complete && transaction.producerEpoch() == producer.producerEpoch() + 1;
    }

    private void send(List<TxnMarkerEntry> markers) throws IOException {
        var broker = new Node(BrokerSettings.NODE, "127.0.0.1", port());
        try (var metrics = new Metrics();
                var client = NetworkUtils.buildNetworkClient(
                        "lost-markers", config, metrics, Time.SYSTEM, new LogContext("[LostMarkers] "))) {
            if (!NetworkClientUtils.awaitReady(client, broker, Time.SYSTEM, PATIENCE.toMillis())) {
                throw new IOException("no connection to " + bootstrapServers);
            }
            var request = client.newClientRequest(
                    broker.idString(), new WriteTxnMarkersRequest.Builder(markers), System.currentTimeMillis(), true);
            var answer = NetworkClientUtils.sendAndReceive(client, request, Time.SYSTEM);
            if (answer.responseBody() instanceof WriteTxnMarkersResponse response) check(response);
        }
    }

    private int port() {
        return Integer.parseInt(bootstrapServers.substring(bootstrapServers.lastIndexOf(':') + 1));
    }

    private static void check(WriteTxnMarkersResponse response) throws IOException {
        for (var errors : response.errorsByProducerId().values()) {
            for (var entry : errors.entrySet()) {
                if (entry.getValue() == Errors.NONE) continue;
                throw new IOException("no marker in " + entry.getKey() + ": " + entry.getValue());
            }
        }
    }
}
