package io.loadmark.collector.otlp;

import io.loadmark.runtime.config.ConfigException;
import io.loadmark.runtime.config.KafkaConfig;
import io.loadmark.runtime.health.Health;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives OTLP over HTTP ({@code /v1/traces}, {@code /v1/metrics}) and gRPC and writes it to the topics of spans and
 * metrics. A sender gets its acknowledgement after Kafka's. What can't be read is refused with the reason, what Kafka
 * does not take is to be sent again, what is too large for a record is reported as a partial success. Counts are those
 * of {@link ReceiverCounters}.
 */
public final class OtlpReceiver implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OtlpReceiver.class);
    private static final Duration DRAIN = Duration.ofSeconds(3);

    private final Health health;
    private final Duration drain;
    private final Producer<byte[], byte[]> producer;
    private final InFlight inFlight;
    private final HttpEndpoint http;
    private final GrpcEndpoint grpc;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Listens only after {@link #start}.
     *
     * @throws ConfigException if {@code kafka.bootstrap-servers} or {@code kafka.properties} can't be used
     */
    public OtlpReceiver(String tenant, OtlpConfig config, KafkaConfig kafka, Health health, OpenTelemetry telemetry) {
        this(tenant, config, () -> producer(kafka, config), health, telemetry, DRAIN);
    }

    /** @param drain how long {@link #close} waits for requests that wait for Kafka */
    OtlpReceiver(
            String tenant,
            OtlpConfig config,
            Supplier<Producer<byte[], byte[]>> kafka,
            Health health,
            OpenTelemetry telemetry,
            Duration drain) {
        this.health = health;
        this.drain = drain;
        producer = kafka.get();
        inFlight = new InFlight(config);
        var counters = new ReceiverCounters(telemetry);
        var intake = new Intake(config, new KafkaWriter(tenant, producer), inFlight, counters, health);
        http = new HttpEndpoint(config, intake, inFlight, counters);
        grpc = new GrpcEndpoint(config, intake, inFlight, counters);
    }

    private static Producer<byte[], byte[]> producer(KafkaConfig kafka, OtlpConfig config) {
        try {
            return KafkaWriter.producer(kafka, config);
        } catch (KafkaException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw new ConfigException("kafka: the producer of otlp can't be made: " + cause.getMessage(), e);
        }
    }

    /**
     * Opens both ports.
     *
     * @throws ConfigException if a port is taken; the message names the setting, and nothing is left open
     */
    public void start() {
        try {
            http.start();
            grpc.start();
        } catch (ConfigException e) {
            close();
            throw e;
        }
        health.up(Intake.COMPONENT);
        log.info("receiving OTLP: HTTP on port {}, gRPC on port {}", httpPort(), grpcPort());
    }

    /** The port of OTLP/HTTP, also where the configuration said 0. */
    public int httpPort() {
        return http.port();
    }

    /** The port of OTLP/gRPC, also where the configuration said 0. */
    public int grpcPort() {
        return grpc.port();
    }

    /** Lets no more requests in, waits a few seconds for those inside, then closes the ports and the producer. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) return;
        grpc.stopAccepting();
        try {
            if (!inFlight.drain(drain)) log.warn("OTLP requests still wait for Kafka; their senders have to retry");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        grpc.close();
        http.close();
        producer.close(DRAIN);
    }
}
