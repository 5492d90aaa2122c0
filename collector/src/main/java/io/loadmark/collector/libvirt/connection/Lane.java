package io.loadmark.collector.libvirt.connection;

import io.loadmark.collector.identity.HostClock;
import io.loadmark.collector.libvirt.connection.Connection.Connector;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one kind, one at a time, on a connection and a thread of their own. A call that takes longer than the deadline
 * is given up together with both, and the next call gets a fresh connection: that is the only way to get on, because a
 * native call can't be interrupted. After an error the next call gets a fresh connection too. For one thread.
 */
public final class Lane<T> implements AutoCloseable {
    private final String name;
    private final Connector connector;
    private final Duration deadline;
    private final Abandoned abandoned;
    private final HostClock clock;
    private @Nullable Worker worker;
    private @Nullable CompletableFuture<T> pending;
    private long startedNanos;

    /** A call on a connection. */
    @FunctionalInterface
    public interface Call<T> {
        T on(Connection connection) throws IOException;
    }

    public Lane(String name, Connector connector, Duration deadline, Abandoned abandoned, HostClock clock) {
        this.name = name;
        this.connector = connector;
        this.deadline = deadline;
        this.abandoned = abandoned;
        this.clock = clock;
    }

    /** Whether a call is under way or its result not yet taken. */
    public boolean isBusy() {
        return pending != null;
    }

    /**
     * Starts a call. Not while another is under way.
     *
     * @throws LibvirtUnavailableException if so many calls have not come back that no further is risked
     */
    public void start(Call<T> call) throws LibvirtUnavailableException {
        if (pending != null) throw new IllegalStateException("a call of " + name + " is under way");
        var ready = worker;
        if (ready == null) {
            if (abandoned.full()) {
                throw new LibvirtUnavailableException(
                        abandoned.now() + " calls to libvirt have not come back; no further is tried until one does"
                                + " (collector.libvirt.max-abandoned)",
                        null);
            }
            ready = new Worker(name, connector, abandoned);
            worker = ready;
        }
        startedNanos = clock.monotonicNanos();
        pending = ready.run(call);
    }

    /**
     * The result of the call under way; empty if there is none or it has not come back within {@code patience}.
     *
     * @throws IOException if the call failed or, being over its deadline, was given up
     */
    public Optional<T> await(Duration patience) throws IOException {
        var call = pending;
        if (call == null) return Optional.empty();
        try {
            var result = call.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            pending = null;
            return Optional.of(result);
        } catch (TimeoutException e) {
            giveUpIfOverdue();
            return Optional.empty();
        } catch (ExecutionException e) {
            pending = null;
            if (e.getCause() instanceof IOException failure) throw failure;
            throw new IOException("a call of " + name + " failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted while waiting for libvirt").initCause(e);
        }
    }

    private void giveUpIfOverdue() throws LibvirtUnavailableException {
        var taken = Duration.ofNanos(clock.monotonicNanos() - startedNanos);
        var given = worker;
        if (given == null || taken.compareTo(deadline) < 0) return;
        pending = null;
        worker = null;
        given.giveUp();
        throw new LibvirtUnavailableException(
                "libvirt has not answered " + name + " for " + taken.toMillis() + " ms; trying a fresh connection",
                null);
    }

    @Override
    public void close() {
        var open = worker;
        worker = null;
        pending = null;
        if (open != null) open.giveUp();
    }
}
