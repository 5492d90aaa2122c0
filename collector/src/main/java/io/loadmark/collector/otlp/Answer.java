package io.loadmark.collector.otlp;

/**
 * What a sender is told.
 *
 * @param rejected spans or data points of an accepted request that were not stored and must not be sent again
 * @param message why, in one line and without payload; empty when all is well
 */
record Answer(Verdict verdict, int rejected, String message) {
    /** When a sender that is told to retry may do so. */
    static final int RETRY_AFTER_SECONDS = 1;

    static final Answer ACCEPTED = new Answer(Verdict.ACCEPTED, 0, "");

    static Answer refused(Verdict verdict, String message) {
        return new Answer(verdict, 0, message);
    }

    static Answer tooLarge(OtlpConfig config) {
        return refused(
                Verdict.TOO_LARGE,
                "the request is larger than " + config.maxRequestSize()
                        + " (otlp.max-request-size); let the exporter send smaller batches");
    }

    static Answer busy(String what) {
        return refused(Verdict.UNAVAILABLE, "too many " + what + " wait for Kafka; retry");
    }
}
