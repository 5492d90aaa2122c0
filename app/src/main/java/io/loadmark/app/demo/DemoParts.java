package io.loadmark.app.demo;

import io.loadmark.app.demo.load.LoadProcess;
import io.loadmark.app.demo.load.MachineMeter;
import io.loadmark.app.demo.load.SecondReport;
import io.loadmark.app.demo.service.CheckoutProcess;
import io.loadmark.app.demo.service.CheckoutScenario;
import io.loadmark.app.demo.service.Entitlement;
import io.loadmark.app.demo.service.Exporting;
import io.loadmark.app.up.Up;
import io.loadmark.app.up.UpListener;
import io.loadmark.runtime.config.Configuration;
import io.loadmark.schema.EntityKind;
import io.loadmark.schema.Usage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs during the demo: Loadmark, the service, its load, and who watches them. Closed in the reverse order. */
final class DemoParts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DemoParts.class);
    private static final String VERSION = "1.0.0";
    /** What a user in a hurry sets; the SDK's own defaults are 5 s and 60 s. */
    private static final Duration SPAN_DELAY = Duration.ofMillis(500);

    private static final Duration METRIC_INTERVAL = Duration.ofSeconds(10);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Up up;
    private final Observed observed;
    private final CheckoutProcess checkout;
    private final LoadProcess load;
    private final MachineMeter machine;

    /** Starts all of it; on a failure what had been started is closed again. */
    DemoParts(
            Configuration configuration,
            CheckoutScenario scenario,
            String instance,
            UpListener listener,
            Consumer<SecondReport> everySecond)
            throws IOException {
        try {
            up = closing(Up.start(configuration, listener));
            observed = closing(Observed.from(up.kafka(), up.topics().partitions(), instance));
            var receiver = URI.create("http://127.0.0.1:" + otlpPort(up));
            var exporting = new Exporting(receiver, instance, VERSION, SPAN_DELAY, METRIC_INTERVAL);
            checkout = closing(CheckoutProcess.start(scenario, exporting));
            observed.watch(ofService(), checkout.entitlement().cores());
            load = closing(LoadProcess.start(checkout.uri(), scenario.seed() + 1000, everySecond));
            machine = closing(MachineMeter.start(Path.of("/proc"), checkout::cpuNanos));
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private static int otlpPort(Up up) throws IOException {
        return up.receiver()
                .orElseThrow(() -> new IOException("the demo sends spans by OTLP; otlp.enabled must be true"))
                .httpPort();
    }

    /** Which of Loadmark's usages is the service's: its cgroup's where it has one of its own, else its process's. */
    private Predicate<Usage> ofService() {
        if (checkout.entitlement().kind() == Entitlement.Kind.QUOTA) {
            String name = checkout.cgroup().get(0).getFileName().toString();
            return usage ->
                    usage.getKind() == EntityKind.CGROUP && usage.getEntityId().endsWith('/' + name);
        }
        String process = checkout.pid() + "@";
        return usage ->
                usage.getKind() == EntityKind.PROCESS && usage.getEntityId().startsWith(process);
    }

    private <T extends AutoCloseable> T closing(T part) {
        synchronized (parts) {
            parts.push(part);
        }
        return part;
    }

    Up up() {
        return up;
    }

    Observed observed() {
        return observed;
    }

    Entitlement entitlement() {
        return checkout.entitlement();
    }

    LoadProcess load() {
        return load;
    }

    MachineMeter machine() {
        return machine;
    }

    /** All processes of the demo. */
    List<Long> pids() {
        return List.of(ProcessHandle.current().pid(), up.clickHousePid(), checkout.pid(), load.pid());
    }

    /** May be called more than once, and while it starts. */
    @Override
    public void close() {
        while (true) {
            AutoCloseable part;
            synchronized (parts) {
                part = parts.poll();
            }
            if (part == null) return;
            try {
                long begin = System.nanoTime();
                part.close();
                LOG.info(
                        "closed {} in {} ms", part.getClass().getSimpleName(), (System.nanoTime() - begin) / 1_000_000);
            } catch (Exception e) {
                LOG.warn("closing {}", part.getClass().getSimpleName(), e);
            }
        }
    }
}
