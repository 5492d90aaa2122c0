package io.loadmark.app.demo.service;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * Fixed workers behind a bounded queue. What does not fit is run by one thread of its own, told to refuse it: the client
 * gets an answer, and a refusal does not wait behind what it makes room for. What doesn't fit there either is thrown
 * back, upon which the HTTP server closes the connection.
 */
final class WorkerPool implements Executor, AutoCloseable {
    private static final int REFUSALS = 128;

    /**
     * How the exchange that the current thread runs got in.
     *
     * @param at when the server first saw the request, before it waited for a worker
     */
    record Admission(Instant at, boolean refused) {}

    private static final ThreadLocal<Admission> ADMISSION = new ThreadLocal<>();

    private final ThreadPoolExecutor workers;
    private final ThreadPoolExecutor refusals;

    WorkerPool(int workers, int queue) {
        this.workers = pool("worker", workers, queue);
        this.refusals = pool("refusals", 1, REFUSALS);
    }

    @Override
    public void execute(Runnable exchange) {
        var now = Instant.now();
        try {
            workers.execute(() -> run(exchange, new Admission(now, false)));
        } catch (RejectedExecutionException full) {
            refusals.execute(() -> run(exchange, new Admission(now, true)));
        }
    }

    /** For the exchange that this thread runs. */
    static Admission admission() {
        return ADMISSION.get();
    }

    @Override
    public void close() {
        workers.shutdownNow();
        refusals.shutdownNow();
    }

    private static void run(Runnable exchange, Admission how) {
        ADMISSION.set(how);
        exchange.run();
    }

    private static ThreadPoolExecutor pool(String name, int threads, int queue) {
        return new ThreadPoolExecutor(
                threads, threads, 0, SECONDS, new ArrayBlockingQueue<>(queue), work -> thread(name, work));
    }

    private static Thread thread(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
