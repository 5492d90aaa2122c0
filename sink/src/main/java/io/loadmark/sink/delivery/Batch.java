package io.loadmark.sink.delivery;

import io.loadmark.schema.DeadLetter;
import io.loadmark.sink.table.Table.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a range of offsets of one partition became. The same range becomes the same blocks, byte by byte. */
final class Batch {
    private final long start;
    private long end;
    private final Map<String, Block> blocks = new TreeMap<>();
    private final Set<String> inserted = new HashSet<>();
    private final List<DeadLetter> letters = new ArrayList<>();
    private final Set<Long> refusedOffsets = new HashSet<>();
    private int records;
    private int control;
    private int rows;
    private long bytes;

    Batch(long start) {
        this.start = start;
        this.end = start;
    }

    void add(ConsumerRecord<byte[], byte[]> record, List<Row> made) {
        for (var row : made) {
            var fresh = new Block(row.table(), row.day());
            blocks.computeIfAbsent(fresh.name(), name -> fresh).add(row, record);
            bytes += row.bytes().length;
        }
        rows += made.size();
        taken(record);
    }

    void addControl(ConsumerRecord<byte[], byte[]> record) {
        control++;
        taken(record);
    }

    void addRefused(ConsumerRecord<byte[], byte[]> record, DeadLetter letter) {
        refuse(letter);
        taken(record);
    }

    /** Takes a record that can't be published as a dead letter, because it was read as one: written as such at once. */
    void addRefused(ConsumerRecord<byte[], byte[]> record, Row letter) {
        refusedOffsets.add(record.offset());
        add(record, List.of(letter));
    }

    /** Takes a record that is already in as refused, too. */
    void refuse(DeadLetter letter) {
        // Of a record with several refused rows, and after a repeated attempt, once.
        if (refusedOffsets.add(letter.getOffset())) letters.add(letter);
    }

    private void taken(ConsumerRecord<byte[], byte[]> record) {
        records++;
        bytes += Math.max(0, record.serializedValueSize());
        end = record.offset() + 1;
    }

    void endAt(long promised) {
        end = promised;
    }

    void inserted(Block block) {
        inserted.add(block.name());
    }

    /** Blocks not inserted yet, always in the same order. */
    List<Block> waiting() {
        return blocks.values().stream()
                .filter(b -> !inserted.contains(b.name()))
                .toList();
    }

    Collection<Block> blocks() {
        return blocks.values();
    }

    /** Dead letters to be published before the end is committed. */
    List<DeadLetter> letters() {
        return letters;
    }

    /** Records refused, published or not. */
    int refused() {
        return refusedOffsets.size();
    }

    long start() {
        return start;
    }

    long end() {
        return end;
    }

    int records() {
        return records;
    }

    int control() {
        return control;
    }

    int rows() {
        return rows;
    }

    /** Memory that it holds, roughly. */
    long bytes() {
        return bytes;
    }
}
