package io.loadmark.sink;

import io.loadmark.runtime.config.ClickHouseConfig;
import io.loadmark.runtime.config.KafkaConfig;
import io.loadmark.runtime.health.Health;
import io.loadmark.sink.delivery.Backoff;
import io.loadmark.sink.delivery.SinkConfig;
import io.loadmark.sink.delivery.SinkCounters;
import io.loadmark.sink.delivery.SinkProcess;
import io.loadmark.sink.delivery.Step;
import io.loadmark.sink.migration.MigrationException;
import io.loadmark.sink.migration.Migrations;
import io.opentelemetry.api.OpenTelemetry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka to ClickHouse, effectively once. Any number of sinks share the partitions. While ClickHouse or Kafka is away it
 * tries again, health says so, and the data waits in Kafka.
 */
public final class Sink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sink.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final SinkConfig config;
    private final ClickHouseConfig clickHouse;
    private final Health health;
    private final SinkProcess process;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "loadmark-sink");
    private boolean migrated;
    private String lastTrouble = "";

    /** @param tenant owner of the spans that this installation receives, {@code tenant} in loadmark.yaml */
    public Sink(
            String tenant,
            SinkConfig config,
            KafkaConfig kafka,
            ClickHouseConfig clickHouse,
            Health health,
            OpenTelemetry telemetry) {
        this(tenant, config, kafka, clickHouse, health, telemetry, step -> {});
    }

    Sink(
            String tenant,
            SinkConfig config,
            KafkaConfig kafka,
            ClickHouseConfig clickHouse,
            Health health,
            OpenTelemetry telemetry,
            Step.Observer observer) {
        this.config = config;
        this.clickHouse = clickHouse;
        this.health = health;
        process = new SinkProcess(tenant, config, kafka, clickHouse, health, new SinkCounters(telemetry), observer);
    }

    /**
     * Brings the database up to date and starts to deliver. If ClickHouse is away, both wait for it in the background.
     *
     * @throws MigrationException if this version must not use the database
     */
    public void start() {
        health.down(SinkProcess.COMPONENT, "starting");
        try {
            migrate();
        } catch (SQLException | RuntimeException e) {
            if (e instanceof MigrationException refusal) throw refusal;
            failed("waits for ClickHouse", e);
        }
        thread.start();
    }

    private void migrate() throws SQLException {
        if (!migrated) Migrations.apply(clickHouse, config);
        migrated = true;
    }

    private void run() {
        var backoff = new Backoff();
        try {
            while (stop.getCount() > 0) {
                long from = System.nanoTime();
                attempt();
                // A session that had worked for long starts over without much waiting.
                if (System.nanoTime() - from > CLOSE_TIMEOUT.toNanos()) backoff.succeeded();
                if (stop.await(backoff.failed().toMillis(), TimeUnit.MILLISECONDS)) return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            health.down(SinkProcess.COMPONENT, "stopped");
        }
    }

    private void attempt() {
        try {
            migrate();
        } catch (SQLException | RuntimeException e) {
            failed("waits for ClickHouse", e);
            return;
        }
        try {
            process.run(() -> stop.getCount() == 0);
        } catch (RuntimeException e) {
            failed("starts over", e);
        }
    }

    private void failed(String consequence, Exception e) {
        // The same trouble again, every few seconds: once with its trace.
        if (String.valueOf(e.getMessage()).equals(lastTrouble))
            LOG.warn("The sink {}: {}", consequence, e.getMessage());
        else LOG.warn("The sink {}", consequence, e);
        lastTrouble = String.valueOf(e.getMessage());
        health.down(SinkProcess.COMPONENT, consequence + ": " + e.getMessage());
    }

    /** Delivers what has been read, leaves the group and stops. */
    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join(CLOSE_TIMEOUT.toMillis());
            if (thread.isAlive()) thread.interrupt();
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
