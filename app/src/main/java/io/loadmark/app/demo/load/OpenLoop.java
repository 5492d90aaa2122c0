package io.loadmark.app.demo.load;

import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sends each request when it is due, whether or not earlier ones were answered. A step that waits when another ends
 * starts at that end, without a gap.
 */
final class OpenLoop implements Runnable {
    private final Connections connections;
    private final SplittableRandom random;
    private final BlockingQueue<StepCommand> commands = new LinkedBlockingQueue<>();
    private final Queue<StepRecord> records = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;
    private volatile @Nullable StepCommand running;

    OpenLoop(Connections connections, long seed) {
        this.connections = connections;
        this.random = new SplittableRandom(seed);
    }

    /** To be run after those before it. */
    void add(StepCommand command) {
        commands.add(command);
    }

    /** Cuts the running step and drops those behind it; the thread of {@link #run} ends. */
    void stop(Thread runner) {
        stopped = true;
        runner.interrupt();
    }

    /** Steps that have begun, oldest first; the reader removes what it has reported. */
    Queue<StepRecord> records() {
        return records;
    }

    /** The step that is being sent, or null between steps. */
    @Nullable
    StepCommand running() {
        return running;
    }

    @Override
    public void run() {
        try {
            for (var command = commands.take(); !stopped; command = commands.take()) runBackToBack(command);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // stopped between steps
        }
    }

    private void runBackToBack(StepCommand first) {
        long start = System.nanoTime();
        for (var command = first; command != null && !stopped; command = commands.poll()) {
            // Split before use: how many draws a step makes must not move those of the next.
            var arrivals = Arrivals.draw(random.split(), command.requests(), command.lengthNanos());
            var step = new StepRecord(command, start, arrivals);
            records.add(step);
            running = command;
            send(step);
            start = step.endNanos();
        }
        running = null;
    }

    private void send(StepRecord step) {
        for (int i = 0; i < step.command().requests(); i++) {
            if (!awaited(step.dueNanos(i))) {
                step.cut();
                return;
            }
            step.sent(i, System.nanoTime());
            connections.send(new Shot(step, i, step.dueNanos(i)));
        }
        if (!awaited(step.endNanos())) step.cut();
    }

    /** False if the loop was stopped before {@code due}. */
    private boolean awaited(long due) {
        for (long left = due - System.nanoTime(); left > 0 && !stopped; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return !stopped;
    }
}
