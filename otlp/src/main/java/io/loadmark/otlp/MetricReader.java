package io.loadmark.otlp;

import static io.loadmark.otlp.ProtoReader.LEN;
import static io.loadmark.otlp.ProtoReader.VARINT;

import io.loadmark.otlp.KnownMetric.Kind;
import java.io.IOException;

/** Reads the known metrics of one resource. What a point needs to know may stand after it, so some is read twice. */
final class MetricReader {
    private static final int SCOPE = 1 << 3 | LEN;
    private static final int METRICS = 2 << 3 | LEN;
    private static final int NAME = 1 << 3 | LEN;
    private static final int GAUGE = 5 << 3 | LEN;
    private static final int SUM = 7 << 3 | LEN;
    private static final int HISTOGRAM = 9 << 3 | LEN;
    private static final int EXPONENTIAL_HISTOGRAM = 10 << 3 | LEN;
    private static final int DATA_POINTS = 1 << 3 | LEN;
    private static final int TEMPORALITY = 2 << 3 | VARINT;
    private static final int MONOTONIC = 3 << 3 | VARINT;
    private static final int HISTOGRAM_ATTRIBUTES = 9 << 3 | LEN;
    private static final int EXPONENTIAL_ATTRIBUTES = 1 << 3 | LEN;
    private static final int DELTA = 1;
    private static final int CUMULATIVE = 2;

    private final ResourceFields resource;
    private final MetricVisitor visitor;
    private final SeriesName series = new SeriesName();
    private final HistogramReader histogram = new HistogramReader(series);
    private final HeapReader heap = new HeapReader();
    private final CounterReader counters;
    private int points;

    MetricReader(ResourceFields resource, MetricVisitor visitor, int points) {
        this.resource = resource;
        this.visitor = visitor;
        this.points = points;
        counters = new CounterReader(series, visitor.counters());
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

    private void readMetric(ProtoReader scope) throws IOException, MalformedOtlpException {
        KnownMetric known = null;
        String counter = null;
        var in = scope.sliced();
        while (in.next()) {
            if (in.tag() == NAME) {
                in.slice();
                known = KnownMetric.named(in.source(), in.sliceFrom(), in.sliceLength());
                counter = counters.named(in.source(), in.sliceFrom(), in.sliceLength());
            } else {
                in.skip();
            }
        }
        if (known != null) readKnown(scope.sliced(), known);
        if (counter != null) readCounter(scope.sliced(), counter);
    }

    private void readKnown(ProtoReader in, KnownMetric metric) throws IOException, MalformedOtlpException {
        boolean ofHeap = metric.kind() == Kind.HEAP_USED || metric.kind() == Kind.HEAP_LIMIT;
        while (in.next()) {
            int tag = in.tag();
            if (ofHeap && (tag == GAUGE || tag == SUM)) {
                in.slice();
                // A difference says nothing of the whole; a gauge has no temporality.
                if (temporality(in.sliced()) != DELTA) readHeap(in.sliced(), metric);
            } else if (!ofHeap && (tag == HISTOGRAM || tag == EXPONENTIAL_HISTOGRAM)) {
                in.slice();
                int temporality = temporality(in.sliced());
                int attributes = tag == HISTOGRAM ? HISTOGRAM_ATTRIBUTES : EXPONENTIAL_ATTRIBUTES;
                if (temporality == DELTA || temporality == CUMULATIVE) {
                    readHistogram(in.sliced(), metric, attributes, temporality == CUMULATIVE);
                }
            } else {
                in.skip();
            }
        }
    }

    /** What may fall is no counter. */
    private void readCounter(ProtoReader in, String counter) throws IOException, MalformedOtlpException {
        while (in.next()) {
            if (in.tag() != SUM) {
                in.skip();
                continue;
            }
            in.slice();
            int temporality = temporality(in.sliced());
            if (!isMonotonic(in.sliced()) || (temporality != DELTA && temporality != CUMULATIVE)) continue;
            var points = in.sliced();
            while (points.next()) {
                if (points.tag() == DATA_POINTS) {
                    Limits.checkItems(++this.points);
                    counters.read(points, resource, counter, temporality == CUMULATIVE, visitor);
                } else {
                    points.skip();
                }
            }
        }
    }

    private static boolean isMonotonic(ProtoReader in) throws IOException {
        boolean monotonic = false;
        while (in.next()) {
            if (in.tag() == MONOTONIC) monotonic = in.varint() != 0;
            else in.skip();
        }
        return monotonic;
    }

    private static int temporality(ProtoReader in) throws IOException {
        int temporality = 0;
        while (in.next()) {
            if (in.tag() == TEMPORALITY) temporality = (int) in.varint();
            else in.skip();
        }
        return temporality;
    }

    private void readHeap(ProtoReader in, KnownMetric metric) throws IOException, MalformedOtlpException {
        var figure = metric.kind() == Kind.HEAP_USED ? HeapFigure.USED_AFTER_LAST_COLLECTION : HeapFigure.LIMIT;
        while (in.next()) {
            if (in.tag() == DATA_POINTS) {
                Limits.checkItems(++points);
                heap.read(in, resource, figure, visitor);
            } else {
                in.skip();
            }
        }
    }

    private void readHistogram(ProtoReader in, KnownMetric metric, int attributes, boolean cumulative)
            throws IOException, MalformedOtlpException {
        while (in.next()) {
            if (in.tag() == DATA_POINTS) {
                Limits.checkItems(++points);
                if (!histogram.read(in, attributes)) continue;
                if (metric.kind() == Kind.PAUSES) histogram.showPauses(resource, metric, cumulative, visitor);
                else histogram.showCount(resource, metric, cumulative, visitor);
            } else {
                in.skip();
            }
        }
    }
}
