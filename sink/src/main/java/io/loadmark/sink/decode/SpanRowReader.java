package io.loadmark.sink.decode;

import io.loadmark.otlp.MalformedOtlpException;
import io.loadmark.otlp.OtlpTraces;
import io.loadmark.otlp.ResourceFields;
import io.loadmark.otlp.SpanFields;
import io.loadmark.schema.InstanceId;
import io.loadmark.schemas.BadRecordException;
import io.loadmark.sink.rowbinary.RowBinary;
import io.loadmark.sink.table.AcknowledgedSpan;
import io.loadmark.sink.table.Table.Row;
import io.loadmark.sink.table.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads OTLP traces: one row for each SERVER or CONSUMER span, the spans that requests are counted by. */
final class SpanRowReader implements RowReader {
    // Span.SpanKind of opentelemetry-proto
    private static final int SERVER = 2;
    private static final int CONSUMER = 5;
    private static final long SECOND_NANOS = 1_000_000_000;
    private static final long SECOND_MICROS = 1_000_000;

    private final String tenant;

    SpanRowReader(String tenant) {
        this.tenant = tenant;
    }

    @Override
    public Optional<List<Row>> read(byte[] value, RowBinary buffer) throws BadRecordException {
        var rows = new ArrayList<Row>();
        for (var span : spans(value)) rows.add(Tables.ACKNOWLEDGED_SPANS.row(span, buffer));
        return Optional.of(rows);
    }

    private List<AcknowledgedSpan> spans(byte[] value) throws BadRecordException {
        var spans = new ArrayList<AcknowledgedSpan>();
        try {
            OtlpTraces.read(value, (resource, span) -> {
                if (span.kind() == SERVER || span.kind() == CONSUMER) spans.add(acknowledged(resource, span));
            });
        } catch (MalformedOtlpException e) {
            throw new BadRecordException(String.valueOf(e.getMessage()), e);
        }
        return spans;
    }

    private AcknowledgedSpan acknowledged(ResourceFields resource, SpanFields span) {
        var instance = new InstanceId(tenant, resource.serviceNamespace(), resource.serviceName(), resource.instance());
        long second = Math.floorDiv(span.endNanos(), SECOND_NANOS) * SECOND_MICROS;
        return new AcknowledgedSpan(instance, second, span.traceIdHigh(), span.traceIdLow(), span.spanId());
    }
}
