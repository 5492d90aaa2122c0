package io.loadmark.app.embedded;

import io.loadmark.app.embedded.EmbeddedException.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker in this JVM, on 127.0.0.1 only, with its data below the data directory. Acknowledged records survive
 * {@code kill -9} of the process; a power failure may take the last seconds, as with any single broker that leaves
 * flushing to the kernel. {@code kafka.server} is no public API of Kafka: only this class and {@link LostMarkers} use it.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final int ATTEMPTS = 3;

    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private EmbeddedKafka(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts the broker; returns when it serves, in about two seconds.
     *
     * @param port to listen on; 0 takes any free one, by preference that of the last time
     * @param onFault told in one line when the broker can't go on; Kafka itself would end the JVM without a word. What
     *     it runs on is one of the broker's threads: it must not wait for {@link #close}.
     * @throws EmbeddedException if the broker does not start
     */
    public static EmbeddedKafka start(DataDirectory directory, int port, Consumer<String> onFault) {
        if (port != 0 && !LoopbackPorts.isFree(port)) throw taken(port, null); // Kafka's own words fill a screen
        Exit.setExitProcedure((status, message) -> onFault.accept(fault("exit", status, message)));
        Exit.setHaltProcedure((status, message) -> onFault.accept(fault("halt", status, message)));
        var ports = new LoopbackPorts(directory.kafka().resolve("ports"));
        for (int attempt = 1; ; attempt++) {
            try {
                var chosen = ports.choose(2);
                var settings = new BrokerSettings(directory.kafka(), port == 0 ? chosen.get(0) : port, chosen.get(1));
                var started = start(settings);
                ports.keep(List.of(settings.brokerPort(), settings.controllerPort()));
                directory.announce("kafka", started.bootstrapServers);
                return started;
            } catch (Exception e) {
                if (port == 0 && attempt < ATTEMPTS && portTaken(e)) continue;
                throw failed(e, port);
            }
        }
    }

    private static EmbeddedKafka start(BrokerSettings settings) throws Exception {
        PrivateFiles.directory(settings.data());
        PrivateFiles.directory(settings.metadata());
        formatIfNew(settings);
        boolean endedInOrder = settings.endedInOrder();
        var config = new KafkaConfig(settings.properties(), false);
        var server = new KafkaRaftServer(config, Time.SYSTEM);
        try {
            server.startup();
            if (!endedInOrder) new LostMarkers(config, settings.bootstrapServers()).write();
            return new EmbeddedKafka(server, settings.bootstrapServers());
        } catch (IOException | RuntimeException | Error e) {
            stop(server, e);
            throw e;
        }
    }

    /** A failed start leaves threads behind otherwise. */
    private static void stop(KafkaRaftServer server, Throwable cause) {
        try {
            server.shutdown();
            server.awaitShutdown();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private static void formatIfNew(BrokerSettings settings) throws Exception {
        String data = settings.data().toString();
        String metadata = settings.metadata().toString();
        var found = new MetaPropertiesEnsemble.Loader()
                .addLogDirs(List.of(data))
                .addMetadataLogDir(metadata)
                .load();
        // Formatting stopped half-way leaves one of the two: finish it.
        if (found.emptyLogDirs().isEmpty()) return;
        new Formatter()
                .setNodeId(BrokerSettings.NODE)
                .setClusterId(
                        found.clusterId().orElseGet(() -> Uuid.randomUuid().toString()))
                .setDirectories(List.of(data, metadata))
                .setMetadataLogDirectory(Optional.of(metadata))
                .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                .setHasDynamicQuorum(false)
                .setIgnoreFormatted(true)
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .run();
    }

    /** Kafka wraps the BindException, or only quotes it. */
    private static boolean portTaken(Throwable e) {
        for (@Nullable Throwable t = e; t != null; t = t.getCause()) {
            if (String.valueOf(t.getMessage()).contains("Address already in use")) return true;
        }
        return false;
    }

    private static EmbeddedException failed(Exception e, int port) {
        if (portTaken(e)) return taken(port, e);
        return new EmbeddedException(Reason.START_FAILED, "the embedded Kafka broker did not start: " + root(e), e);
    }

    private static EmbeddedException taken(int port, @Nullable Exception cause) {
        return new EmbeddedException(
                Reason.START_FAILED,
                "the embedded Kafka broker did not start: port " + port
                        + " is taken; set embedded.kafka-port to another, or to 0",
                cause);
    }

    private static Throwable root(Throwable e) {
        return e.getCause() == null ? e : root(e.getCause());
    }

    private static String fault(String kind, int status, @Nullable String message) {
        return "the embedded Kafka broker can't go on (" + kind + " " + status + ")"
                + (message == null ? "" : ": " + message);
    }

    /** {@code host:port} for {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Ends the broker with its data in order, in a second or two. Clients should be closed before. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        Exit.resetExitProcedure();
        Exit.resetHaltProcedure();
    }
}
