package io.loadmark.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of OpenTelemetry's semantic conventions that are read: what counts served requests, each under its present
 * and its older name, and what JVMs and V8 tell of their garbage collection.
 */
enum KnownMetric {
    REQUESTS("http.server.request.duration", Kind.REQUESTS),
    OLD_REQUESTS("http.server.duration", Kind.REQUESTS),
    RPC_REQUESTS("rpc.server.call.duration", Kind.REQUESTS),
    OLD_RPC_REQUESTS("rpc.server.duration", Kind.REQUESTS),
    MESSAGES("messaging.process.duration", Kind.REQUESTS),
    JVM_COLLECTIONS("jvm.gc.duration", Kind.PAUSES),
    V8_COLLECTIONS("v8js.gc.duration", Kind.PAUSES),
    JVM_USED_AFTER_COLLECTION("jvm.memory.used_after_last_gc", Kind.HEAP_USED),
    JVM_LIMIT("jvm.memory.limit", Kind.HEAP_LIMIT);

    /** What a metric is read for. */
    enum Kind {
        REQUESTS,
        PAUSES,
        HEAP_USED,
        HEAP_LIMIT
    }

    private static final List<KnownMetric> ALL = List.of(values());
    private static final List<byte[]> NAMES =
            ALL.stream().map(metric -> metric.text.getBytes(UTF_8)).toList();

    private final String text;
    private final Kind kind;

    KnownMetric(String text, Kind kind) {
        this.text = text;
        this.kind = kind;
    }

    /** The metric with the name in these bytes, if it is known. */
    static @Nullable KnownMetric named(byte[] source, int from, int length) {
        for (int i = 0; i < NAMES.size(); i++) {
            byte[] name = NAMES.get(i);
            if (Arrays.equals(source, from, from + length, name, 0, name.length)) return ALL.get(i);
        }
        return null;
    }

    /** Its name. */
    String text() {
        return text;
    }

    Kind kind() {
        return kind;
    }
}
