package io.loadmark.app.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** The settings of a broker that is its own controller, alone, and small. */
record BrokerSettings(Path directory, int brokerPort, int controllerPort) {
    static final int NODE = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";
    private static final int MIB = 1 << 20;

    Path data() {
        return directory.resolve("data");
    }

    Path metadata() {
        return directory.resolve("metadata");
    }

    /** Whether the broker was not killed the last time; Kafka leaves a file when it has ended, and takes it away at its start. */
    boolean endedInOrder() {
        return Files.exists(data().resolve(".kafka_cleanshutdown"));
    }

    String bootstrapServers() {
        return "127.0.0.1:" + brokerPort;
    }

    Properties properties() {
        var all = new Properties();
        for (var part : new Map<?, ?>[] {identity(), replication(), limits(), footprint()}) all.putAll(part);
        return all;
    }

    private Map<String, String> identity() {
        String listeners =
                "PLAINTEXT://127.0.0.1:" + brokerPort + "," + CONTROLLER_LISTENER + "://127.0.0.1:" + controllerPort;
        var own = new HashMap<String, String>();
        own.put("process.roles", "broker,controller");
        own.put("node.id", Integer.toString(NODE));
        own.put("listeners", listeners);
        own.put("advertised.listeners", listeners);
        own.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        own.put("controller.listener.names", CONTROLLER_LISTENER);
        own.put("inter.broker.listener.name", "PLAINTEXT");
        // Static voters: a dynamic quorum would write the port into its log, and it may change.
        own.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        // Apart: Kafka locks a shared directory only after it has opened the metadata log in it.
        own.put("log.dirs", data().toString());
        own.put("metadata.log.dir", metadata().toString());
        return own;
    }

    /** One node; transactions as exactly_once_v2 asks for. */
    private static Map<String, String> replication() {
        var one = new HashMap<String, String>();
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            one.put(topic + ".replication.factor", "1");
            one.put(topic + ".num.partitions", "4");
            one.put(topic + ".segment.bytes", Integer.toString(8 * MIB));
        }
        one.put("transaction.state.log.min.isr", "1");
        one.put("share.coordinator.state.topic.min.isr", "1");
        one.put("share.coordinator.state.topic.num.partitions", "1");
        return one;
    }

    private static Map<String, String> limits() {
        return Map.of(
                "auto.create.topics.enable",
                "false",
                // 16 MiB, the largest OTLP request, and the record's own head
                "message.max.bytes",
                Integer.toString(17 * MIB),
                "socket.request.max.bytes",
                Integer.toString(64 * MIB),
                // Retention drops whole segments only: smaller ones keep closer to what was asked for.
                "log.segment.bytes",
                Integer.toString(64 * MIB),
                "log.retention.check.interval.ms",
                "60000",
                "group.initial.rebalance.delay.ms",
                "0");
    }

    private static Map<String, String> footprint() {
        return Map.of(
                "log.cleaner.dedupe.buffer.size", Integer.toString(8 * MIB), // default 128 MiB of heap
                "log.cleaner.io.buffer.size", Integer.toString(MIB / 2),
                "log.index.size.max.bytes", Integer.toString(MIB),
                "num.network.threads", "2",
                "num.io.threads", "4",
                "background.threads", "2",
                "num.recovery.threads.per.data.dir", "2",
                "group.coordinator.threads", "1",
                "share.coordinator.threads", "1",
                "queued.max.requests", "100");
    }
}
