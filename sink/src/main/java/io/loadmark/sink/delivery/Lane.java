package io.loadmark.sink.delivery;

import io.loadmark.schemas.BadRecordException;
import io.loadmark.sink.decode.RowReader;
import io.loadmark.sink.rowbinary.RowBinary;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * One assigned partition: forms its batches, one at a time, and remembers how far the present one has got. The first one
 * is the range that an earlier owner promised, if it did.
 */
final class Lane {
    /** How far the present batch has got. */
    enum Phase {
        FILLING,
        COMPLETE,
        PROMISED,
        INSERTED
    }

    private final TopicPartition partition;
    private final Uuid topicId;
    private final RowReader reader;
    private final Refusals refusals;
    private final Limits limits;
    private final RowBinary buffer = new RowBinary();
    private final Deque<ConsumerRecord<byte[], byte[]>> backlog = new ArrayDeque<>();
    private final Backoff backoff = new Backoff();
    private OptionalLong promised;
    private @Nullable Batch batch;
    private Phase phase = Phase.FILLING;
    private long firstNanos;
    private boolean held;
    private long retryNanos;
    private @Nullable String trouble;

    /** When a batch ends: at so many rows, or so many nanoseconds after its first record was read. */
    record Limits(int rows, long delayNanos) {}

    Lane(TopicPartition partition, Uuid topicId, RowReader reader, Refusals refusals, Limits limits) {
        this.partition = partition;
        this.topicId = topicId;
        this.reader = reader;
        this.refusals = refusals;
        this.limits = limits;
        this.promised = OptionalLong.empty();
    }

    /** Forms exactly this range first. */
    void resume(long start, long end) {
        promised = OptionalLong.of(end);
        batch = new Batch(start);
    }

    void take(Collection<ConsumerRecord<byte[], byte[]>> records) {
        backlog.addAll(records);
    }

    /** Moves what was read into the batch until it is complete. */
    void fill(long nowNanos) {
        while (phase == Phase.FILLING && !backlog.isEmpty()) {
            var record = backlog.element();
            if (promised.isPresent() && record.offset() >= promised.getAsLong()) {
                complete();
            } else {
                add(backlog.remove(), nowNanos);
            }
        }
        if (phase == Phase.FILLING && isOld(nowNanos)) complete();
    }

    private void add(ConsumerRecord<byte[], byte[]> record, long nowNanos) {
        if (batch == null) {
            batch = new Batch(record.offset());
            firstNanos = nowNanos;
        }
        read(batch, record);
        if (promised.isEmpty() && batch.rows() >= limits.rows()) complete();
    }

    private void read(Batch into, ConsumerRecord<byte[], byte[]> record) {
        // A compacted topic's tombstone says that a key is gone; history keeps it.
        if (record.value() == null) {
            into.addControl(record);
            return;
        }
        try {
            var rows = reader.read(record.value(), buffer);
            if (rows.isPresent()) into.add(record, rows.get());
            else into.addControl(record);
        } catch (BadRecordException e) {
            refusals.add(record, String.valueOf(e.getMessage()), into, buffer);
        }
    }

    private boolean isOld(long nowNanos) {
        return batch != null && promised.isEmpty() && nowNanos - firstNanos >= limits.delayNanos();
    }

    /** Whether a promised range is being formed and may still lack records. */
    boolean isResuming() {
        return phase == Phase.FILLING && promised.isPresent() && backlog.isEmpty();
    }

    /** The consumer has got so far: if that is the promised end, all that is left of the range is in. */
    void reached(long position) {
        if (isResuming() && position >= promised.getAsLong()) complete();
    }

    /** Ends the batch with what it has, unless it must reach a promised end. */
    void completeEarly() {
        if (phase == Phase.FILLING && batch != null && promised.isEmpty()) complete();
    }

    private void complete() {
        if (promised.isPresent()) batch().endAt(promised.getAsLong());
        // What an earlier owner promised needs no promise again.
        phase = promised.isPresent() || batch().rows() == 0 ? Phase.PROMISED : Phase.COMPLETE;
    }

    void advance(Phase to) {
        phase = to;
    }

    /** The batch is done with: on to the next. */
    void delivered() {
        batch = null;
        promised = OptionalLong.empty();
        phase = Phase.FILLING;
        held = false;
        backoff.succeeded();
        trouble = null;
    }

    /** Tries again later; whether this is the first failure in a row. */
    boolean failed(String reason, long nowNanos) {
        trouble = reason;
        postpone(nowNanos + backoff.failed().toNanos());
        return backoff.failures() == 1;
    }

    /** Tries again soon, after Kafka has sorted out who owns what. */
    void postpone(long untilNanos) {
        held = true;
        retryNanos = untilNanos;
    }

    boolean isDue(long nowNanos) {
        return phase != Phase.FILLING && (!held || nowNanos - retryNanos >= 0);
    }

    /** Nanoseconds until something is to be done here, {@code Long.MAX_VALUE} if only Kafka can bring that about. */
    long waitNanos(long nowNanos) {
        if (phase != Phase.FILLING) return held ? Math.max(0, retryNanos - nowNanos) : 0;
        if (batch == null || promised.isPresent()) return Long.MAX_VALUE;
        return Math.max(0, firstNanos + limits.delayNanos() - nowNanos);
    }

    /** Whether more records can be used before the present batch is delivered. */
    boolean wantsMore() {
        return phase == Phase.FILLING && backlog.isEmpty();
    }

    Phase phase() {
        return phase;
    }

    Batch batch() {
        if (batch == null) throw new IllegalStateException("no batch of " + partition);
        return batch;
    }

    /** What keeps the present batch from being delivered; null where nothing does. */
    @Nullable
    String trouble() {
        return trouble;
    }

    long bytes() {
        return batch == null ? 0 : batch.bytes();
    }

    TopicPartition partition() {
        return partition;
    }

    Uuid topicId() {
        return topicId;
    }
}
