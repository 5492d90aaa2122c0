package io.loadmark.app.query;

/** There is nothing to answer from yet; the message says what to start. */
public final class NothingYetException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NothingYetException(String message) {
        super(message);
    }
}
