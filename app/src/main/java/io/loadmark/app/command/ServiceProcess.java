package io.loadmark.app.command;

import io.loadmark.app.terminal.Shutdown;
import io.loadmark.runtime.config.Configuration;
import io.loadmark.runtime.config.KafkaConfig;
import io.loadmark.runtime.config.TopicsConfig;
import io.loadmark.runtime.health.Health;
import io.loadmark.runtime.telemetry.Telemetry;
import io.loadmark.runtime.telemetry.TelemetryConfig;
import io.opentelemetry.api.OpenTelemetry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the processes that run for long have in common: configuration, log, own metrics, an orderly end. */
final class ServiceProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceProcess.class);

    private final String name;
    private final Configuration configuration;
    private final Health health = new Health();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Telemetry telemetry;
    private boolean listening;

    private ServiceProcess(String name, Configuration configuration) {
        this.name = name;
        this.configuration = configuration;
        telemetry = closing(Telemetry.start(name, configuration.section("telemetry", TelemetryConfig.class), health));
    }

    static ServiceProcess start(String name, CommonOptions options) {
        var configuration = options.configuration();
        Logging.toStandardError(configuration);
        return new ServiceProcess(name, configuration);
    }

    /** Closes the part when the process ends, after those that were named later. */
    <T extends AutoCloseable> T closing(T part) {
        parts.push(part);
        return part;
    }

    /** Works until Ctrl-C or SIGTERM; the exit status. */
    int awaitEnd() throws InterruptedException {
        listen();
        LOG.info(
                "{} runs{}",
                name,
                telemetry
                        .address()
                        .map(at -> "; its state: " + at.resolve("/health"))
                        .orElse(""));
        asked.await();
        return 0;
    }

    /** Waits for so long; whether Ctrl-C or SIGTERM came. */
    boolean endsWithin(Duration time) throws InterruptedException {
        listen();
        return asked.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void listen() {
        if (listening) return;
        listening = true;
        var unused = Shutdown.hook(name, () -> {
            asked.countDown();
            await(closed);
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    <T> T section(String section, Class<T> type) {
        return configuration.section(section, type);
    }

    KafkaConfig kafka() {
        return section("kafka", KafkaConfig.class);
    }

    TopicsConfig topics() {
        return section("topics", TopicsConfig.class);
    }

    String tenant() {
        return configuration.tenant();
    }

    Path dataDirectory() {
        return CommonOptions.dataDirectory(configuration);
    }

    Health health() {
        return health;
    }

    OpenTelemetry openTelemetry() {
        return telemetry.openTelemetry();
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            var part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("closing {}", part.getClass().getSimpleName(), e);
            }
        }
        LOG.info("{} has ended", name);
        closed.countDown();
    }
}
