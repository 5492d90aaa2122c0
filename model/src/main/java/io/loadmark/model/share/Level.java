package io.loadmark.model.share;

import java.util.Comparator;
import java.util.List;

/** How much for a weight of 1 each gets of something that is divided by weight, when who has enough leaves the rest to others. */
final class Level {
    private static final Comparator<Portion> FIRST_TO_HAVE_ENOUGH = Comparator.comparingDouble(Portion::enough)
            .thenComparing(Portion::weight)
            .thenComparing(Portion::count);

    /**
     * Some of those who share, all alike.
     *
     * @param weight of each, &gt; 0
     * @param most that each uses, &gt; 0, may be infinite
     * @param count how many they are
     */
    record Portion(double weight, double most, int count) {
        double weights() {
            return weight * count;
        }

        double enough() {
            return most / weight;
        }

        double at(double level) {
            return Math.min(most, level * weight);
        }
    }

    private Level() {}

    /** The level at which all portions together are {@code amount}; infinite if all have enough before. */
    static double of(List<Portion> portions, double amount) {
        var ascending = portions.stream().sorted(FIRST_TO_HAVE_ENOUGH).toList();
        double[] weights = fromHereOn(ascending);
        double left = Math.max(0, amount);
        for (int i = 0; i < ascending.size(); i++) {
            var next = ascending.get(i);
            if (weights[i] * next.enough() > left) return left / weights[i];
            left = Math.max(0, left - next.count * next.most);
        }
        return Double.POSITIVE_INFINITY;
    }

    /** The weight of each position and all after it. */
    private static double[] fromHereOn(List<Portion> portions) {
        double[] sums = new double[portions.size()];
        double sum = 0;
        for (int i = sums.length - 1; i >= 0; i--)
            sums[i] = sum += portions.get(i).weights();
        return sums;
    }
}
