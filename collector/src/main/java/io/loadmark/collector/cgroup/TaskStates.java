package io.loadmark.collector.cgroup;

import io.loadmark.collector.kernel.KernelFiles;
import io.loadmark.collector.kernel.MalformedFileException;
import io.loadmark.collector.kernel.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Counts the threads of a group that run or would (R) and that wait for a disk (D). Each thread costs a file, so there is
 * a limit for a round, beyond which the counts are missing. For one thread.
 */
final class TaskStates {
    /** About a tenth of a second of reading. */
    static final int MAX_THREADS = 10_000;

    private final KernelFiles files = new KernelFiles();
    private final Path proc;
    private int budget = MAX_THREADS;

    /** Threads in state R and in state D. */
    record Count(int runnable, int blocked) {
        static final Count NONE = new Count(0, 0);

        Count plus(Count other) {
            return new Count(runnable + other.runnable, blocked + other.blocked);
        }
    }

    TaskStates(Path proc) {
        this.proc = proc;
    }

    void beginRound() {
        budget = MAX_THREADS;
    }

    /** The ids in a list of threads, {@code tasks} or {@code cgroup.threads}. */
    static long[] threads(Text text) throws MalformedFileException {
        var threads = new long[16];
        int count = 0;
        while (text.nextLine()) {
            if (!text.hasWord()) continue;
            if (count == threads.length) threads = Arrays.copyOf(threads, 2 * count);
            threads[count++] = text.number();
        }
        return Arrays.copyOf(threads, count);
    }

    /** Counts them; null when there are more than may still be read in this round. */
    @Nullable
    Count count(long[] threads) {
        if (threads.length > budget) return null;
        budget -= threads.length;
        int runnable = 0;
        int blocked = 0;
        for (long thread : threads) {
            char state = state(thread);
            if (state == 'R') runnable++;
            else if (state == 'D') blocked++;
        }
        return new Count(runnable, blocked);
    }

    /** The thread's state letter; X for a thread that ended meanwhile. */
    private char state(long thread) {
        try {
            // Not /proc/TID/stat: there the kernel adds up times over all threads of the process for every read.
            var text = files.read(proc.resolve(thread + "/task/" + thread + "/stat"))
                    .asOneLine();
            text.untilLast(')');
            return text.letter();
        } catch (IOException e) {
            return 'X';
        }
    }
}
