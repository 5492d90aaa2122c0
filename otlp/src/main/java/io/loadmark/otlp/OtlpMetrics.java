package io.loadmark.otlp;

import static io.loadmark.otlp.ProtoReader.LEN;

import java.io.IOException;

/**
 * Reads from ExportMetricsServiceRequests how many requests were served and what managed runtimes tell of their garbage
 * collection: the metrics that {@link KnownMetric} names, and counters that the visitor asks for. All others are stepped over.
 */
public final class OtlpMetrics {
    private static final int RESOURCE_METRICS = 1 << 3 | LEN;
    private static final int SCOPE_METRICS = 2 << 3 | LEN;

    private OtlpMetrics() {}

    /**
     * Shows every point to the visitor, which has seen those before the damage when this throws. Points without a recorded
     * value, and of histograms without a temporality or a meaningful sum of pauses, say nothing and are left out.
     *
     * @throws MalformedOtlpException if the bytes are no such request, a count is beyond 2^63, or there are more than a
     *     million points or ten thousand resources; nothing else is thrown whatever the bytes are
     */
    public static void read(byte[] exportMetricsServiceRequest, MetricVisitor visitor) throws MalformedOtlpException {
        try {
            readRequest(new ProtoReader(exportMetricsServiceRequest), visitor);
        } catch (IOException e) {
            throw new MalformedOtlpException("no OTLP metrics request: " + e.getMessage(), e);
        }
    }

    private static void readRequest(ProtoReader in, MetricVisitor visitor) throws IOException, MalformedOtlpException {
        int resources = 0;
        int points = 0;
        while (in.next()) {
            if (in.tag() == RESOURCE_METRICS) {
                Limits.checkResources(++resources);
                in.slice();
                var metrics = new MetricReader(ResourceReader.read(in.sliced()), visitor, points);
                readResourceMetrics(in.sliced(), metrics);
                points = metrics.points();
            } else {
                in.skip();
            }
        }
    }

    private static void readResourceMetrics(ProtoReader in, MetricReader metrics)
            throws IOException, MalformedOtlpException {
        while (in.next()) {
            if (in.tag() == SCOPE_METRICS) {
                in.slice();
                metrics.readScope(in.sliced(), in.sliced());
            } else {
                in.skip();
            }
        }
    }
}
