package io.loadmark.otlp;

import static io.loadmark.otlp.ProtoReader.FIXED64;
import static io.loadmark.otlp.ProtoReader.LEN;
import static io.loadmark.otlp.ProtoReader.VARINT;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads points of the monotonic sums that are asked for by name. */
final class CounterReader {
    private static final int START = 2 << 3 | FIXED64;
    private static final int TIME = 3 << 3 | FIXED64;
    private static final int AS_DOUBLE = 4 << 3 | FIXED64;
    private static final int AS_INT = 6 << 3 | FIXED64;
    private static final int ATTRIBUTES = 7 << 3 | LEN;
    private static final int FLAGS = 8 << 3 | VARINT;
    private static final int NO_RECORDED_VALUE = 1;

    private final SeriesName series;
    private final List<String> names;
    private final List<byte[]> encoded;

    CounterReader(SeriesName series, Collection<String> names) {
        this.series = series;
        this.names = List.copyOf(names);
        encoded = this.names.stream().map(name -> name.getBytes(UTF_8)).toList();
    }

    /** The counter with the name in these bytes, if it is asked for. */
    @Nullable
    String named(byte[] source, int from, int length) {
        for (int i = 0; i < encoded.size(); i++) {
            byte[] name = encoded.get(i);
            if (Arrays.equals(source, from, from + length, name, 0, name.length)) return names.get(i);
        }
        return null;
    }

    /** Shows the point in the reader's current field if it has a meaningful value. */
    void read(ProtoReader in, ResourceFields resource, String counter, boolean cumulative, MetricVisitor visitor)
            throws IOException {
        long start = 0;
        long time = 0;
        double value = Double.NaN;
        long flags = 0;
        series.clearAttributes();
        int outer = in.enter();
        while (in.next()) {
            switch (in.tag()) {
                case START -> start = in.fixed64();
                case TIME -> time = in.fixed64();
                case AS_DOUBLE -> value = Double.longBitsToDouble(in.fixed64());
                case AS_INT -> value = in.fixed64();
                case FLAGS -> flags = in.varint();
                case ATTRIBUTES -> {
                    in.slice();
                    series.attribute(in.source(), in.sliceFrom(), in.sliceLength());
                }
                default -> in.skip();
            }
        }
        in.leave(outer);
        if ((flags & NO_RECORDED_VALUE) != 0 || !(value >= 0) || value == Double.POSITIVE_INFINITY) return;
        visitor.counted(resource, counter, series.of(counter), start, time, value, cumulative);
    }
}
