package io.loadmark.collector.process;

import io.loadmark.collector.kernel.KernelFiles;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Time that a process's live threads waited on a run queue; {@code /proc/PID/schedstat} would only tell that of its first
 * thread. A thread that ends takes its share along, so the sum may fall. Each thread costs a file, so there is a limit for
 * a round. For one thread.
 */
final class ThreadDelays {
    /** About a tenth of a second of reading. */
    static final int MAX_THREADS = 10_000;

    private static final long NANOS_PER_MICRO = 1000;

    private final KernelFiles files = new KernelFiles();
    private int budget = MAX_THREADS;

    void beginRound() {
        budget = MAX_THREADS;
    }

    /**
     * Microseconds; null where the kernel keeps no scheduler statistics, or all threads have ended.
     *
     * @throws IOException if a thread's file is malformed, or there are more threads than may still be read in this round
     */
    @Nullable
    Long sum(Path process) throws IOException {
        var tasks = process.resolve("task");
        String[] threads = tasks.toFile().list();
        if (threads == null) return null;
        if (threads.length > budget) throw new IOException("more threads than are read in one round");
        budget -= threads.length;
        long[] sums = {0, 0};
        for (String thread : threads) add(tasks.resolve(thread), sums);
        // A thread that ever ran has had a time slice: no slices, no statistics.
        return sums[1] == 0 ? null : (Long) (sums[0] / NANOS_PER_MICRO);
    }

    /** A thread's file holds time run, time waited (both nanoseconds) and time slices. */
    private void add(Path thread, long[] sums) throws IOException {
        try {
            var text = files.read(thread.resolve("schedstat"));
            if (!text.nextLine()) throw text.malformed("is empty");
            text.skipWords(1);
            sums[0] += text.number();
            sums[1] += text.number();
        } catch (FileSystemException ended) {
            // Not counted, like all threads that ended before.
        }
    }
}
