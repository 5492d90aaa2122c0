package io.loadmark.model.capacity;

/**
 * How fast a hardware thread runs while other threads of its core are busy. The kernel fills idle cores first (select_idle_core
 * in kernel/sched/fair.c), so busy threads share a core only once there are more of them than cores; each of those adds
 * {@code gain} of what a core does with one thread, and all threads are slowed alike.
 *
 * @param threads logical CPUs of the machine
 * @param cores physical cores of the machine
 * @param gain in [0, 1]; 1 where each thread is a core
 * @param others threads that others keep busy, on average
 */
record Siblings(double threads, double cores, double gain, double others) {
    /** Each logical CPU a core, as far as is known. */
    static final Siblings NONE = new Siblings(1, 1, 1, 0);

    private static final int HALVINGS = 40;

    /** What a thread does in a second with so many of one's own running, in seconds of a thread alone on its core; in (0, 1]. */
    double speed(double running) {
        double busy = Math.min(threads, running + others);
        return gain == 1 || busy <= cores ? 1 : work(busy) / busy;
    }

    /** Work done in a second by so many busy threads. */
    private double work(double busy) {
        double on = Math.min(threads, busy);
        return Math.min(on, cores) + gain * Math.max(0, on - cores);
    }

    /**
     * The share of busy thread time beyond the cores, when so many threads are busy on average: of tasks that come at random and
     * share the machine equally, n are there with a probability in proportion to ρⁿ / (w(1) · … · w(n)), where w(k) is the work that k
     * do, however long the tasks are (F. P. Kelly, Reversibility and Stochastic Networks, 1979, section 3.3).
     */
    double sharedTime(double busy) {
        if (gain == 1 || busy <= 0) return 0;
        double least = 0;
        double most = work(threads);
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (least + most) / 2;
            if (times(middle)[0] < busy) least = middle;
            else most = middle;
        }
        double[] times = times(least);
        return times[0] > 0 ? 1 - times[1] / times[0] : 0;
    }

    /** Mean number of busy threads and of busy cores when so much work comes in a second, less than all threads do. */
    private double[] times(double coming) {
        double probability = 1;
        double all = 1;
        double onThreads = 0;
        double onCores = 0;
        for (int n = 1; n < threads; n++) {
            probability *= coming / work(n);
            all += probability;
            onThreads += n * probability;
            onCores += Math.min(n, cores) * probability;
        }
        // From there on each is as likely as the one before, times the load.
        double load = coming / work(threads);
        double rest = probability * load / (1 - load);
        all += rest;
        return new double[] {(onThreads + threads * rest) / all, (onCores + cores * rest) / all};
    }

    Siblings withGain(double other) {
        return new Siblings(threads, cores, other, others);
    }
}
