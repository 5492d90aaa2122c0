package io.loadmark.otlp;

import static io.loadmark.otlp.ProtoReader.FIXED64;
import static io.loadmark.otlp.ProtoReader.VARINT;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/** Reads count and sum of a point of a histogram or an exponential histogram. */
final class HistogramReader {
    private static final int START = 2 << 3 | FIXED64;
    private static final int TIME = 3 << 3 | FIXED64;
    private static final int COUNT = 4 << 3 | FIXED64;
    private static final int SUM = 5 << 3 | FIXED64;
    private static final int FLAGS = 10 << 3 | VARINT;
    private static final int NO_RECORDED_VALUE = 1;
    private static final byte[] ACTION = Attribute.key("jvm.gc.action");
    private static final byte[] COLLECTOR = Attribute.key("jvm.gc.name");

    /** As ZGC and Shenandoah call what they do beside the running threads: {@code end of GC cycle}, {@code ZGC Cycles}. */
    private static final byte[] CYCLE = "cycle".getBytes(UTF_8);

    private static final byte[] CYCLES = "Cycles".getBytes(UTF_8);

    private final SeriesName series;
    private final Attribute attribute = new Attribute();
    private long start;
    private long time;
    private long count;
    private double sum;
    private boolean concurrent;

    HistogramReader(SeriesName series) {
        this.series = series;
    }

    /**
     * Reads the point in the reader's current field; false if it has no recorded value.
     *
     * @param attributes tag of its attributes, which depends on the kind of histogram
     */
    boolean read(ProtoReader in, int attributes) throws IOException, MalformedOtlpException {
        start = 0;
        time = 0;
        count = 0;
        sum = Double.NaN;
        concurrent = false;
        long flags = 0;
        series.clearAttributes();
        int outer = in.enter();
        while (in.next()) {
            int tag = in.tag();
            if (tag == START) start = in.fixed64();
            else if (tag == TIME) time = in.fixed64();
            else if (tag == COUNT) count = in.fixed64();
            else if (tag == SUM) sum = Double.longBitsToDouble(in.fixed64());
            else if (tag == FLAGS) flags = in.varint();
            else if (tag == attributes) readAttribute(in);
            else in.skip();
        }
        in.leave(outer);
        if ((flags & NO_RECORDED_VALUE) != 0) return false;
        if (count < 0) throw new MalformedOtlpException("a count beyond 2^63");
        return true;
    }

    private void readAttribute(ProtoReader in) throws IOException {
        in.slice();
        series.attribute(in.source(), in.sliceFrom(), in.sliceLength());
        attribute.readSliced(in);
        if (attribute.is(ACTION)) concurrent |= attribute.endsWith(CYCLE);
        else if (attribute.is(COLLECTOR)) concurrent |= attribute.endsWith(CYCLES);
    }

    void showCount(ResourceFields resource, KnownMetric metric, boolean cumulative, MetricVisitor visitor) {
        visitor.count(resource, series.of(metric.text()), start, time, count, cumulative);
    }

    /** Leaves out what runs beside the threads, and what has no meaningful sum. */
    void showPauses(ResourceFields resource, KnownMetric metric, boolean cumulative, MetricVisitor visitor) {
        if (concurrent || !(sum >= 0) || sum == Double.POSITIVE_INFINITY) return;
        visitor.paused(resource, series.of(metric.text()), start, time, count, sum, cumulative);
    }
}
