package io.loadmark.otlp;

/** What one request may hold. Beyond it a request is refused as a whole; its size bounds everything else. */
final class Limits {
    /** An OpenTelemetry Collector sends about 8192 spans at a time, an SDK 512. */
    static final int MAX_ITEMS = 1_000_000;

    /** Each becomes a record of its own. */
    static final int MAX_RESOURCES = 10_000;

    private Limits() {}

    static void checkItems(int items) throws MalformedOtlpException {
        if (items > MAX_ITEMS) throw new MalformedOtlpException("more than " + MAX_ITEMS + " items in one request");
    }

    static void checkResources(int resources) throws MalformedOtlpException {
        if (resources > MAX_RESOURCES) {
            throw new MalformedOtlpException("more than " + MAX_RESOURCES + " resources in one request");
        }
    }
}
