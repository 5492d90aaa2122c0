package io.loadmark.app.embedded;

import io.loadmark.app.embedded.EmbeddedException.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ClickHouse server on 127.0.0.1, in a child process that ends with this one. A server that dies is started again on
 * the same port, with growing pauses; acknowledged rows survive that.
 */
public final class EmbeddedClickHouse implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedClickHouse.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration STABLE = Duration.ofMinutes(1);

    private final ClickHouseFiles files;
    private final Path library;
    private final Liveness liveness;
    private final String password;
    private final int port;
    private final ScheduledExecutorService restarts = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "clickhouse-restart");
        thread.setDaemon(true);
        return thread;
    });

    // Below: the lock is `this`.
    private ClickHouseChild child;
    private long startedNanos = System.nanoTime();
    private int deaths;
    private volatile boolean closed;

    private EmbeddedClickHouse(
            ClickHouseFiles files, Path library, Liveness liveness, String password, ClickHouseChild child) {
        this.files = files;
        this.library = library;
        this.liveness = liveness;
        this.password = password;
        this.child = child;
        this.port = child.port();
    }

    /**
     * Starts the server; returns when it serves, in well under a second where there is little data.
     *
     * @param library the engine, from {@link ClickHouseEngine#library}
     * @param port to listen on; 0 takes any free one, by preference that of the last time
     * @throws EmbeddedException if it does not start
     */
    public static EmbeddedClickHouse start(DataDirectory directory, Path library, int port, Liveness liveness) {
        var files = new ClickHouseFiles(directory);
        try {
            String password = files.prepare();
            var child = ClickHouseChild.start(files, library, port);
            var started = new EmbeddedClickHouse(files, library, liveness, password, child);
            directory.announce("clickhouse", started.url().toString());
            child.onEnd(started::died);
            return started;
        } catch (IOException e) {
            throw new EmbeddedException(
                    Reason.START_FAILED, "the embedded ClickHouse did not start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException(Reason.START_FAILED, "interrupted while ClickHouse started", e);
        }
    }

    /** Address of its HTTP interface, for {@code clickhouse.url}. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public String user() {
        return ClickHouseFiles.USER;
    }

    /** Made at random for each data directory. */
    public String password() {
        return password;
    }

    /** The process that serves, or served last. */
    public synchronized long pid() {
        return child.pid();
    }

    private synchronized void died() {
        if (closed) return;
        boolean wasStable = System.nanoTime() - startedNanos > STABLE.toNanos();
        deaths = wasStable ? 1 : deaths + 1;
        restartLater(reasonOf(child));
    }

    private static String reasonOf(ClickHouseChild child) {
        try {
            return "the embedded ClickHouse died: " + child.reason();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "the embedded ClickHouse died";
        }
    }

    private void restartLater(String reason) {
        long growing = SHORTEST_PAUSE.toMillis() << Math.min(deaths - 1, 16);
        long millis = Math.min(growing, LONGEST_PAUSE.toMillis());
        millis += ThreadLocalRandom.current().nextLong(millis / 2 + 1);
        LOG.warn("{}; starting it again in {} ms", reason, millis);
        liveness.down(reason);
        var unused = restarts.schedule(this::restart, millis, TimeUnit.MILLISECONDS);
    }

    private synchronized void restart() {
        if (closed) return;
        try {
            child = ClickHouseChild.start(files, library, port);
            startedNanos = System.nanoTime();
            child.onEnd(this::died);
            liveness.up();
        } catch (IOException | EmbeddedException e) {
            deaths++;
            restartLater(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // being closed
        }
    }

    /** Ends the server in order, within seconds; close its clients before, or it waits for them. */
    @Override
    public void close() {
        closed = true;
        restarts.shutdownNow(); // a restart that is under way holds the lock: interrupt it
        synchronized (this) {
            try {
                child.stop();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
