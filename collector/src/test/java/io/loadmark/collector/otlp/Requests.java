package io.loadmark.collector.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import io.loadmark.otlp.OtlpTraces;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Requests and what is found in records and answers. */
final class Requests {
    private Requests() {}

    static byte[] of(ResourceSpans.Builder... spans) {
        var request = ExportTraceServiceRequest.newBuilder();
        for (var one : spans) request.addResourceSpans(one);
        return request.build().toByteArray();
    }

    /** So many spans of instance {@code i-1} of a service. */
    static ResourceSpans.Builder spans(String service, int count) {
        var scope = ScopeSpans.newBuilder();
        for (int i = 0; i < count; i++) scope.addSpans(span("GET /"));
        return ResourceSpans.newBuilder()
                .setResource(Resource.newBuilder()
                        .addAttributes(attribute("service.namespace", "shop"))
                        .addAttributes(attribute("service.name", service))
                        .addAttributes(attribute("service.instance.id", "i-1")))
                .addScopeSpans(scope);
    }

    static Span.Builder span(String name) {
        return Span.newBuilder()
                .setTraceId(ByteString.copyFrom(new byte[16]))
                .setSpanId(ByteString.copyFrom(new byte[8]))
                .setName(name);
    }

    private static KeyValue.Builder attribute(String key, String value) {
        return KeyValue.newBuilder().setKey(key).setValue(AnyValue.newBuilder().setStringValue(value));
    }

    static int countSpans(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
        var count = new AtomicInteger();
        for (var record : records) OtlpTraces.read(record.value(), (resource, span) -> count.incrementAndGet());
        return count.get();
    }

    static String key(ProducerRecord<byte[], byte[]> record) {
        return new String(record.key(), UTF_8);
    }

    static byte[] gzip(byte[] plain) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    /** Code and message of a google.rpc.Status. */
    static String status(byte[] status) throws Exception {
        var in = CodedInputStream.newInstance(status);
        int code = 0;
        String message = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag >>> 3) {
                case 1 -> code = in.readInt32();
                case 2 -> message = in.readStringRequireUtf8();
                default -> in.skipField(tag);
            }
        }
        return code + " " + message;
    }
}
