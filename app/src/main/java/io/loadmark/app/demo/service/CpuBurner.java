package io.loadmark.app.demo.service;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Uses up CPU time of the calling thread: CPU time, not elapsed time, so that a throttled or preempted thread still does
 * all of its work, as a real request would. Allocates nothing.
 */
final class CpuBurner {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    /** About 5 µs between looks at the clock, whose look costs about 0.3 µs. */
    private static final int ROUNDS = 2000;

    /** Keeps the compiler from dropping the loop. */
    private volatile long sink = 1;

    /** Returns once the thread has used {@code nanos} of CPU time since the call. */
    void burn(long nanos) {
        long start = THREADS.getCurrentThreadCpuTime();
        long x = sink | 1;
        while (THREADS.getCurrentThreadCpuTime() - start < nanos) x = spin(x);
        sink = x;
    }

    /** Xorshift: a chain of operations that can't be run in parallel or folded. */
    private static long spin(long x) {
        for (int i = 0; i < ROUNDS; i++) {
            x ^= x << 13;
            x ^= x >>> 7;
            x ^= x << 17;
        }
        return x;
    }
}
