package io.loadmark.model.curve;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Of each {@link Axis} the integral over the time in which it was reported, and that time; so that sums are means. Immutable. */
public final class AxisTotals {
    private static final int AXES = Axis.values().length;
    private static final AxisTotals NONE = new AxisTotals(new double[2 * AXES]);

    /** The integrals, then the times: in one array, as they are added for every window learned. */
    private final double[] sums;

    private AxisTotals(double[] sums) {
        this.sums = sums;
    }

    /** Of nothing reported. */
    public static AxisTotals none() {
        return NONE;
    }

    /**
     * Of an interval of so many seconds.
     *
     * @throws IllegalArgumentException when a mean isn't finite or is negative
     */
    public static AxisTotals of(Map<Axis, Double> means, double seconds) {
        double[] sums = new double[2 * AXES];
        new EnumMap<>(means).forEach((axis, mean) -> {
            if (!(mean >= 0) || mean == Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException(axis + " of a window can't be " + mean);
            }
            sums[index(axis)] = mean * seconds;
            sums[AXES + index(axis)] = seconds;
        });
        return new AxisTotals(sums);
    }

    /** As stored, in the order of the axes; axes that were added since are absent. */
    public static AxisTotals of(List<Double> totals, List<Double> seconds) {
        double[] sums = new double[2 * AXES];
        for (int i = 0; i < Math.min(AXES, Math.min(totals.size(), seconds.size())); i++) {
            sums[i] = totals.get(i);
            sums[AXES + i] = seconds.get(i);
        }
        return new AxisTotals(sums);
    }

    @SuppressWarnings("ReferenceEquality") // any other sum of nothing costs an addition
    public AxisTotals plus(AxisTotals other) {
        if (other == NONE) return this;
        double[] both = sums.clone();
        for (int i = 0; i < both.length; i++) both[i] += other.sums[i];
        return new AxisTotals(both);
    }

    /** The mean over the time in which the axis was reported. */
    public @Nullable Double mean(Axis axis) {
        double seconds = sums[AXES + index(axis)];
        return seconds > 0 ? Double.valueOf(sums[index(axis)] / seconds) : null;
    }

    /**
     * What neighbours took of the CPU time that the machine wanted, in [0, 1]; 0 when not reported.
     *
     * @param ownCores cores that the layer itself used
     */
    public double stolenShare(double ownCores) {
        Double stolen = mean(Axis.STEAL);
        if (stolen == null || stolen <= 0) return 0;
        Double others = mean(Axis.OTHERS_CORES);
        return stolen / (stolen + ownCores + (others == null ? 0 : others));
    }

    /** Integrals in the order of the axes; empty if nothing was reported. */
    public List<Double> totals() {
        return listed(0);
    }

    /** Seconds in the order of the axes; empty if nothing was reported. */
    public List<Double> seconds() {
        return listed(AXES);
    }

    private List<Double> listed(int from) {
        return Arrays.stream(sums, AXES, 2 * AXES).allMatch(s -> s == 0)
                ? Collections.emptyList()
                : Arrays.stream(sums, from, from + AXES).boxed().toList();
    }

    @SuppressWarnings("EnumOrdinal") // the order is what is stored
    private static int index(Axis axis) {
        return axis.ordinal();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AxisTotals that && Arrays.equals(sums, that.sums);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sums);
    }

    @Override
    public String toString() {
        var means = new EnumMap<Axis, Double>(Axis.class);
        for (Axis axis : Axis.values()) {
            Double mean = mean(axis);
            if (mean != null) means.put(axis, mean);
        }
        return "AxisTotals" + means;
    }
}
