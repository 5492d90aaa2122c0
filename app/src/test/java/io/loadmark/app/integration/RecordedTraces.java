package io.loadmark.app.integration;

import static io.loadmark.app.Waiting.result;

import com.google.protobuf.ByteString;
import io.loadmark.runtime.topics.Topic;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Orders of a shop that pays and looks for stock, each service in records of its own that go round the partitions. Every
 * tenth order pays once more than is known in time, every seventh has lost its call to stock.
 */
final class RecordedTraces {
    static final int ORDERS = 300;
    static final int LATE_EVERY = 10;
    /** When a late span comes, after its order, milliseconds. */
    private static final long LATE_MILLIS = 15_000;

    private static final int LOST_EVERY = 7;
    private static final int BETWEEN_MILLIS = 100;

    private record Entry(ByteString request, long stampMillis) {}

    private final List<Entry> entries = new ArrayList<>();
    private final Random random;

    RecordedTraces(long seed, long baseMillis) {
        random = new Random(seed);
        for (int order = 1; order <= ORDERS; order++) order(order, baseMillis + (long) order * BETWEEN_MILLIS);
        entries.sort(Comparator.comparingLong(Entry::stampMillis));
    }

    private void order(long trace, long at) {
        var shop = ScopeSpans.newBuilder()
                .addSpans(span(trace, 1, 0, SpanKind.SPAN_KIND_SERVER, "/orders", at, at + 90))
                .addSpans(span(trace, 2, 1, SpanKind.SPAN_KIND_CLIENT, "call", at + 10, at + 40));
        if (trace % LOST_EVERY != 0) {
            shop.addSpans(span(trace, 3, 1, SpanKind.SPAN_KIND_CLIENT, "call", at + 30, at + 60));
        }
        add("shop", shop, at + 90);
        add("payment", one(span(trace, 4, 2, SpanKind.SPAN_KIND_SERVER, "/pay", at + 12, at + 38)), at + 40);
        add("stock", one(span(trace, 5, 3, SpanKind.SPAN_KIND_SERVER, "/stock", at + 32, at + 58)), at + 60);
        if (trace % LATE_EVERY == 0) {
            long stamp = at + LATE_MILLIS;
            entries.add(new Entry(
                    request("payment", one(span(trace, 6, 1, SpanKind.SPAN_KIND_SERVER, "/pay", at + 70, at + 80))),
                    stamp));
        }
    }

    private void add(String service, ScopeSpans.Builder spans, long at) {
        entries.add(new Entry(request(service, spans), at + random.nextInt(4_000)));
    }

    private static ScopeSpans.Builder one(Span span) {
        return ScopeSpans.newBuilder().addSpans(span);
    }

    private static Span span(long trace, long id, long parent, SpanKind kind, String route, long from, long to) {
        var span = Span.newBuilder()
                .setTraceId(bytes(trace).concat(bytes(trace)))
                .setSpanId(bytes(id))
                .setName(route)
                .setKind(kind)
                .setStartTimeUnixNano(from * 1_000_000)
                .setEndTimeUnixNano(to * 1_000_000);
        return (parent == 0 ? span : span.setParentSpanId(bytes(parent))).build();
    }

    private static ByteString bytes(long id) {
        return ByteString.copyFrom(ByteBuffer.allocate(Long.BYTES).putLong(id).array());
    }

    private static ByteString request(String service, ScopeSpans.Builder spans) {
        var name = KeyValue.newBuilder()
                .setKey("service.name")
                .setValue(AnyValue.newBuilder().setStringValue(service));
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(name))
                        .addScopeSpans(spans))
                .build()
                .toByteString();
    }

    void feed(Stores stores) throws Exception {
        int partitions = stores.topics().partitions();
        var sent = new ArrayList<Future<RecordMetadata>>();
        try (var producer = new KafkaProducer<>(
                stores.kafka().client(Map.of("acks", "all", "linger.ms", 5)),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            int next = 0;
            for (var entry : entries) {
                sent.add(producer.send(new ProducerRecord<>(
                        Topic.SPANS.topicName(),
                        next++ % partitions,
                        entry.stampMillis(),
                        null,
                        entry.request().toByteArray())));
            }
        }
        for (var one : sent) result(one);
    }
}
