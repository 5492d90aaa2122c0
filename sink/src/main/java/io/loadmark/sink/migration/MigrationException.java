package io.loadmark.sink.migration;

/** The database can't be used by this version; waiting would not help. The message says what to do. */
public final class MigrationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MigrationException(String message) {
        super(message);
    }

    MigrationException(String message, Throwable cause) {
        super(message, cause);
    }
}
