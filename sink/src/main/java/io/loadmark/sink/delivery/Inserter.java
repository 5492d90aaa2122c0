package io.loadmark.sink.delivery;

import java.util.Optional;

/** Inserts a batch block by block. Rows that ClickHouse rejects are found by halving and refused; the others go in. */
final class Inserter {
    private final TableWriter writer;
    private final Refusals refusals;
    private final SinkCounters counters;
    private final Step.Observer observer;

    Inserter(TableWriter writer, Refusals refusals, SinkCounters counters, Step.Observer observer) {
        this.writer = writer;
        this.refusals = refusals;
        this.counters = counters;
        this.observer = observer;
    }

    /**
     * Inserts what has not been inserted yet.
     *
     * @throws FaultException if it is to be tried again; what went in is not inserted twice
     */
    void insert(Lane lane) throws FaultException {
        var batch = lane.batch();
        for (var block : batch.waiting()) {
            long from = System.nanoTime();
            insert(batch, block, 0, block.size(), token(lane, block));
            counters.inserted(block, System.nanoTime() - from);
            batch.inserted(block);
            observer.at(Step.BLOCK_INSERTED);
        }
    }

    private void insert(Batch batch, Block block, int from, int to, String token) throws FaultException {
        // The whole block goes under its own token, a part of it under one that names the part.
        String part = to - from == block.size() ? token : token + "/" + from + "-" + to;
        Optional<String> rejected = writer.insert(block, from, to, part);
        if (rejected.isEmpty()) return;
        if (to - from == 1) {
            refuse(batch, block, from, rejected.get());
            return;
        }
        int middle = (from + to) >>> 1;
        insert(batch, block, from, middle, token);
        insert(batch, block, middle, to, token);
    }

    private void refuse(Batch batch, Block block, int row, String cause) throws FaultException {
        var record = block.origin(row);
        if (Refusals.isLetter(record)) throw new FaultException("ClickHouse rejects a dead letter: " + cause);
        block.reject(row);
        batch.refuse(refusals.letter(record, cause));
    }

    /** Names the rows of a block: topic (a new one after a broker was wiped), partition, range, table, ClickHouse partition. */
    private static String token(Lane lane, Block block) {
        return String.join(
                "/",
                lane.topicId().toString(),
                Integer.toString(lane.partition().partition()),
                lane.batch().start() + "-" + lane.batch().end(),
                block.name());
    }
}
