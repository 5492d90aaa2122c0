package io.loadmark.streams.transactions;

import io.loadmark.model.trace.TransactionTally;
import io.loadmark.model.window.Tumbling;
import io.loadmark.schema.TransactionStep;
import io.loadmark.schema.TransactionWindow;
import io.loadmark.schemas.Key;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** What one partition judges at one time, by tenant, transaction and window. */
final class WindowParts {
    private static final Comparator<Owner> ORDER = Comparator.comparing(Owner::tenant)
            .thenComparing(Owner::transaction)
            .thenComparing(Owner::startMicros);

    private record Owner(String tenant, String transaction, long startMicros) {}

    private final Tumbling lengths;
    private final int partition;
    private final long judgedMicros;
    private final SortedMap<Owner, TransactionTally> tallies = new TreeMap<>(ORDER);

    WindowParts(Tumbling lengths, int partition, long judgedMicros) {
        this.lengths = lengths;
        this.partition = partition;
        this.judgedMicros = judgedMicros;
    }

    TransactionTally of(String tenant, String transaction, long startMicros) {
        return tallies.computeIfAbsent(new Owner(tenant, transaction, startMicros), owner -> new TransactionTally());
    }

    /** Tells each that holds something, with its key. */
    void windows(BiConsumer<String, TransactionWindow> results) {
        tallies.forEach((owner, tally) -> {
            if (tally.traces == 0 && tally.late == 0) return;
            results.accept(Key.transaction(owner.tenant(), owner.transaction()), window(owner, tally));
        });
    }

    private TransactionWindow window(Owner owner, TransactionTally tally) {
        return TransactionWindow.newBuilder()
                .setTenant(owner.tenant())
                .setTransaction(owner.transaction())
                .setStartMicros(owner.startMicros())
                .setLengthMicros(lengths.lengthMicros())
                .setPart(partition)
                .setJudgedMicros(judgedMicros)
                .setTraces(tally.traces)
                .setTransactions(tally.transactions)
                .setErrors(tally.errors)
                .setSeconds(tally.seconds)
                .setSteps(tally.steps().entrySet().stream()
                        .map(e -> new TransactionStep(
                                e.getKey().namespace(),
                                e.getKey().service(),
                                e.getKey().route(),
                                e.getValue().visits(),
                                e.getValue().errors(),
                                e.getValue().seconds(),
                                e.getValue().selfSeconds()))
                        .toList())
                .setOrphans(tally.orphans)
                .setLate(tally.late)
                .setDropped(tally.dropped)
                .setCounted(0)
                .build();
    }
}
