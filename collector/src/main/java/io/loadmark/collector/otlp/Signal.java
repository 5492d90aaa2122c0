package io.loadmark.collector.otlp;

import io.loadmark.otlp.MalformedOtlpException;
import io.loadmark.otlp.OtlpMetrics;
import io.loadmark.otlp.OtlpSplitter;
import io.loadmark.otlp.OtlpTraces;
import io.loadmark.runtime.topics.Topic;
import org.jspecify.annotations.Nullable;

/** The kinds of telemetry that are received. */
enum Signal {
    TRACES(Topic.SPANS, "/v1/traces", "opentelemetry.proto.collector.trace.v1.TraceService", "spans") {
        @Override
        OtlpSplitter.Split split(byte[] request, int maxBytes) throws MalformedOtlpException {
            OtlpTraces.read(request, (resource, span) -> {});
            return OtlpSplitter.traces(request, maxBytes);
        }
    },
    METRICS(Topic.METRICS, "/v1/metrics", "opentelemetry.proto.collector.metrics.v1.MetricsService", "data points") {
        @Override
        OtlpSplitter.Split split(byte[] request, int maxBytes) throws MalformedOtlpException {
            OtlpMetrics.read(request, (resource, series, start, time, count, cumulative) -> {});
            return OtlpSplitter.metrics(request, maxBytes);
        }
    };

    private final Topic topic;
    private final String path;
    private final String grpcService;
    private final String items;

    Signal(Topic topic, String path, String grpcService, String items) {
        this.topic = topic;
        this.path = path;
        this.grpcService = grpcService;
        this.items = items;
    }

    static @Nullable Signal ofPath(String path) {
        for (var signal : values()) {
            if (signal.path.equals(path)) return signal;
        }
        return null;
    }

    /** Reads the whole request, so that nothing malformed is acknowledged, and cuts it into records. */
    abstract OtlpSplitter.Split split(byte[] request, int maxBytes) throws MalformedOtlpException;

    Topic topic() {
        return topic;
    }

    String path() {
        return path;
    }

    String grpcService() {
        return grpcService;
    }

    /** What it is made of, for people. */
    String items() {
        return items;
    }
}
