package io.loadmark.otlp;

import static io.loadmark.otlp.Attribute.key;
import static io.loadmark.otlp.ProtoReader.FIXED64;
import static io.loadmark.otlp.ProtoReader.LEN;
import static io.loadmark.otlp.ProtoReader.VARINT;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads one span after the other into the same {@link SpanFields}. */
final class SpanReader {
    private static final int TRACE_ID = 1 << 3 | LEN;
    private static final int SPAN_ID = 2 << 3 | LEN;
    private static final int TRACE_STATE = 3 << 3 | LEN;
    private static final int PARENT_SPAN_ID = 4 << 3 | LEN;
    private static final int NAME = 5 << 3 | LEN;
    private static final int KIND = 6 << 3 | VARINT;
    private static final int START = 7 << 3 | FIXED64;
    private static final int END = 8 << 3 | FIXED64;
    static final int ATTRIBUTES = 9 << 3 | LEN;
    private static final int STATUS = 15 << 3 | LEN;
    private static final int STATUS_CODE = 3 << 3 | VARINT;
    private static final int ERROR = 2;

    /** From the first to fall back to the last; the span's name stands before them all. */
    private static final byte[][] ROUTES = {key("messaging.destination.name"), key("rpc.method"), key("http.route")};

    private static final byte[] STATUS_CODE_KEY = key("http.response.status_code");
    private static final byte[] OLD_STATUS_CODE_KEY = key("http.status_code");
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final Attribute attribute = new Attribute();
    private final SpanFields span = new SpanFields();
    private int routeRank;
    private boolean newStatusSeen;

    /** Reads the span in the reader's current field; the result is overwritten by the next call. */
    SpanFields read(ProtoReader in) throws IOException, MalformedOtlpException {
        clear(in.source());
        int outer = in.enter();
        span.from = in.position();
        while (in.next()) readField(in);
        span.length = in.position() - span.from;
        in.leave(outer);
        return span;
    }

    private void readField(ProtoReader in) throws IOException, MalformedOtlpException {
        switch (in.tag()) {
            case TRACE_ID -> readTraceId(in);
            case SPAN_ID -> readSpanId(in);
            case PARENT_SPAN_ID -> readParentSpanId(in);
            case TRACE_STATE -> {
                in.slice();
                span.traceStateFrom = in.sliceFrom();
                span.traceStateLength = in.sliceLength();
            }
            case NAME -> {
                in.slice();
                route(0, in.sliceFrom(), in.sliceLength());
            }
            case KIND -> span.kind = (int) in.varint();
            case START -> span.startNanos = in.fixed64();
            case END -> span.endNanos = in.fixed64();
            case ATTRIBUTES -> {
                attribute.read(in);
                keepAttribute();
            }
            case STATUS -> readStatus(in);
            default -> in.skip();
        }
    }

    private void readTraceId(ProtoReader in) throws IOException, MalformedOtlpException {
        in.slice();
        int length = checkId("trace id", in.sliceLength(), 2 * Long.BYTES);
        span.traceIdHigh = length == 0 ? 0 : (long) LONG.get(span.source, in.sliceFrom());
        span.traceIdLow = length == 0 ? 0 : (long) LONG.get(span.source, in.sliceFrom() + Long.BYTES);
    }

    private void readSpanId(ProtoReader in) throws IOException, MalformedOtlpException {
        in.slice();
        int length = checkId("span id", in.sliceLength(), Long.BYTES);
        span.spanId = length == 0 ? 0 : (long) LONG.get(span.source, in.sliceFrom());
    }

    private void readParentSpanId(ProtoReader in) throws IOException {
        in.slice();
        span.parentSpanId = in.sliceLength() == Long.BYTES ? (long) LONG.get(span.source, in.sliceFrom()) : 0;
    }

    private static int checkId(String what, int length, int expected) throws MalformedOtlpException {
        if (length == 0 || length == expected) return length;
        throw new MalformedOtlpException("a " + what + " of " + length + " bytes instead of " + expected);
    }

    private void readStatus(ProtoReader in) throws IOException {
        int outer = in.enter();
        while (in.next()) {
            if (in.tag() == STATUS_CODE) span.error = (int) in.varint() == ERROR;
            else in.skip();
        }
        in.leave(outer);
    }

    private void keepAttribute() {
        span.peer.keep(attribute);
        if (attribute.isText()) {
            for (int i = 0; i < ROUTES.length; i++) {
                if (attribute.is(ROUTES[i])) route(i + 1, attribute.textFrom(), attribute.textLength());
            }
        } else if (attribute.isNumber()) {
            if (attribute.is(STATUS_CODE_KEY)) status(true);
            else if (attribute.is(OLD_STATUS_CODE_KEY)) status(false);
        }
    }

    private void route(int rank, int from, int length) {
        if (rank < routeRank) return;
        routeRank = rank;
        span.routeFrom = from;
        span.routeLength = length;
    }

    private void status(boolean isNew) {
        if (newStatusSeen && !isNew) return;
        newStatusSeen = isNew;
        long status = attribute.number();
        span.httpStatus = status >= 100 && status <= 999 ? (int) status : 0;
    }

    private void clear(byte[] source) {
        routeRank = 0;
        newStatusSeen = false;
        span.source = source;
        span.traceIdHigh = 0;
        span.traceIdLow = 0;
        span.spanId = 0;
        span.parentSpanId = 0;
        span.kind = 0;
        span.startNanos = 0;
        span.endNanos = 0;
        span.error = false;
        span.httpStatus = 0;
        span.routeFrom = 0;
        span.routeLength = 0;
        span.traceStateFrom = 0;
        span.traceStateLength = 0;
        span.peer.clear();
    }
}
