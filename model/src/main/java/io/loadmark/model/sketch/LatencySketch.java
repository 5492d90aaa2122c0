package io.loadmark.model.sketch;

import java.util.Arrays;

/**
 * Durations as a log-bucket map with fractional counts (DDSketch; Masson, Rim, Lee, VLDB 2019). Bucket i holds
 * (g^(i-1), g^i] nanoseconds with g = 1.01/0.99, so that every quantile is within 1 % of an observed duration. Sketches
 * of anything merge by adding the counts of equal buckets; counts are fractional because a sampled span stands for
 * several requests. Immutable.
 */
public final class LatencySketch {
    private static final LatencySketch EMPTY = new LatencySketch(new int[0], new double[0]);

    private final int[] buckets;
    private final double[] counts;
    private final double count;

    private LatencySketch(int[] buckets, double[] counts) {
        this(buckets, counts, sum(counts));
    }

    private LatencySketch(int[] buckets, double[] counts, double count) {
        this.buckets = buckets;
        this.counts = counts;
        this.count = count;
    }

    private static double sum(double[] counts) {
        double sum = 0;
        for (double count : counts) sum += count;
        return sum;
    }

    /** The sketch of nothing. */
    public static LatencySketch empty() {
        return EMPTY;
    }

    /**
     * The sketch of the given counts.
     *
     * @param buckets bucket numbers in [0, 2047], strictly ascending
     * @param counts requests in the bucket of the same position, finite and &gt; 0
     * @throws IllegalArgumentException when the arrays are anything else
     */
    public static LatencySketch of(int[] buckets, double[] counts) {
        if (buckets.length != counts.length) {
            throw new IllegalArgumentException(
                    "a sketch of " + buckets.length + " buckets has " + counts.length + " counts");
        }
        for (int i = 0; i < buckets.length; i++) {
            checkBucket(buckets, i);
            checkCount(counts[i]);
        }
        return buckets.length == 0 ? EMPTY : new LatencySketch(buckets.clone(), counts.clone());
    }

    private static void checkBucket(int[] buckets, int i) {
        if (buckets[i] < 0 || buckets[i] >= LatencyBuckets.LIMIT) {
            throw new IllegalArgumentException("bucket " + buckets[i] + " is not in [0, 2047]");
        }
        if (i > 0 && buckets[i] <= buckets[i - 1]) {
            throw new IllegalArgumentException("bucket " + buckets[i] + " comes after " + buckets[i - 1]);
        }
    }

    private static void checkCount(double count) {
        if (!(count > 0) || count == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("a bucket's count must be finite and positive, was " + count);
        }
    }

    /** Number of the bucket that holds a duration; durations ≤ 0 go where 1 ns goes. */
    public static int bucketOf(long nanos) {
        return LatencyBuckets.of(nanos);
    }

    /** The duration that is within 1 % of everything in a bucket, nanoseconds. */
    public static double middleNanos(int bucket) {
        return LatencyBuckets.middleNanos(bucket);
    }

    /** Collects durations one by one. */
    public static Builder builder() {
        return new Builder();
    }

    /** Both together; commutes, and associates up to rounding. */
    public LatencySketch plus(LatencySketch other) {
        return plus(other, 1);
    }

    /**
     * As {@code plus(other.onGrid(grid))}: it is done for every window learned, which seldom brings a new bucket.
     *
     * @param grid power of two
     */
    public LatencySketch plus(LatencySketch other, int grid) {
        if (other.isEmpty()) return this;
        if (isEmpty()) return other.onGrid(grid);
        double[] sums = counts.clone();
        for (int i = 0, j = 0; j < other.buckets.length; j++) {
            int bucket = onGrid(other.buckets[j], grid);
            while (i < buckets.length && buckets[i] < bucket) i++;
            if (i == buckets.length || buckets[i] != bucket) return united(other.onGrid(grid));
            sums[i] += other.counts[j];
        }
        return new LatencySketch(buckets, sums, count + other.count);
    }

    private LatencySketch united(LatencySketch other) {
        int[] both = new int[buckets.length + other.buckets.length];
        double[] sums = new double[both.length];
        int size = 0;
        for (int i = 0, j = 0; i < buckets.length || j < other.buckets.length; size++) {
            int mine = i < buckets.length ? buckets[i] : Integer.MAX_VALUE;
            int others = j < other.buckets.length ? other.buckets[j] : Integer.MAX_VALUE;
            both[size] = Math.min(mine, others);
            if (mine <= others) sums[size] += counts[i++];
            if (others <= mine) sums[size] += other.counts[j++];
        }
        return new LatencySketch(Arrays.copyOf(both, size), Arrays.copyOf(sums, size), count + other.count);
    }

    /**
     * Every count times a factor, as when a calibration says that each span stood for several requests.
     *
     * @throws IllegalArgumentException when the factor is negative or not finite
     */
    public LatencySketch times(double factor) {
        if (!(factor >= 0) || factor == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("a sketch can't be multiplied by " + factor);
        }
        return builder().add(this, factor).build();
    }

    /**
     * The same counts in at most {@code limit} buckets. Buckets move to the nearest multiple of the least power of two
     * that suffices: 2 costs up to 3 % of accuracy instead of 1 %, 4 up to 5 %, 8 up to 9 %. Buckets that survived once
     * survive again, so that thinning after every addition doesn't add up.
     *
     * @throws IllegalArgumentException when the limit isn't positive
     */
    public LatencySketch thinned(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a sketch can't be thinned to " + limit + " buckets");
        }
        LatencySketch thin = this;
        for (int grid = 2; thin.buckets.length > limit; grid *= 2) {
            thin = onGrid(grid);
        }
        return thin;
    }

    /** The largest power of two of which every bucket's number is a multiple, as {@link #thinned} leaves it; 1 in general. */
    public int grid() {
        int bits = LatencyBuckets.LIMIT;
        int size = buckets.length;
        if (size > 0 && buckets[size - 1] == LatencyBuckets.LIMIT - 1) size--;
        for (int i = 0; i < size && (bits & 1) == 0; i++) bits |= buckets[i];
        return Integer.lowestOneBit(bits);
    }

    /**
     * The same counts with every bucket moved to the nearest multiple of a power of two.
     *
     * @param grid power of two; 1 changes nothing
     */
    public LatencySketch onGrid(int grid) {
        if (grid == 1) return this;
        int[] coarse = new int[buckets.length];
        double[] sums = new double[buckets.length];
        int size = 0;
        for (int i = 0; i < buckets.length; i++) {
            int nearest = onGrid(buckets[i], grid);
            if (size == 0 || coarse[size - 1] != nearest) coarse[size++] = nearest;
            sums[size - 1] += counts[i];
        }
        return new LatencySketch(Arrays.copyOf(coarse, size), Arrays.copyOf(sums, size));
    }

    private static int onGrid(int bucket, int grid) {
        return Math.min(bucket + grid / 2 & -grid, LatencyBuckets.LIMIT - 1);
    }

    /** Whether nothing was counted. */
    public boolean isEmpty() {
        return buckets.length == 0;
    }

    /** Requests counted. */
    public double count() {
        return count;
    }

    /**
     * The duration that a share {@code q} of the requests doesn't exceed (inverse of the distribution function), within
     * 1 %, nanoseconds.
     *
     * @throws IllegalArgumentException when q isn't in [0, 1]
     * @throws IllegalStateException when the sketch is empty
     */
    public double quantileNanos(double q) {
        if (!(q >= 0 && q <= 1)) {
            throw new IllegalArgumentException("a quantile lies in [0, 1], was " + q);
        }
        if (isEmpty()) {
            throw new IllegalStateException("an empty sketch has no quantiles");
        }
        // Sums of fractional counts round: what is short of the rank by rounding alone has reached it.
        double rank = q * count * (1 - 1e-12);
        double seen = 0;
        int i = -1;
        do {
            seen += counts[++i];
        } while (seen < rank && i < counts.length - 1);
        return LatencyBuckets.middleNanos(buckets[i]);
    }

    /** Requests that took at most so long, to the resolution of the buckets. */
    public double countUpTo(long nanos) {
        int last = bucketOf(nanos);
        double sum = 0;
        for (int i = 0; i < buckets.length && buckets[i] <= last; i++) {
            sum += counts[i];
        }
        return sum;
    }

    /** Bucket numbers, strictly ascending; a copy. */
    public int[] buckets() {
        return buckets.clone();
    }

    /** Requests in the bucket of the same position, &gt; 0; a copy. */
    public double[] counts() {
        return counts.clone();
    }

    /** Number of buckets that hold something. */
    public int size() {
        return buckets.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LatencySketch that
                && Arrays.equals(buckets, that.buckets)
                && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(buckets) + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return isEmpty()
                ? "LatencySketch[empty]"
                : "LatencySketch[count=%s, p50=%.0f ns, p99=%.0f ns]"
                        .formatted(count, quantileNanos(0.5), quantileNanos(0.99));
    }

    /** Collects durations; not for several threads. Can go on after {@link #build()}. */
    public static final class Builder {
        private final double[] byBucket = new double[LatencyBuckets.LIMIT];

        private Builder() {}

        /**
         * Counts a duration.
         *
         * @param nanos duration, nanoseconds; ≤ 0 counts as 1 ns
         * @param count requests that took so long, finite and &gt; 0
         */
        public Builder add(long nanos, double count) {
            return addToBucket(bucketOf(nanos), count);
        }

        /** Counts everything that another sketch counted. */
        public Builder add(LatencySketch sketch) {
            return add(sketch, 1);
        }

        private Builder add(LatencySketch sketch, double factor) {
            for (int i = 0; i < sketch.buckets.length; i++) {
                byBucket[sketch.buckets[i]] += sketch.counts[i] * factor;
            }
            return this;
        }

        private Builder addToBucket(int bucket, double count) {
            checkCount(count);
            byBucket[bucket] += count;
            return this;
        }

        /** What was counted so far. */
        public LatencySketch build() {
            int size = 0;
            for (double count : byBucket) {
                size += count > 0 ? 1 : 0;
            }
            int[] buckets = new int[size];
            double[] counts = new double[size];
            int next = 0;
            for (int i = 0; next < size; i++) {
                if (byBucket[i] > 0) {
                    buckets[next] = i;
                    counts[next++] = byBucket[i];
                }
            }
            return size == 0 ? EMPTY : new LatencySketch(buckets, counts);
        }
    }
}
