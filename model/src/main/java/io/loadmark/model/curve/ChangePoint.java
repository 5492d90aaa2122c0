package io.loadmark.model.curve;

/**
 * Tells a lasting change of the demand, as a release brings it, from chance: Page and Hinkley's test in both directions on the
 * residual of the law (Page, Biometrika 41, 1954). A residual counts in its standard deviations, three at most, and only
 * by what it exceeds half a deviation and a tenth of the load.
 *
 * @param up sum of what speaks for a higher demand
 * @param down sum of what speaks for a lower one
 */
public record ChangePoint(double up, double down) {
    /** Nothing speaks for a change. */
    public static final ChangePoint NONE = new ChangePoint(0, 0);

    private static final double SURE = 15;
    private static final double LARGEST = 3;
    private static final double LEAST = 0.5;
    private static final double RELATIVE = 0.1;

    /** After one more window. */
    ChangePoint with(double residual, double deviation, double expectedCores) {
        if (!(deviation > 0)) return this;
        double z = Math.max(-LARGEST, Math.min(LARGEST, residual / deviation));
        double allowed = Math.max(LEAST, RELATIVE * expectedCores / deviation);
        return new ChangePoint(Math.max(0, up + z - allowed), Math.max(0, down - z - allowed));
    }

    /** Whether there was one. */
    boolean isSure() {
        return Math.max(up, down) > SURE;
    }
}
