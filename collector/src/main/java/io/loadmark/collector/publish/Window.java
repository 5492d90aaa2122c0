package io.loadmark.collector.publish;

import io.loadmark.collector.spool.Position;
import io.loadmark.collector.spool.Spool;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The messages that the producer has, or is to have next, oldest first. For one thread. */
final class Window {
    private final long limit;
    private final Accounts accounts;
    private final Deque<Sent> messages = new ArrayDeque<>();
    private long bytes;
    private long progressAt;
    private boolean handedOver = true;

    Window(long limit, Accounts accounts, long nowNanos) {
        this.limit = limit;
        this.accounts = accounts;
        progressAt = nowNanos;
    }

    int size() {
        return messages.size();
    }

    /** Whether another message may enter: there is room, and the producer has all of them. */
    boolean isOpen() {
        return handedOver && bytes < limit;
    }

    /** For how long nothing has been acknowledged although the producer has something to be acknowledged. */
    long idleNanos(long nowNanos) {
        var oldest = messages.peek();
        return oldest == null || oldest.attempt() == null ? 0 : nowNanos - progressAt;
    }

    /** Whether something in it has yet to be acknowledged in the spool. */
    boolean holdsStored() {
        return !messages.isEmpty() && messages.getFirst().stored() != null;
    }

    void enter(Message message, @Nullable Position stored, Outlet outlet, long nowNanos) {
        var sent = new Sent(message, stored);
        messages.add(sent);
        bytes += message.size();
        handedOver = handOver(sent, outlet, nowNanos);
    }

    /** Hands to the producer what it does not have. */
    void handOver(Outlet outlet, long nowNanos) {
        if (handedOver) return;
        for (var sent : messages) if (sent.attempt() == null && !handOver(sent, outlet, nowNanos)) return;
        handedOver = true;
    }

    private boolean handOver(Sent sent, Outlet outlet, long nowNanos) {
        if (sent == messages.peek()) progressAt = nowNanos;
        return sent.send(outlet, nowNanos);
    }

    /** Lets out what is settled, from the old end; the place in the spool that is now behind it, if any. */
    @Nullable
    Position settle(long nowNanos) {
        Position behind = null;
        while (!messages.isEmpty()) {
            var oldest = messages.getFirst();
            var attempt = oldest.attempt();
            if (attempt == null || !attempt.isSettled()) break;
            if (attempt.outcome() == Attempt.Outcome.REJECTED) accounts.dropped(Loss.REJECTED, 1, attempt.why());
            else accounts.acknowledged(oldest.message().topic());
            messages.remove();
            bytes -= oldest.message().size();
            progressAt = nowNanos;
            if (oldest.stored() != null) behind = oldest.stored();
        }
        return behind;
    }

    /** Writes to the drained spool what is not there, as if it had been read from it. */
    void store(Spool spool) throws IOException {
        for (var sent : messages) {
            if (sent.stored() != null) continue;
            var end = spool.append(MessageForm.encode(sent.message()));
            spool.skipTo(end);
            sent.storedAt(end);
        }
    }

    /** Why the oldest message has to be sent by another producer; null if it has not. */
    @Nullable
    String fault() {
        var oldest = messages.peek();
        var attempt = oldest == null ? null : oldest.attempt();
        return attempt != null && attempt.outcome() == Attempt.Outcome.FAILED ? attempt.why() : null;
    }

    /** The producer is gone: what it has not delivered is for the next one. */
    void takeBack() {
        messages.forEach(Sent::takeBack);
        handedOver = messages.isEmpty();
    }
}
