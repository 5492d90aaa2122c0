package io.loadmark.otlp;

import static io.loadmark.otlp.ProtoReader.FIXED64;
import static io.loadmark.otlp.ProtoReader.LEN;
import static io.loadmark.otlp.ProtoReader.VARINT;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the request counts of one resource. What a point needs to know may stand after it, so some is read twice. */
final class MetricReader {
    private static final int SCOPE = 1 << 3 | LEN;
    private static final int METRICS = 2 << 3 | LEN;
    private static final int NAME = 1 << 3 | LEN;
    private static final int HISTOGRAM = 9 << 3 | LEN;
    private static final int EXPONENTIAL_HISTOGRAM = 10 << 3 | LEN;
    private static final int DATA_POINTS = 1 << 3 | LEN;
    private static final int TEMPORALITY = 2 << 3 | VARINT;
    private static final int START = 2 << 3 | FIXED64;
    private static final int TIME = 3 << 3 | FIXED64;
    private static final int COUNT = 4 << 3 | FIXED64;
    private static final int FLAGS = 10 << 3 | VARINT;
    private static final int HISTOGRAM_ATTRIBUTES = 9 << 3 | LEN;
    private static final int EXPONENTIAL_ATTRIBUTES = 1 << 3 | LEN;
    private static final int DELTA = 1;
    private static final int CUMULATIVE = 2;
    private static final int NO_RECORDED_VALUE = 1;

    private final ResourceFields resource;
    private final CountVisitor visitor;
    private final SeriesName series = new SeriesName();
    private int points;

    MetricReader(ResourceFields resource, CountVisitor visitor, int points) {
        this.resource = resource;
        this.visitor = visitor;
        this.points = points;
    }

    /** Points read so far in the request. */
    int points() {
        return points;
    }

    /** Reads a ScopeMetrics: first who measured, then what. */
    void readScope(ProtoReader first, ProtoReader second) throws IOException, MalformedOtlpException {
        series.clearScope();
        while (first.next()) {
            if (first.tag() == SCOPE) {
                first.slice();
                series.scope(first.source(), first.sliceFrom(), first.sliceLength());
            } else {
                first.skip();
            }
        }
        while (second.next()) {
            if (second.tag() == METRICS) {
                second.slice();
                readMetric(second);
            } else {
                second.skip();
            }
        }
    }

    private void readMetric(ProtoReader metric) throws IOException, MalformedOtlpException {
        String name = name(metric.sliced());
        if (name == null) return;
        var in = metric.sliced();
        while (in.next()) {
            if (in.tag() == HISTOGRAM || in.tag() == EXPONENTIAL_HISTOGRAM) {
                int attributes = in.tag() == HISTOGRAM ? HISTOGRAM_ATTRIBUTES : EXPONENTIAL_ATTRIBUTES;
                in.slice();
                int temporality = temporality(in.sliced());
                if (temporality == DELTA || temporality == CUMULATIVE) {
                    readPoints(in.sliced(), name, attributes, temporality == CUMULATIVE);
                }
            } else {
                in.skip();
            }
        }
    }

    private static @Nullable String name(ProtoReader in) throws IOException {
        String name = null;
        while (in.next()) {
            if (in.tag() == NAME) {
                in.slice();
                name = RequestMetric.named(in.source(), in.sliceFrom(), in.sliceLength());
            } else {
                in.skip();
            }
        }
        return name;
    }

    private static int temporality(ProtoReader in) throws IOException {
        int temporality = 0;
        while (in.next()) {
            if (in.tag() == TEMPORALITY) temporality = (int) in.varint();
            else in.skip();
        }
        return temporality;
    }

    private void readPoints(ProtoReader in, String name, int attributes, boolean cumulative)
            throws IOException, MalformedOtlpException {
        while (in.next()) {
            if (in.tag() == DATA_POINTS) {
                Limits.checkItems(++points);
                readPoint(in, name, attributes, cumulative);
            } else {
                in.skip();
            }
        }
    }

    private void readPoint(ProtoReader in, String name, int attributes, boolean cumulative)
            throws IOException, MalformedOtlpException {
        long start = 0;
        long time = 0;
        long count = 0;
        long flags = 0;
        series.clearAttributes();
        int outer = in.enter();
        while (in.next()) {
            int tag = in.tag();
            if (tag == START) start = in.fixed64();
            else if (tag == TIME) time = in.fixed64();
            else if (tag == COUNT) count = in.fixed64();
            else if (tag == FLAGS) flags = in.varint();
            else if (tag == attributes) series.attribute(in);
            else in.skip();
        }
        in.leave(outer);
        if ((flags & NO_RECORDED_VALUE) != 0) return;
        if (count < 0) throw new MalformedOtlpException("a count beyond 2^63");
        visitor.count(resource, series.of(name), start, time, count, cumulative);
    }
}
