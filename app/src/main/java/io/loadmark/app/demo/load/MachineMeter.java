package io.loadmark.app.demo.load;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Samples the machine's CPUs and the service's, so that each step can be asked what else ran during it. Thread-safe. */
public final class MachineMeter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MachineMeter.class);
    /** 25 ticks of each CPU: a resolution of 4 %. */
    private static final int DISTANCE_MILLIS = 250;
    /** Half an hour. */
    private static final int MOST_SAMPLES = 7200;

    private final Path proc;
    private final Supplier<OptionalLong> serviceNanos;
    private final Deque<MachineSample> samples = new ArrayDeque<>();
    private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "machine-meter");
        thread.setDaemon(true);
        return thread;
    });

    private MachineMeter(Path proc, Supplier<OptionalLong> serviceNanos) {
        this.proc = proc;
        this.serviceNanos = serviceNanos;
    }

    /**
     * Samples from now on.
     *
     * @param proc {@code /proc}
     * @param serviceNanos CPU time of the service so far, in nanoseconds
     */
    public static MachineMeter start(Path proc, Supplier<OptionalLong> serviceNanos) {
        var meter = new MachineMeter(proc, serviceNanos);
        var unused = meter.sampler.scheduleAtFixedRate(meter::sample, 0, DISTANCE_MILLIS, MILLISECONDS);
        return meter;
    }

    /** What ran during the step; empty if it was too short, or longer ago than half an hour. */
    public Optional<MachineUse> during(StepResult step) {
        synchronized (samples) {
            return MachineUse.over(samples.stream()
                    .filter(sample -> sample.atMicros() >= step.startMicros() && sample.atMicros() <= step.endMicros())
                    .toList());
        }
    }

    @Override
    public void close() {
        sampler.shutdownNow();
    }

    private void sample() {
        try {
            var sample = MachineSample.read(proc, System.currentTimeMillis() * 1000, serviceNanos.get());
            synchronized (samples) {
                samples.addLast(sample);
                if (samples.size() > MOST_SAMPLES) samples.removeFirst();
            }
        } catch (IOException | RuntimeException e) { // one lost sample only widens an interval
            log.debug("no sample of the machine", e);
        }
    }
}
