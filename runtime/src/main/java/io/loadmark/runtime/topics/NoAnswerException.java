package io.loadmark.runtime.topics;

import io.loadmark.runtime.config.ConfigException;

/** Kafka does not answer at {@code kafka.bootstrap-servers}: it is away, or the address is wrong. */
public final class NoAnswerException extends ConfigException {
    private static final long serialVersionUID = 1;

    NoAnswerException(String message, Throwable cause) {
        super(message, cause);
    }
}
