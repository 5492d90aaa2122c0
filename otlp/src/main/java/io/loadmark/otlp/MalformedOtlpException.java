package io.loadmark.otlp;

import java.util.Objects;

/** The bytes are no OTLP request, or one beyond the limits; the message says why, in one line and without payload. */
public final class MalformedOtlpException extends Exception {
    private static final long serialVersionUID = 1;

    public MalformedOtlpException(String message) {
        super(message);
    }

    public MalformedOtlpException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Never null. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
