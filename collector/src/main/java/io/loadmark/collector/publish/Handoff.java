package io.loadmark.collector.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Messages on their way from the sources' threads to the publisher's, at most {@code limit} bytes. Thread-safe. */
final class Handoff {
    /** Half of what the producer lingers: waking up for each message would cost more than publishing it. */
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final long limit;
    private List<Message> messages = new ArrayList<>();
    private long bytes;
    private boolean woken;

    Handoff(long limit) {
        this.limit = limit;
    }

    /** False if there is no room: the publisher's thread is held up by the disk. */
    boolean offer(Message message) {
        lock.lock();
        try {
            if (bytes + message.size() > limit && !messages.isEmpty()) return false;
            messages.add(message);
            bytes += message.size();
            if (messages.size() == 1 || isHalfFull()) news.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Lets a waiting {@link #take} return. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    private boolean isHalfFull() {
        return bytes > limit / 2;
    }

    /** All there are, after waiting for some for at most so long, and a moment for those that come right behind. */
    List<Message> take(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (messages.isEmpty() && !woken && left > 0) left = news.awaitNanos(left);
            left = Math.min(left, GATHER_NANOS);
            while (!isHalfFull() && !woken && left > 0) left = news.awaitNanos(left);
            woken = false;
            var taken = messages;
            messages = new ArrayList<>();
            bytes = 0;
            return taken;
        } finally {
            lock.unlock();
        }
    }
}
