package io.loadmark.app.demo.load;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Connections to the service, each with a thread, opened as they are needed. When all are busy requests wait in line, and
 * that wait is part of their latency.
 */
final class Connections {
    private final URI target;
    private final int most;
    private final SecondRecord second;
    private final BlockingQueue<Shot> waiting = new LinkedBlockingQueue<>();
    private final AtomicInteger idle = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();

    Connections(URI target, int most, SecondRecord second) {
        this.target = target;
        this.most = most;
        this.second = second;
    }

    /** Never blocks. To be called by one thread. */
    void send(Shot shot) {
        // At worst one connection too many is opened: a thread that is about to wait is not counted yet.
        if (idle.get() <= waiting.size() && opened.get() < most) open();
        second.sent();
        waiting.add(shot);
    }

    int opened() {
        return opened.get();
    }

    private void open() {
        var thread = new Thread(this::serve, "connection-" + opened.incrementAndGet());
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        HttpLine line = null;
        try {
            while (true) {
                idle.incrementAndGet();
                var shot = waiting.take();
                idle.decrementAndGet();
                line = fire(shot, line);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the connection to use for the next request, if it may be used again. */
    private @Nullable HttpLine fire(Shot shot, @Nullable HttpLine kept) {
        HttpLine line = kept;
        var outcome = Outcome.FAILED;
        try {
            if (line == null) line = HttpLine.open(target);
            outcome = Outcome.of(line.exchange());
            if (line.isUsedUp()) line = closed(line);
        } catch (IOException e) {
            line = closed(line); // counted as failed; its cause is the service's to tell
        }
        long now = System.nanoTime();
        shot.step().finished(shot.index(), outcome, now);
        second.finished(outcome, now - shot.dueNanos());
        return line;
    }

    private static @Nullable HttpLine closed(@Nullable HttpLine line) {
        try {
            if (line != null) line.close();
        } catch (IOException e) {
            System.err.println("closing a connection: " + e);
        }
        return null;
    }
}
