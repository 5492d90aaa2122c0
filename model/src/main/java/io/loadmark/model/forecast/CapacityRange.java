package io.loadmark.model.forecast;

/**
 * What a service carries as far as is known now, requests per second.
 *
 * @param qps the estimate, ≥ 0
 * @param low lower end of its 90 % interval, ≤ qps
 * @param high upper end, ≥ qps
 */
public record CapacityRange(double qps, double low, double high) {
    /** 95 % of a standard normal lies below. */
    private static final double NORMAL_95 = 1.6449;

    public CapacityRange {
        if (!(0 <= low && low <= qps && qps <= high)) {
            throw new IllegalArgumentException("capacity " + qps + " with interval " + low + " to " + high);
        }
    }

    /** One that is known for sure. */
    public static CapacityRange exactly(double qps) {
        return new CapacityRange(qps, qps, qps);
    }

    /** At so many standard deviations from the estimate, each side as wide as the interval is on it. */
    double at(double deviations) {
        double end = deviations < 0 ? low : high;
        return Math.max(0, qps + Math.abs(deviations) / NORMAL_95 * (end - qps));
    }
}
