package io.loadmark.app.embedded;

import org.jspecify.annotations.Nullable;

/** A part that comes along can't be started. The message tells a person what to do, in one line. */
public final class EmbeddedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why, and the status that the command ends with. */
    public enum Reason {
        /** The ClickHouse engine is neither there nor can it be fetched. */
        ENGINE_MISSING(69),
        /** The broker or the server did not start, or can't go on. */
        START_FAILED(70),
        /** This machine can't run the ClickHouse engine. */
        MACHINE_UNFIT(71),
        /** The data directory can't be made or written. */
        DATA_UNUSABLE(73),
        /** Another process has the data directory. */
        DATA_IN_USE(75);

        private final int exitStatus;

        Reason(int exitStatus) {
            this.exitStatus = exitStatus;
        }

        public int exitStatus() {
            return exitStatus;
        }
    }

    private final Reason reason;

    EmbeddedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    EmbeddedException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
