package io.loadmark.sink.decode;

import io.loadmark.runtime.topics.Topic;
import io.loadmark.schemas.AvroUnion;
import io.loadmark.schemas.BadRecordException;
import io.loadmark.sink.rowbinary.RowBinary;
import io.loadmark.sink.table.Table;
import io.loadmark.sink.table.Table.Row;
import io.loadmark.sink.table.Tables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/** Reads a topic of Avro records, each kind into its table; kinds without a table, such as watermarks, are control records. */
final class AvroRowReader implements RowReader {
    private static final Map<Class<?>, Table<?>> TABLES =
            Tables.ALL.stream().collect(Collectors.toUnmodifiableMap(Table::type, table -> table));

    private final AvroUnion records;

    AvroRowReader(Topic topic) {
        records = AvroUnion.of(types(topic));
    }

    @Override
    public Optional<List<Row>> read(byte[] value, RowBinary buffer) throws BadRecordException {
        var record = records.decode(value);
        var table = TABLES.get(record.getClass());
        return table == null ? Optional.empty() : Optional.of(List.of(table.row(record, buffer)));
    }

    private static List<Class<? extends SpecificRecord>> types(Topic topic) {
        return topic.records().stream()
                .<Class<? extends SpecificRecord>>map(type -> type.asSubclass(SpecificRecord.class))
                .toList();
    }
}
