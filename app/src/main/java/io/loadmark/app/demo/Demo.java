package io.loadmark.app.demo;

import io.loadmark.app.demo.Progress.Phase;
import io.loadmark.app.demo.service.CheckoutScenario;
import io.loadmark.app.embedded.EmbeddedException;
import io.loadmark.app.query.CapacityText;
import io.loadmark.app.terminal.Shutdown;
import io.loadmark.app.up.UpListener;
import io.loadmark.model.capacity.Capacity;
import io.loadmark.model.capacity.CapacityEstimator;
import io.loadmark.model.capacity.Sla;
import io.loadmark.runtime.config.Configuration;
import io.loadmark.schema.LoadQpsCurve;
import io.loadmark.sink.clickhouse.ClickHouse;
import io.loadmark.streams.curves.Curves;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The whole of Loadmark on a real service: starts everything, loads the service until Loadmark reads 60 % of its
 * entitlement, freezes the prediction of what it can carry, then raises the load until the generator's own record
 * breaks the bound, and tells how far off the prediction was.
 */
final class Demo implements AutoCloseable {
    private static final String SERVICE = "checkout";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int MOST_SECONDS_TO_CLOSE = 30;
    /** What counting at the end may take of the whole time. */
    private static final int RESERVED_SECONDS = 12;

    private final Configuration configuration;
    private final DemoOptions options;
    private final Consumer<Path> held;
    private final CheckoutScenario scenario;
    private final Sla sla;
    private final String instance;
    private final Instant begin = Instant.now();
    private final Ticker ticker;
    private volatile @Nullable DemoParts parts;
    private volatile boolean closed;

    /** @param held gets the data directory once it belongs to this process */
    Demo(Configuration configuration, DemoOptions options, DemoView view, Consumer<Path> held) {
        this.configuration = configuration;
        this.options = options;
        this.held = held;
        scenario = CheckoutScenario.draw(options.seed());
        sla = options.sla() != null ? options.sla() : new Sla(0.99, scenario.sla());
        instance = SERVICE + "-" + options.seed() + "-" + begin.getEpochSecond();
        ticker = new Ticker(view, sla);
    }

    /** Runs it to its end. */
    DemoResult run() throws IOException, InterruptedException, SQLException {
        var running = start();
        var steps = new Steps(running.load(), ticker);
        double rampEndQps = new RampPhase(running, steps, ticker).run();
        var curve = curveOfTheRamp(running, steps, rampEndQps);
        var prediction = predict(curve);
        double secondsToPrediction = ticker.seconds();
        var check = new CheckPhase(
                running, steps, ticker, sla.limit(), options.duration().toSeconds() - RESERVED_SECONDS);
        String why = prediction.isKnown() ? check.run(rampEndQps) : "there was too little to predict from";
        var balance = balance(running);
        return new DemoResult(
                SERVICE,
                options.seed(),
                prediction,
                check.crossing().requestsPerSecond(),
                check.crossing().steps(),
                why,
                curve.map(LoadQpsCurve::getMaxUtilisation).orElse(0.0),
                balance,
                ticker.seconds(),
                secondsToPrediction,
                ticker.peakMiB());
    }

    private DemoParts start() throws IOException {
        var running = new DemoParts(configuration, scenario, instance, listener(), ticker::second);
        parts = running;
        if (closed) running.close();
        ticker.watch(running);
        ticker.note(String.format(
                Locale.ROOT,
                "A service `%s` (seed %d) may use %s; wanted: %s. Nothing else is known of it.",
                SERVICE,
                options.seed(),
                running.entitlement().describe(),
                sla));
        return running;
    }

    private UpListener listener() {
        return new UpListener() {
            @Override
            public void progress(String line) {
                ticker.note(line);
            }

            @Override
            public void holds(Path dataDirectory) {
                held.accept(dataDirectory);
            }

            @Override
            public void lost(String reason) {
                ticker.note(reason);
                Shutdown.begin(EmbeddedException.Reason.START_FAILED.exitStatus());
            }
        };
    }

    /** Waits, under the load that the ramp ended with, until the windows of the ramp have closed and been learned. */
    private Optional<LoadQpsCurve> curveOfTheRamp(DemoParts running, Steps steps, double qps)
            throws InterruptedException {
        ticker.phase(Phase.PREDICT);
        long lastWindow = (Instant.now().getEpochSecond() - 1) * 1_000_000;
        for (int i = 0; i < MOST_SECONDS_TO_CLOSE; i++) {
            var unused = steps.run("wait", qps, SECOND);
            var curve = running.observed().curveThrough(lastWindow);
            if (curve.isPresent()) return curve;
        }
        return running.observed().newestCurve();
    }

    private Capacity predict(Optional<LoadQpsCurve> curve) {
        var model = curve.map(Curves::toModel).orElseGet(io.loadmark.model.curve.LoadQpsCurve::initial);
        var prediction = CapacityEstimator.estimate(model, sla);
        ticker.freeze(prediction);
        if (prediction.qps() != null && prediction.low() != null && prediction.high() != null) {
            ticker.note(String.format(
                    Locale.ROOT,
                    "PREDICTED after %.0f s, and frozen: %.1f requests/s within %s (90 %% interval %.1f to %.1f); binds: %s",
                    ticker.seconds(),
                    prediction.qps(),
                    sla,
                    prediction.low(),
                    prediction.high(),
                    CapacityText.binding(prediction)));
        } else {
            prediction.reasons().forEach(reason -> ticker.note("No prediction: " + reason.detail()));
        }
        return prediction;
    }

    /** Lets the last requests through, then compares what was acknowledged with what was counted. */
    private Balance balance(DemoParts running) throws SQLException, InterruptedException {
        ticker.phase(Phase.COUNT);
        ticker.offered(0);
        if (!options.keep()) running.load().close();
        String tenant = configuration.tenant();
        try (var connection = ClickHouse.connect(running.up().clickHouse())) {
            var balance = Balance.of(connection, tenant, instance, begin.toEpochMilli() * 1000);
            for (int i = 0; i < MOST_SECONDS_TO_CLOSE; i++) {
                Thread.sleep(SECOND.toMillis());
                var next = Balance.of(connection, tenant, instance, begin.toEpochMilli() * 1000);
                if (next.isSettled() && next.requests() == balance.requests() && i > 1) return next;
                balance = next;
            }
            return balance;
        }
    }

    /** What runs, for a person; empty before the start. */
    Optional<DemoParts> running() {
        return Optional.ofNullable(parts);
    }

    /** Ends the screen; what runs goes on. */
    void endScreen() {
        ticker.close();
    }

    @Override
    public void close() {
        closed = true;
        ticker.close();
        var running = parts;
        if (running != null) running.close();
    }
}
