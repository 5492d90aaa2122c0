package io.loadmark.schemas;

/** A record's bytes can't be used; the message is the cause that goes to the dead-letter topic. */
public final class BadRecordException extends Exception {
    private static final long serialVersionUID = 1;

    public BadRecordException(String message) {
        super(message);
    }

    public BadRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
