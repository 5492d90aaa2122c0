package io.loadmark.model.sketch;

/**
 * The logarithmic scale of {@link LatencySketch}: bucket i holds durations in (g^(i-1), g^i] nanoseconds with
 * g = 1.01/0.99, for i in [0, 2047]. The last bucket ends after 19 years and takes everything longer.
 *
 * <p>DDSketch's {@code LogarithmicMapping} closes its intervals below and numbers them one lower; its bucket for any
 * duration of more than 1 ns is ours minus one. {@link StrictMath} makes the number the same on every machine.
 */
final class LatencyBuckets {
    /** Relative error of a bucket's middle against anything in it. */
    static final double ACCURACY = 0.01;

    /** Number of buckets. */
    static final int LIMIT = 2048;

    private static final double LOG_GROWTH = StrictMath.log((1 + ACCURACY) / (1 - ACCURACY));

    private LatencyBuckets() {}

    static int of(long nanos) {
        if (nanos <= 1) {
            return 0;
        }
        return Math.min(LIMIT - 1, (int) Math.ceil(StrictMath.log((double) nanos) / LOG_GROWTH));
    }

    /** Upper end of a bucket, nanoseconds; it belongs to the bucket. */
    static double upperNanos(int bucket) {
        return StrictMath.exp(bucket * LOG_GROWTH);
    }

    /** The value that is within 1 % of everything in the bucket, nanoseconds: 2 g^i / (g + 1). */
    static double middleNanos(int bucket) {
        return (1 - ACCURACY) * upperNanos(bucket);
    }
}
