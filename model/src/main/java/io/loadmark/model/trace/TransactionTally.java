package io.loadmark.model.trace;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Adds up the transactions of one name in one window. Sums commute up to rounding; which steps stay does not depend on
 * the order as long as there are no more than {@value #MOST_STEPS}. Beyond, the most visited stay and the others are one step
 * of no service.
 */
public final class TransactionTally {
    public static final int MOST_STEPS = 256;
    public static final Step OTHER = new Step("", "", "other");

    /**
     * What a step has been asked.
     *
     * @param visits requests served
     * @param errors of them failed
     * @param seconds durations, summed
     * @param selfSeconds durations without calls to others, summed
     */
    public record Sum(double visits, double errors, double seconds, double selfSeconds) {
        Sum plus(Sum more) {
            return new Sum(
                    visits + more.visits, errors + more.errors, seconds + more.seconds, selfSeconds + more.selfSeconds);
        }
    }

    private static final Comparator<Map.Entry<Step, Sum>> MOST_VISITED_FIRST = Comparator.comparingDouble(
                    (Map.Entry<Step, Sum> e) -> -e.getValue().visits())
            .thenComparing(Map.Entry::getKey);

    /** Transactions seen, each counted once. */
    public long traces;
    /** Transactions that they stand for. */
    public double transactions;
    /** Of them failed at the root. */
    public double errors;
    /** Durations of their roots, summed, seconds. */
    public double seconds;
    /** Visits seen whose way back to the root is broken. */
    public long orphans;
    /** Spans that came too late. */
    public long late;
    /** Spans beyond the limit of their trace. */
    public long dropped;

    private final SortedMap<Step, Sum> steps = new TreeMap<>();

    /**
     * Counts a transaction.
     *
     * @param scale traces that one that was kept stands for, ≥ 1
     */
    public void add(Transaction transaction, double scale) {
        var root = transaction.root();
        double weight = scale * root.weight();
        traces++;
        transactions += weight;
        if (root.failed()) errors += weight;
        seconds += weight * root.seconds();
        orphans += transaction.orphans();
        for (var visit : transaction.visits()) {
            double times = scale * visit.weight();
            var sum = new Sum(times, visit.failed() ? times : 0, times * visit.seconds(), times * visit.selfSeconds());
            steps.merge(visit.step(), sum, Sum::plus);
        }
    }

    /** The steps by name. */
    public SortedMap<Step, Sum> steps() {
        if (steps.size() <= MOST_STEPS) return steps;
        List<Map.Entry<Step, Sum>> ranked =
                steps.entrySet().stream().sorted(MOST_VISITED_FIRST).toList();
        var kept = new TreeMap<Step, Sum>();
        ranked.subList(0, MOST_STEPS).forEach(e -> kept.put(e.getKey(), e.getValue()));
        for (var entry : ranked.subList(MOST_STEPS, ranked.size())) kept.merge(OTHER, entry.getValue(), Sum::plus);
        return kept;
    }
}
