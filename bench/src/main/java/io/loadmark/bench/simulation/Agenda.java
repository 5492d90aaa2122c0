package io.loadmark.bench.simulation;

import java.util.Arrays;

/** What will happen when: a priority queue by time, of equal times by order of entry. */
final class Agenda {
    /** What happens. */
    enum What {
        ARRIVAL,
        LOCK_DONE,
        DISK_DONE,
        CALL_DONE,
        OTHERS_CALL,
        OTHERS_CALL_DONE,
        BACKGROUND,
        NEIGHBOUR,
        GC_DONE,
        EPISODE,
        DELAY_DONE
    }

    /** An entry; {@code about} is the request that it concerns, if any. */
    private double[] at = new double[256];

    private long[] order = new long[256];
    private What[] what = new What[256];
    private Object[] about = new Object[256];
    private int size;
    private long entries;

    /** An entry that concerns nobody. */
    static final Object NOBODY = new Object();

    void add(double time, What happens, Object whom) {
        if (size == at.length) {
            at = Arrays.copyOf(at, 2 * size);
            order = Arrays.copyOf(order, 2 * size);
            what = Arrays.copyOf(what, 2 * size);
            about = Arrays.copyOf(about, 2 * size);
        }
        int i = size++;
        long entry = entries++;
        while (i > 0 && time < at[(i - 1) / 2]) {
            move((i - 1) / 2, i);
            i = (i - 1) / 2;
        }
        set(i, time, entry, happens, whom);
    }

    /** Time of the next entry; infinite when there is none. */
    double next() {
        return size == 0 ? Double.POSITIVE_INFINITY : at[0];
    }

    What nextWhat() {
        return what[0];
    }

    Object nextAbout() {
        return about[0];
    }

    void removeNext() {
        size--;
        double time = at[size];
        long entry = order[size];
        int i = 0;
        while (true) {
            int child = 2 * i + 1;
            if (child >= size) break;
            if (child + 1 < size && isBefore(at[child + 1], order[child + 1], at[child], order[child])) child++;
            if (!isBefore(at[child], order[child], time, entry)) break;
            move(child, i);
            i = child;
        }
        set(i, time, entry, what[size], about[size]);
    }

    private static boolean isBefore(double oneTime, long oneEntry, double otherTime, long otherEntry) {
        return oneTime < otherTime || (oneTime == otherTime && oneEntry < otherEntry);
    }

    private void move(int from, int to) {
        set(to, at[from], order[from], what[from], about[from]);
    }

    private void set(int i, double time, long entry, What happens, Object whom) {
        at[i] = time;
        order[i] = entry;
        what[i] = happens;
        about[i] = whom;
    }
}
