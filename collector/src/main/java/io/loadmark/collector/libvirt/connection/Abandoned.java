package io.loadmark.collector.libvirt.connection;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Native calls that were given up. Each holds a thread and a connection until it comes back, which may be never, so no
 * more than {@code most} are let happen at a time.
 */
public final class Abandoned {
    private final int most;
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicLong total = new AtomicLong();

    public Abandoned(int most) {
        this.most = most;
    }

    void add() {
        now.incrementAndGet();
        total.incrementAndGet();
    }

    void cameBack() {
        now.decrementAndGet();
    }

    /** Calls that have not come back. */
    public int now() {
        return now.get();
    }

    /** Calls that were ever given up. */
    public long total() {
        return total.get();
    }

    boolean full() {
        return now.get() >= most;
    }
}
