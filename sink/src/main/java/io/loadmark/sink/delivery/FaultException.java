package io.loadmark.sink.delivery;

/** ClickHouse or Kafka can't do what is asked now; the data waits and it is tried again. */
final class FaultException extends Exception {
    private static final long serialVersionUID = 1;

    FaultException(String message) {
        super(message);
    }

    FaultException(String message, Throwable cause) {
        super(message, cause);
    }
}
