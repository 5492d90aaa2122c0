package io.loadmark.model.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Rows of services with known laws. */
final class Histories {
    private Histories() {}

    /** Rows without noise at evenly spread loads. */
    static List<Observation> exact(LoadLaw law, int rows, double from, double to) {
        var made = new ArrayList<Observation>();
        for (int i = 0; i < rows; i++) {
            double load = from + (to - from) * i / (rows - 1);
            made.add(new Observation(law.throughputAt(load), load));
        }
        return made;
    }

    /** Rows whose loads scatter by so much on an idle machine and by 2 % of the load beside. */
    static List<Observation> noisy(LoadLaw law, int rows, double from, double to, double floor, Random random) {
        var made = new ArrayList<Observation>();
        for (int i = 0; i < rows; i++) {
            double load = from + (to - from) * random.nextDouble();
            double scatter = floor * random.nextGaussian() + 0.02 * load * random.nextGaussian();
            made.add(new Observation(law.throughputAt(load), Math.max(0, load + scatter)));
        }
        return made;
    }

    /** The law of rows by themselves. */
    static GroupLaw learned(List<Observation> rows) {
        return PooledLaws.of(List.of(rows)).get(0);
    }
}
