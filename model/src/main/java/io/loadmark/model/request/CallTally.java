package io.loadmark.model.request;

/** Adds up the calls to other services that ended in one window. They are no requests. */
public final class CallTally {
    public long spans;
    public double calls;
    public double errors;
    public double outside;
    public double seconds;
    public long duplicates;
    public long late;
    private final PeerClasses peers = new PeerClasses();

    /** Counts a call in the window in which it ended. */
    public void ended(CalledSpan call) {
        spans++;
        calls += call.weight();
        if (call.failed()) errors += call.weight();
        if (!call.forRequest()) outside += call.weight();
        peers.add(call.peer(), call.weight(), call.failed() ? call.weight() : 0, 0);
    }

    /** Adds a part of a request's time that a call covers, seconds; see {@link CoveredTime}. */
    public void covered(CalledSpan call, double part) {
        if (call.forRequest()) seconds += call.weight() * part;
    }

    /** Adds a part of the time that calls to one peer cover, seconds. */
    public void coveredByPeer(CalledSpan call, double part) {
        peers.add(call.peer(), 0, 0, call.weight() * part);
    }

    public PeerClasses peers() {
        return peers;
    }

    /** Whether nothing has been counted. */
    public boolean isEmpty() {
        return spans == 0 && duplicates == 0;
    }
}
