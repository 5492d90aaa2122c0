package io.loadmark.streams.flow;

import io.loadmark.schemas.AvroUnion;
import io.loadmark.schemas.BadRecordException;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Decodes one of Loadmark's own topics; what can't be decoded goes on as a dead letter. */
public final class Decode extends ContextualProcessor<String, byte[], String, SpecificRecord> {
    private final String reporter;
    private final AvroUnion codec;

    public Decode(String reporter, List<? extends Class<? extends SpecificRecord>> types) {
        this.reporter = reporter;
        codec = AvroUnion.of(types);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        try {
            var value = codec.decode(record.value() == null ? new byte[0] : record.value());
            context().forward(record.withValue(value));
        } catch (BadRecordException e) {
            var from = context().recordMetadata().orElseThrow();
            context().forward(DeadLetters.of(reporter, "", from, record, String.valueOf(e.getMessage())));
        }
    }
}
