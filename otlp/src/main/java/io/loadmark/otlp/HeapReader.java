package io.loadmark.otlp;

import static io.loadmark.otlp.ProtoReader.FIXED64;
import static io.loadmark.otlp.ProtoReader.LEN;
import static io.loadmark.otlp.ProtoReader.VARINT;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/** Reads points of a sum or a gauge that tell of pools of the heap. */
final class HeapReader {
    private static final int TIME = 3 << 3 | FIXED64;
    private static final int AS_DOUBLE = 4 << 3 | FIXED64;
    private static final int AS_INT = 6 << 3 | FIXED64;
    private static final int ATTRIBUTES = 7 << 3 | LEN;
    private static final int FLAGS = 8 << 3 | VARINT;
    private static final int NO_RECORDED_VALUE = 1;
    private static final int MAX_POOL_CHARS = 100;
    private static final byte[] TYPE = Attribute.key("jvm.memory.type");
    private static final byte[] POOL = Attribute.key("jvm.memory.pool.name");
    private static final byte[] HEAP = "heap".getBytes(UTF_8);

    private final Attribute attribute = new Attribute();

    /** Shows the point in the reader's current field if it is one of the heap. */
    void read(ProtoReader in, ResourceFields resource, HeapFigure figure, MetricVisitor visitor) throws IOException {
        long time = 0;
        double bytes = Double.NaN;
        long flags = 0;
        String pool = "";
        boolean ofHeap = false;
        int outer = in.enter();
        while (in.next()) {
            switch (in.tag()) {
                case TIME -> time = in.fixed64();
                case AS_DOUBLE -> bytes = Double.longBitsToDouble(in.fixed64());
                case AS_INT -> bytes = in.fixed64();
                case FLAGS -> flags = in.varint();
                case ATTRIBUTES -> {
                    attribute.read(in);
                    if (attribute.is(POOL)) pool = attribute.text(MAX_POOL_CHARS);
                    else if (attribute.is(TYPE)) ofHeap = attribute.isTextOf(HEAP);
                }
                default -> in.skip();
            }
        }
        in.leave(outer);
        if (!ofHeap || (flags & NO_RECORDED_VALUE) != 0 || !(bytes >= 0) || bytes == Double.POSITIVE_INFINITY) return;
        visitor.heap(resource, figure, pool, time, bytes);
    }
}
