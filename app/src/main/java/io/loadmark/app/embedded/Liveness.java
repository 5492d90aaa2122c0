package io.loadmark.app.embedded;

/** Told when an embedded part dies and when it is back; on threads of that part, one call at a time. */
public interface Liveness {
    /** It died, and is about to be started again; {@code reason} in one line. */
    void down(String reason);

    /** It serves again, at the same address. */
    void up();
}
