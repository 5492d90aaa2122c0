package io.loadmark.collector.sampling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reads sources side by side, a round when it is asked for one. A source that has not come back is given up for the round
 * and left out of the next ones until it does.
 */
public final class Rounds implements AutoCloseable {
    private final List<Reader> readers;
    private final Duration deadline;
    private final ExecutorService threads =
            Executors.newCachedThreadPool(task -> SourceLoop.daemon(task, "collector-round"));

    private record Reader(Source source, AtomicBoolean busy) {
        Callable<Source.Round> task(SampleSink sink) {
            return () -> {
                busy.set(true);
                try {
                    return source.read(sink);
                } finally {
                    busy.set(false);
                }
            };
        }
    }

    public Rounds(List<Source> sources, Duration deadline) {
        this.readers = sources.stream()
                .map(source -> new Reader(source, new AtomicBoolean()))
                .toList();
        this.deadline = deadline;
    }

    /**
     * Reads every source, within the deadline.
     *
     * @return what went wrong, by source; empty when nothing did
     */
    public Map<String, String> read(SampleSink sink) throws InterruptedException {
        var problems = new TreeMap<String, String>();
        var ready = new ArrayList<Reader>();
        for (var reader : readers) {
            if (reader.busy().get()) problems.put(reader.source().name(), "still reading since an earlier round");
            else ready.add(reader);
        }
        var tasks = ready.stream().map(reader -> reader.task(sink)).toList();
        var rounds = threads.invokeAll(tasks, deadline.toNanos(), TimeUnit.NANOSECONDS);
        for (int i = 0; i < rounds.size(); i++)
            note(problems, ready.get(i).source().name(), rounds.get(i));
        return problems;
    }

    private static void note(Map<String, String> problems, String source, Future<Source.Round> round)
            throws InterruptedException {
        try {
            round.get();
        } catch (CancellationException e) {
            problems.put(source, "took longer than collector.deadline");
        } catch (ExecutionException e) {
            problems.put(source, "can't be read: " + e.getCause());
        }
    }

    /** One that hangs is left to its daemon thread. */
    @Override
    public void close() {
        threads.shutdownNow();
        for (var reader : readers) if (!reader.busy().get()) reader.source().close();
    }
}
