package io.loadmark.collector.publish;

import io.loadmark.collector.spool.Spool;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Messages in one order, from the sources to Kafka's acknowledgement. They stand in three places, oldest first: the
 * <em>window</em> (handed to the producer), the <em>spool</em> (on disk, to be read), and those <em>waiting</em> (in
 * memory). While Kafka acknowledges, the spool is empty and a message goes from waiting into the window. When it does not, or
 * the window is full, what is in memory only is written to the spool; what is in the window stays there as well, so that the
 * producer, which knows what it has sent, can repeat it without doubling it. For one thread.
 */
final class Lane implements AutoCloseable {
    private static final long DISK_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long share;
    private final long patienceNanos;
    private final @Nullable Spool spool;
    private final Pace pace;
    private final Accounts accounts;
    private final Window window;
    private final Deque<Message> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean diskFailed;
    private long diskFailedAt;

    /** {@code spool} is absent where there is none; then what finds no room in memory is lost. */
    Lane(PublisherConfig config, @Nullable Spool spool, Accounts accounts, long nowNanos) {
        share = config.share();
        patienceNanos = config.patience().toNanos();
        pace = new Pace(config.spool().replayRate().bytes(), nowNanos);
        window = new Window(share, accounts, nowNanos);
        this.spool = spool;
        this.accounts = accounts;
    }

    void take(Message message) {
        if (waitingBytes + message.size() > share && !waiting.isEmpty()) {
            accounts.dropped(Loss.MEMORY, 1, spool == null ? "there is no spool" : "the spool can't be written");
            return;
        }
        waiting.add(message);
        waitingBytes += message.size();
    }

    /** Does what can be done now. */
    void turn(Outlet outlet, long nowNanos) {
        settle(nowNanos);
        boolean stalled = isStalled(outlet, nowNanos);
        if (!stalled) window.handOver(outlet, nowNanos);
        if (!stalled && isDrained()) sendWaiting(outlet, nowNanos);
        if (stalled || !waiting.isEmpty() || diskFailed) {
            long spilled = spill(nowNanos);
            if (!stalled) pace.added(spilled);
        }
        if (!stalled) replay(outlet, nowNanos);
    }

    /** Whether Kafka acknowledges nothing. */
    boolean isStalled(Outlet outlet, long nowNanos) {
        return !outlet.isOpen(nowNanos) || window.idleNanos(nowNanos) > patienceNanos;
    }

    /** Forgets what is acknowledged. */
    void settle(long nowNanos) {
        var behind = window.settle(nowNanos);
        if (spool == null) return;
        try {
            if (behind != null) spool.acknowledge(behind);
            if (spool.bytes() > 0 && spool.isDrained() && !window.holdsStored()) {
                spool.acknowledgeRead();
                accounts.spoolDrained();
            }
        } catch (IOException e) {
            diskFailed(e, nowNanos);
        }
    }

    private void sendWaiting(Outlet outlet, long nowNanos) {
        while (!waiting.isEmpty() && window.isOpen()) window.enter(removeWaiting(), null, outlet, nowNanos);
    }

    private Message removeWaiting() {
        var message = waiting.remove();
        waitingBytes -= message.size();
        return message;
    }

    private void replay(Outlet outlet, long nowNanos) {
        if (spool == null) return;
        while (window.isOpen() && !spool.isDrained() && pace.allows(nowNanos)) {
            var spooled = spool.next();
            if (spooled == null) return;
            pace.spend(spooled.payload().length);
            var message = MessageForm.decode(spooled.payload());
            if (message.isPresent()) window.enter(message.get(), spooled.end(), outlet, nowNanos);
            else accounts.dropped(Loss.DAMAGED, 1, "written by another version");
        }
    }

    /** Writes to the spool what is in memory only, in order, and says how many bytes. What can't be written stays. */
    long spill(long nowNanos) {
        if (spool == null || (diskFailed && nowNanos - diskFailedAt < DISK_PAUSE_NANOS)) return 0;
        long bytes = 0;
        try {
            if (spool.isDrained()) window.store(spool);
            while (!waiting.isEmpty()) {
                bytes += store(spool, waiting.getFirst());
                removeWaiting();
            }
            if (diskFailed) accounts.spoolWritten();
            diskFailed = false;
        } catch (IOException e) {
            diskFailed(e, nowNanos);
        }
        return bytes;
    }

    private int store(Spool into, Message message) throws IOException {
        var payload = MessageForm.encode(message);
        if (Spool.takes(payload)) into.append(payload);
        else accounts.dropped(Loss.REJECTED, 1, "larger than a record may be");
        return payload.length;
    }

    private void diskFailed(IOException cause, long nowNanos) {
        diskFailed = true;
        diskFailedAt = nowNanos;
        accounts.spoolFailed(String.valueOf(cause.getMessage()));
    }

    private boolean isDrained() {
        return spool == null || spool.isDrained();
    }

    /** Why the oldest message has to be sent by another producer; null if it has not. */
    @Nullable
    String fault() {
        return window.fault();
    }

    void takeBack() {
        window.takeBack();
    }

    boolean isEmpty() {
        return waiting.isEmpty() && window.size() == 0 && isDrained();
    }

    /** Records in memory. */
    int inMemory() {
        return waiting.size() + window.size();
    }

    /** Records on disk only. */
    long inSpool() {
        return spool == null ? 0 : spool.unread();
    }

    long spoolBytes() {
        return spool == null ? 0 : spool.bytes();
    }

    @Override
    public void close() throws IOException {
        if (spool != null) spool.close();
    }
}
