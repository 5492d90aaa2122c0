package io.loadmark.collector.kernel;

import java.io.IOException;

/** A file exists and can be read, but does not hold what the kernel's documentation says. */
public final class MalformedFileException extends IOException {
    private static final long serialVersionUID = 1;

    public MalformedFileException(String message) {
        super(message);
    }
}
