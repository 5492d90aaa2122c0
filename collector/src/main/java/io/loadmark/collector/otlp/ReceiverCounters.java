package io.loadmark.collector.otlp;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;

/**
 * What the receiver counts, by signal. In spans or data points, once nothing is in flight:
 *
 * <pre>received = acknowledged + rejected + refused</pre>
 *
 * <ul>
 *   <li>received: in requests that could be read;
 *   <li>acknowledged: Kafka holds them, the sender was told so;
 *   <li>rejected: too large for a record, the sender was told not to retry;
 *   <li>refused: Kafka did not take all of their request, the sender was told to retry, so they come again.
 * </ul>
 *
 * What a request held that could not be read, or was turned away before it was read, is not known: it counts as a
 * request, by protocol and outcome. Messages that gRPC turns away by itself, too large before they are decompressed,
 * are not counted.
 */
final class ReceiverCounters {
    private static final AttributeKey<String> SIGNAL = AttributeKey.stringKey("signal");
    private static final AttributeKey<String> PROTOCOL = AttributeKey.stringKey("protocol");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");
    private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");

    private final LongCounter requests;
    private final LongCounter received;
    private final LongCounter acknowledged;
    private final LongCounter rejected;
    private final LongCounter refused;

    ReceiverCounters(OpenTelemetry telemetry) {
        var meter = telemetry.getMeter("io.loadmark.collector.otlp");
        requests = counter(meter, "loadmark.otlp.requests", "{request}", "OTLP requests by outcome");
        received = counter(meter, "loadmark.otlp.items.received", "{item}", "Spans and data points that came in");
        acknowledged = counter(meter, "loadmark.otlp.items.acknowledged", "{item}", "Those that Kafka holds");
        rejected = counter(meter, "loadmark.otlp.items.rejected", "{item}", "Those that can't be stored");
        refused =
                counter(meter, "loadmark.otlp.items.refused", "{item}", "Those that the sender was told to send again");
    }

    private static LongCounter counter(Meter meter, String name, String unit, String description) {
        return meter.counterBuilder(name)
                .setUnit(unit)
                .setDescription(description)
                .build();
    }

    void request(Signal signal, String protocol, Verdict outcome) {
        requests.add(1, Attributes.of(SIGNAL, label(signal), PROTOCOL, protocol, OUTCOME, outcome.label()));
    }

    void received(Signal signal, int items) {
        received.add(items, Attributes.of(SIGNAL, label(signal)));
    }

    void acknowledged(Signal signal, int items) {
        acknowledged.add(items, Attributes.of(SIGNAL, label(signal)));
    }

    void rejected(Signal signal, int items) {
        if (items > 0) rejected.add(items, Attributes.of(SIGNAL, label(signal), REASON, "too-large"));
    }

    void refused(Signal signal, int items, String reason) {
        refused.add(items, Attributes.of(SIGNAL, label(signal), REASON, reason));
    }

    private static String label(Signal signal) {
        return switch (signal) {
            case TRACES -> "traces";
            case METRICS -> "metrics";
        };
    }
}
