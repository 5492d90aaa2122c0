package io.loadmark.sink.delivery;

import io.loadmark.sink.table.Table;
import io.loadmark.sink.table.Table.Row;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The rows of a batch that go into one ClickHouse partition of one table, in the order of their offsets. */
final class Block {
    private final Table<?> table;
    private final long day;
    private final List<byte[]> rows = new ArrayList<>();
    private final List<ConsumerRecord<byte[], byte[]>> origins = new ArrayList<>();
    private final Set<Integer> rejected = new HashSet<>();

    Block(Table<?> table, long day) {
        this.table = table;
        this.day = day;
    }

    void add(Row row, ConsumerRecord<byte[], byte[]> origin) {
        rows.add(row.bytes());
        origins.add(origin);
    }

    Table<?> table() {
        return table;
    }

    /** Table and ClickHouse partition. */
    String name() {
        return table.name() + "/" + day;
    }

    int size() {
        return rows.size();
    }

    /** The record that a row was made from. */
    ConsumerRecord<byte[], byte[]> origin(int row) {
        return origins.get(row);
    }

    void reject(int row) {
        rejected.add(row);
    }

    /** Rows that ClickHouse would not have. */
    int rejected() {
        return rejected.size();
    }

    void write(OutputStream out, int from, int to) throws IOException {
        for (var row : rows.subList(from, to)) out.write(row);
    }
}
