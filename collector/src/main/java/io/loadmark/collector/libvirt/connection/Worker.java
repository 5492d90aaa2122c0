package io.loadmark.collector.libvirt.connection;

import io.loadmark.collector.libvirt.connection.Connection.Connector;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A thread with its connection, which no other thread ever touches: closing it under a running call would crash. */
final class Worker {
    private final Connector connector;
    private final Abandoned abandoned;
    private final ExecutorService thread;
    private @Nullable Connection connection; // the thread's own
    private boolean running;
    private boolean givenUp;
    private boolean counted;

    Worker(String name, Connector connector, Abandoned abandoned) {
        this.connector = connector;
        this.abandoned = abandoned;
        thread = Executors.newSingleThreadExecutor(task -> {
            var daemon = new Thread(task, "libvirt-" + name);
            daemon.setDaemon(true);
            return daemon;
        });
    }

    <T> CompletableFuture<T> run(Lane.Call<T> call) {
        begin();
        return CompletableFuture.supplyAsync(() -> onThread(call), thread);
    }

    private <T> T onThread(Lane.Call<T> call) {
        try {
            var open = connection == null ? connector.open() : connection;
            connection = open;
            return call.on(open);
        } catch (IOException | RuntimeException | LinkageError e) {
            disconnect();
            throw new CompletionException(e);
        } finally {
            if (end()) disconnect();
        }
    }

    /** Before the thread has it: a call that is given up before it began may hang all the same. */
    private synchronized void begin() {
        running = true;
    }

    /** Ends a call; whether the worker has been given up meanwhile. */
    private synchronized boolean end() {
        running = false;
        if (counted) abandoned.cameBack();
        return givenUp;
    }

    /** Lets a call that is running go on without anybody waiting; the thread ends with it. */
    synchronized void giveUp() {
        givenUp = true;
        counted = running;
        if (running) abandoned.add();
        else thread.execute(this::disconnect);
        thread.shutdown();
    }

    private void disconnect() {
        var open = connection;
        connection = null;
        if (open != null) open.close();
    }
}
