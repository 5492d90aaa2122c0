package io.loadmark.collector.sampling;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Reads sources a single time, side by side, as a tick would. */
public final class OneRound {

    private OneRound() {}

    /** Reads them; what went wrong, by source. */
    public static Map<String, String> of(List<Source> sources, SampleSink sink, Duration deadline)
            throws InterruptedException {
        var threads = Executors.newCachedThreadPool(task -> SourceLoop.daemon(task, "collector-once"));
        try {
            var tasks = sources.stream()
                    .map(source -> (Callable<Source.Round>) () -> source.read(sink))
                    .toList();
            var rounds = threads.invokeAll(tasks, deadline.toNanos(), TimeUnit.NANOSECONDS);
            var problems = new TreeMap<String, String>();
            for (int i = 0; i < rounds.size(); i++)
                note(problems, sources.get(i).name(), rounds.get(i));
            return problems;
        } finally {
            threads.shutdownNow();
            sources.forEach(Source::close);
        }
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
}
