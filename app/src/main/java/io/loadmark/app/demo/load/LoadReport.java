package io.loadmark.app.demo.load;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Reports steps as soon as all of their requests have an outcome, or some time after their end, and every second what
 * went on. Called often by one thread; does little when there is nothing to tell.
 */
final class LoadReport implements Runnable {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final OpenLoop loop;
    private final SecondRecord second;
    private final Clocks clocks;
    private final LongSupplier nanoTime;
    private final long drainNanos;
    private final Consumer<Record> out;
    private long nextSecond;

    /** @param drain how long a step's last requests may take before it is reported without them */
    LoadReport(
            OpenLoop loop,
            SecondRecord second,
            Clocks clocks,
            LongSupplier nanoTime,
            Duration drain,
            Consumer<Record> out) {
        this.loop = loop;
        this.second = second;
        this.clocks = clocks;
        this.nanoTime = nanoTime;
        this.drainNanos = drain.toNanos();
        this.out = out;
        this.nextSecond = clocks.nanos() + SECOND_NANOS;
    }

    @Override
    public synchronized void run() {
        long now = nanoTime.getAsLong();
        loop.records().removeIf(step -> reported(step, now));
        if (now < nextSecond) return;
        nextSecond += SECOND_NANOS * ((now - nextSecond) / SECOND_NANOS + 1);
        var running = loop.running();
        if (running != null) out.accept(second.next(running, clocks.epochMicros(now)));
    }

    /** Reports what is still open, as it stands. */
    synchronized void finish() {
        long now = nanoTime.getAsLong();
        loop.records().removeIf(step -> {
            step.cut();
            out.accept(step.close(now, clocks));
            return true;
        });
    }

    private boolean reported(StepRecord step, long now) {
        boolean due = now >= step.endNanos() && (step.isComplete() || now >= step.endNanos() + drainNanos);
        if (due || (step.isCut() && step.isComplete())) {
            out.accept(step.close(now, clocks));
            return true;
        }
        return false;
    }
}
