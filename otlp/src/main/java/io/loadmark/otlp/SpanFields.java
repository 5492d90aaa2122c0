package io.loadmark.otlp;

/**
 * What Loadmark needs of a span. A flyweight over the request's bytes: valid only inside {@link SpanVisitor#span}, then
 * overwritten by the next span.
 */
public final class SpanFields {
    /** Values of {@link #kind()}: a request served. */
    public static final int SERVER = 2;
    /** A request made. */
    public static final int CLIENT = 3;
    /** A message sent. */
    public static final int PRODUCER = 4;
    /** A message processed. */
    public static final int CONSUMER = 5;

    static final int MAX_ROUTE_CHARS = 200;
    private static final long ALL = 1L << 56;

    byte[] source = {};
    long traceIdHigh;
    long traceIdLow;
    long spanId;
    long parentSpanId;
    int kind;
    long startNanos;
    long endNanos;
    boolean error;
    int httpStatus;
    int routeFrom;
    int routeLength;
    int traceStateFrom;
    int traceStateLength;
    int from;
    int length;
    final PeerFields peer = new PeerFields();

    SpanFields() {}

    /** The first eight bytes of the trace id, big-endian; 0 when not set. */
    public long traceIdHigh() {
        return traceIdHigh;
    }

    /** The last eight bytes of the trace id, big-endian; 0 when not set. */
    public long traceIdLow() {
        return traceIdLow;
    }

    /** The span id, big-endian; 0 when not set. */
    public long spanId() {
        return spanId;
    }

    /** The span id of the parent, big-endian; 0 when there is none, or not of eight bytes. */
    public long parentSpanId() {
        return parentSpanId;
    }

    /** {@link #SERVER}, {@link #CLIENT}, {@link #PRODUCER}, {@link #CONSUMER}; 1 internal, 0 unspecified. */
    public int kind() {
        return kind;
    }

    /** Nanoseconds since 1970 as the sender says; negative stands for what is after the year 2262. */
    public long startNanos() {
        return startNanos;
    }

    /** Nanoseconds since 1970 as the sender says, not checked against the start. */
    public long endNanos() {
        return endNanos;
    }

    /** Whether the span's status is ERROR. */
    public boolean isError() {
        return error;
    }

    /** {@code http.response.status_code}, else the older {@code http.status_code}, in 100..999; 0 when unknown. */
    public int httpStatus() {
        return httpStatus;
    }

    /**
     * {@code http.route}, else {@code rpc.method}, else {@code messaging.destination.name}, else the span's name;
     * empty ones count as missing. Cut after 200 characters. Decoded anew on every call.
     */
    public String route() {
        return Text.decode(source, routeFrom, routeLength, MAX_ROUTE_CHARS);
    }

    /**
     * Who was called, of a CLIENT or PRODUCER span: {@code service.peer.name}, else {@code peer.service}; else, of a
     * PRODUCER span, {@code messaging.destination.name}; else {@code server.address} or {@code net.peer.name}, with {@code
     * :server.port} or {@code :net.peer.port}; else {@code db.system.name}, {@code db.system}, {@code
     * messaging.destination.name}, {@code messaging.system}, {@code rpc.service}; else {@code unknown}. Empty ones count as
     * missing. Cut after 200 characters. Decoded anew on every call.
     */
    public String peer() {
        return peer.name(source, kind == PRODUCER);
    }

    /** Whether an attribute has this value: a text, or a whole number in digits. Looked for anew on every call. */
    public boolean hasAttribute(String key, String value) {
        return SpanAttributes.has(new ProtoReader(source, from, length), Attribute.key(key), value);
    }

    /** The 56-bit rejection threshold T of probability sampling; -1 when missing or malformed. */
    public long threshold() {
        return traceStateLength == 0
                ? SamplingThreshold.NONE
                : SamplingThreshold.parse(source, traceStateFrom, traceStateLength);
    }

    /** How many spans this one stands for, 2^56 / (2^56 − T); 1 when the threshold is missing. At least 1. */
    public double adjustedCount() {
        long threshold = threshold();
        // In whole numbers: a double can not tell the highest thresholds from 2^56.
        return threshold <= 0 ? 1 : (double) ALL / (ALL - threshold);
    }
}
