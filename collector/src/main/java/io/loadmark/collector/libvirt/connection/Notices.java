package io.loadmark.collector.libvirt.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Notices on their way from libvirt's event loop to the collector. Bounded: what finds no room is counted and lost. */
public final class Notices {
    private static final int ROOM = 10_000;

    private final ConcurrentLinkedQueue<Notice> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong lost = new AtomicLong();

    public void add(Notice notice) {
        if (size.incrementAndGet() > ROOM) {
            size.decrementAndGet();
            lost.incrementAndGet();
        } else {
            waiting.add(notice);
        }
    }

    /** All that have come since the last call, in order. */
    public List<Notice> take() {
        var taken = new ArrayList<Notice>();
        for (var notice = waiting.poll(); notice != null; notice = waiting.poll()) {
            size.decrementAndGet();
            taken.add(notice);
        }
        return taken;
    }

    /** How many were lost so far. */
    public long lost() {
        return lost.get();
    }
}
