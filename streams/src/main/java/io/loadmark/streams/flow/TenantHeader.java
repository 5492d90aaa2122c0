package io.loadmark.streams.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.streams.processor.api.Record;

/** Whose an OTLP record is: told by its header {@code tenant}, since the bytes are the sender's. */
public final class TenantHeader {
    private static final String NAME = "tenant";

    private TenantHeader() {}

    /** The tenant, not yet checked; {@code otherwise} without a header. */
    public static String of(Record<?, ?> record, String otherwise) {
        var header = record.headers().lastHeader(NAME);
        return header == null || header.value() == null ? otherwise : new String(header.value(), UTF_8);
    }
}
