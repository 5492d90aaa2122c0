package io.loadmark.model.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Learns the law of utilisation of groups of rows, or says what a group lacks for that. */
public final class LoadHistory {
    private static final int LEAST_ROWS = 3;
    private static final double LEAST_SPREAD = 1.2;
    private static final double LEAST_LOAD = 0.1;

    /** The plain law's demand is to be told from 0 by so many standard errors. */
    private static final double TOLD_FROM_ZERO = 3;

    private LoadHistory() {}

    /**
     * What was learned of a group.
     *
     * @param law the law; absent when rows are missing
     * @param missing what is missing, in words; empty when nothing is
     * @param hardlyUsed whether the resource was used so little that it can't be what binds
     */
    public record Learned(@Nullable GroupLaw law, List<String> missing, boolean hardlyUsed) {
        public Learned {
            missing = List.copyOf(missing);
        }
    }

    /** What was learned of each group, in their order. Groups that lack something teach the others nothing. */
    public static List<Learned> learn(List<List<Observation>> groups) {
        var missing = groups.stream().map(LoadHistory::missing).toList();
        var fit = new ArrayList<List<Observation>>();
        for (int g = 0; g < groups.size(); g++) {
            if (missing.get(g).isEmpty()) fit.add(groups.get(g));
        }
        var laws = PooledLaws.of(fit).iterator();
        var learned = new ArrayList<Learned>();
        for (int g = 0; g < groups.size(); g++) {
            var lacks = missing.get(g);
            learned.add(new Learned(lacks.isEmpty() ? laws.next() : null, lacks, most(groups.get(g)) < LEAST_LOAD));
        }
        return learned;
    }

    private static List<String> missing(List<Observation> rows) {
        if (rows.size() < LEAST_ROWS) {
            return List.of(words("%d of at least %d rows", rows.size(), LEAST_ROWS));
        }
        double least = rows.stream().mapToDouble(Observation::throughput).min().orElseThrow();
        double most = rows.stream().mapToDouble(Observation::throughput).max().orElseThrow();
        if (most <= LEAST_SPREAD * least) {
            return List.of(words("throughput hardly varies, from %.4g to %.4g requests/s", least, most));
        }
        double load = most(rows);
        if (load < LEAST_LOAD) {
            return List.of(words("load seen up to %.1f %% of its limit, needed %.0f %%", 100 * load, 100 * LEAST_LOAD));
        }
        return follows(rows)
                ? List.of()
                : List.of("the load hardly follows the throughput: it is not the axis on which this service is bound");
    }

    private static double most(List<Observation> rows) {
        return rows.stream().mapToDouble(Observation::load).max().orElse(0);
    }

    /** Whether the load grows with the throughput by more than chance, along the plain law. */
    private static boolean follows(List<Observation> rows) {
        LoadLaw affine = LoadLaw.affine(rows);
        double mean =
                rows.stream().mapToDouble(Observation::throughput).average().orElseThrow();
        double squares = 0;
        double spread = 0;
        for (Observation row : rows) {
            double residual = row.load() - affine.loadAt(row.throughput());
            squares += residual * residual;
            spread += (row.throughput() - mean) * (row.throughput() - mean);
        }
        double error = Math.sqrt(squares / (rows.size() - 2) / spread);
        return affine.demand() > TOLD_FROM_ZERO * error;
    }

    private static String words(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
