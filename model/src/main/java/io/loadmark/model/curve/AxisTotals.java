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
    private static final AxisTotals NONE = new AxisTotals(new double[AXES], new double[AXES]);

    private final double[] totals;
    private final double[] seconds;

    private AxisTotals(double[] totals, double[] seconds) {
        this.totals = totals;
        this.seconds = seconds;
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
        double[] totals = new double[AXES];
        double[] reported = new double[AXES];
        new EnumMap<>(means).forEach((axis, mean) -> {
            if (!(mean >= 0) || mean == Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException(axis + " of a window can't be " + mean);
            }
            totals[index(axis)] = mean * seconds;
            reported[index(axis)] = seconds;
        });
        return new AxisTotals(totals, reported);
    }

    /** As stored, in the order of the axes; axes that were added since are absent. */
    public static AxisTotals of(List<Double> totals, List<Double> seconds) {
        double[] a = new double[AXES];
        double[] b = new double[AXES];
        for (int i = 0; i < Math.min(AXES, Math.min(totals.size(), seconds.size())); i++) {
            a[i] = totals.get(i);
            b[i] = seconds.get(i);
        }
        return new AxisTotals(a, b);
    }

    @SuppressWarnings("ReferenceEquality") // any other sum of nothing costs an addition
    public AxisTotals plus(AxisTotals other) {
        if (other == NONE) return this;
        double[] a = totals.clone();
        double[] b = seconds.clone();
        for (int i = 0; i < AXES; i++) {
            a[i] += other.totals[i];
            b[i] += other.seconds[i];
        }
        return new AxisTotals(a, b);
    }

    /** The mean over the time in which the axis was reported. */
    public @Nullable Double mean(Axis axis) {
        int i = index(axis);
        return seconds[i] > 0 ? Double.valueOf(totals[i] / seconds[i]) : null;
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
        return listed(totals);
    }

    /** Seconds in the order of the axes; empty if nothing was reported. */
    public List<Double> seconds() {
        return listed(seconds);
    }

    private List<Double> listed(double[] values) {
        return Arrays.stream(seconds).allMatch(s -> s == 0)
                ? Collections.emptyList()
                : Arrays.stream(values).boxed().toList();
    }

    @SuppressWarnings("EnumOrdinal") // the order is what is stored
    private static int index(Axis axis) {
        return axis.ordinal();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AxisTotals that
                && Arrays.equals(totals, that.totals)
                && Arrays.equals(seconds, that.seconds);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(totals) + Arrays.hashCode(seconds);
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
