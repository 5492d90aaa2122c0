package io.loadmark.collector.publish;

import io.loadmark.collector.spool.Position;
import org.jspecify.annotations.Nullable;

/** A message in a window. For one thread. */
final class Sent {
    private final Message message;
    private @Nullable Position stored;
    private @Nullable Attempt attempt;

    Sent(Message message, @Nullable Position stored) {
        this.message = message;
        this.stored = stored;
    }

    Message message() {
        return message;
    }

    /** Place behind it in the spool, if it is there too. */
    @Nullable
    Position stored() {
        return stored;
    }

    void storedAt(Position end) {
        stored = end;
    }

    /** Absent until a producer has it. */
    @Nullable
    Attempt attempt() {
        return attempt;
    }

    /** Hands it to the producer; false if that does not take it now. */
    boolean send(Outlet outlet, long nowNanos) {
        var next = new Attempt();
        boolean taken = outlet.send(message, next, nowNanos);
        if (taken) attempt = next;
        return taken;
    }

    /** The producer is gone. What it delivered before is delivered; the rest is for the next one. */
    void takeBack() {
        var last = attempt;
        if (last != null && !last.isSettled()) attempt = null;
    }
}
