package io.loadmark.streams.requests;

import static io.loadmark.streams.TopologyHarness.micros;
import static io.loadmark.streams.requests.Spans.attribute;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;

/** What the JVM of an instance of {@code checkout} tells at one time, as the SDK's exporter sends it. */
final class Runtimes {
    private final String instance;
    private final double at;
    private final ScopeMetrics.Builder scope = ScopeMetrics.newBuilder();

    private Runtimes(String instance, double at) {
        this.instance = instance;
        this.at = at;
    }

    static Runtimes of(String instance, double at) {
        return new Runtimes(instance, at);
    }

    double at() {
        return at;
    }

    /** {@code jvm.gc.duration} since a start. */
    Runtimes paused(double start, long pauses, double seconds) {
        return paused(start, pauses, seconds, AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    }

    /** {@code jvm.gc.duration} since the metrics before. */
    Runtimes pausedSince(double start, long pauses, double seconds) {
        return paused(start, pauses, seconds, AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA);
    }

    private Runtimes paused(double start, long pauses, double seconds, AggregationTemporality temporality) {
        scope.addMetrics(Metric.newBuilder()
                .setName("jvm.gc.duration")
                .setHistogram(Histogram.newBuilder()
                        .setAggregationTemporality(temporality)
                        .addDataPoints(HistogramDataPoint.newBuilder()
                                .addAttributes(attribute("jvm.gc.name", "G1 Young Generation"))
                                .addAttributes(attribute("jvm.gc.action", "end of minor GC"))
                                .setStartTimeUnixNano(micros(start) * 1000)
                                .setTimeUnixNano(micros(at) * 1000)
                                .setCount(pauses)
                                .setSum(seconds))));
        return this;
    }

    /** G1's heap: a survivor space of 10 bytes, an old generation, and what all of it may grow to. */
    Runtimes heap(long oldAfterCollection, long limit) {
        pool("jvm.memory.used_after_last_gc", "G1 Survivor Space", 10);
        pool("jvm.memory.used_after_last_gc", "G1 Old Gen", oldAfterCollection);
        return pool("jvm.memory.limit", "G1 Old Gen", limit);
    }

    private Runtimes pool(String metric, String pool, long bytes) {
        scope.addMetrics(Metric.newBuilder()
                .setName(metric)
                .setSum(Sum.newBuilder()
                        .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
                        .addDataPoints(NumberDataPoint.newBuilder()
                                .addAttributes(attribute("jvm.memory.type", "heap"))
                                .addAttributes(attribute("jvm.memory.pool.name", pool))
                                .setTimeUnixNano(micros(at) * 1000)
                                .setAsInt(bytes))));
        return this;
    }

    byte[] bytes() {
        return ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder()
                        .setResource(Spans.resource(instance))
                        .addScopeMetrics(scope))
                .build()
                .toByteArray();
    }
}
