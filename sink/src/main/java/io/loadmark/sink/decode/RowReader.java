package io.loadmark.sink.decode;

import io.loadmark.runtime.topics.Topic;
import io.loadmark.schemas.BadRecordException;
import io.loadmark.sink.rowbinary.RowBinary;
import io.loadmark.sink.table.Table.Row;
import java.util.List;
import java.util.Optional;

/** Reads the values of one topic. */
public interface RowReader {

    /**
     * The rows that a value becomes; empty for a control record, which becomes none.
     *
     * @throws BadRecordException if the value can't be used
     */
    Optional<List<Row>> read(byte[] value, RowBinary buffer) throws BadRecordException;

    /** The reader of a topic; {@code tenant} owns the spans that this installation receives. */
    static RowReader of(Topic topic, String tenant) {
        return topic == Topic.SPANS ? new SpanRowReader(tenant) : new AvroRowReader(topic);
    }
}
