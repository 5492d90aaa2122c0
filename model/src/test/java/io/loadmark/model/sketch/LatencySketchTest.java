package io.loadmark.model.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencySketchTest {
    private static final double MS = 1e6;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyQuantileIsWithinOnePercent(long seed) {
        double[] nanos = durations(seed, 5_000);
        LatencySketch sketch = sketchOf(nanos);
        Arrays.sort(nanos);
        for (int rank = 1; rank <= nanos.length; rank += 7) {
            double exact = nanos[rank - 1];
            assertThat(sketch.quantileNanos((double) rank / nanos.length)).isCloseTo(exact, within(0.0101 * exact));
        }
    }

    @Test
    void aBucketEndsAtAPowerOfTheGrowthAndHoldsIt() {
        double growth = 1.01 / 0.99;
        for (int i = 400; i < 1600; i += 13) {
            double end = Math.pow(growth, i);
            assertThat(LatencySketch.bucketOf((long) Math.floor(end))).isEqualTo(i);
            assertThat(LatencySketch.bucketOf((long) Math.ceil(end))).isEqualTo(i + 1);
        }
    }

    @Test
    void bucketsAreThoseOfDdSketchOneHigher() {
        var ddSketch = new LogarithmicMapping(0.01);
        for (long nanos = 2; nanos < 3_600_000_000_000L; nanos += 1 + nanos / 7) {
            assertThat(LatencySketch.bucketOf(nanos)).isEqualTo(ddSketch.index((double) nanos) + 1);
        }
    }

    @Test
    void aDurationThatIsNotPositiveCountsAsOneNanosecond() {
        assertThat(LatencySketch.bucketOf(1)).isZero();
        assertThat(LatencySketch.bucketOf(0)).isZero();
        assertThat(LatencySketch.bucketOf(-5)).isZero();
        assertThat(LatencySketch.bucketOf(Long.MAX_VALUE)).isEqualTo(2047);
    }

    @Test
    void mergingCommutesAndAddsCounts() {
        LatencySketch a = sketchOf(durations(1, 500));
        LatencySketch b = sketchOf(durations(2, 700));
        assertThat(a.plus(b)).isEqualTo(b.plus(a));
        assertThat(a.plus(b).count()).isEqualTo(1_200);
        assertThat(a.plus(LatencySketch.empty())).isEqualTo(a);
    }

    @Test
    void countsMayBeFractional() {
        LatencySketch sketch = LatencySketch.builder()
                .add((long) MS, 0.5)
                .add((long) (10 * MS), 0.5)
                .build();
        assertThat(sketch.quantileNanos(0.5)).isCloseTo(MS, within(0.01 * MS));
        assertThat(sketch.quantileNanos(0.51)).isCloseTo(10 * MS, within(0.1 * MS));
        assertThat(sketch.times(4).count()).isEqualTo(4);
        assertThat(sketch.times(0)).isEqualTo(LatencySketch.empty());
    }

    @Test
    void aSketchIsReadBackFromItsBucketsAndCounts() {
        LatencySketch sketch = sketchOf(durations(3, 300));
        assertThat(LatencySketch.of(sketch.buckets(), sketch.counts())).isEqualTo(sketch);
    }

    @Test
    void requestsUpToALimitAreCounted() {
        LatencySketch sketch = LatencySketch.builder()
                .add((long) (5 * MS), 3)
                .add((long) (50 * MS), 1)
                .build();
        assertThat(sketch.countUpTo((long) (20 * MS))).isEqualTo(3);
        assertThat(sketch.countUpTo((long) (60 * MS))).isEqualTo(4);
    }

    @Test
    void thinningKeepsTheCountAndThreePercent() {
        double[] nanos = durations(4, 20_000);
        LatencySketch sketch = sketchOf(nanos);
        LatencySketch thin = sketch.thinned(sketch.size() - 1);
        assertThat(thin.size()).isLessThan(sketch.size());
        assertThat(thin.count()).isCloseTo(sketch.count(), within(1e-6));
        assertThat(thin.thinned(thin.size())).isEqualTo(thin);
        for (double q = 0.01; q < 1; q += 0.01) {
            double exact = sketch.quantileNanos(q);
            assertThat(thin.quantileNanos(q)).isCloseTo(exact, within(0.021 * exact));
        }
        assertThat(sketch.thinned(1).size()).isEqualTo(1);
    }

    @Test
    void whatIsThinnedLiesOnAGridAndWhatIsPutOnItAddsNoBucket() {
        LatencySketch sketch = sketchOf(durations(5, 2_000));
        LatencySketch thin = sketch.thinned(sketch.size() / 3);
        assertThat(sketch.grid()).isEqualTo(1);
        assertThat(sketch.onGrid(1)).isEqualTo(sketch);
        assertThat(thin.grid()).isEqualTo(4);
        assertThat(thin).isEqualTo(sketch.onGrid(4));
        LatencySketch twice = thin.plus(sketch.onGrid(thin.grid()));
        assertThat(twice.buckets()).isEqualTo(thin.buckets());
        assertThat(twice).isEqualTo(thin.times(2)).isEqualTo(thin.plus(sketch, thin.grid()));
        LatencySketch other = sketchOf(durations(6, 200));
        assertThat(thin.plus(other, 4)).isEqualTo(thin.plus(other.onGrid(4)));
        assertThat(LatencySketch.empty().plus(other, 4)).isEqualTo(other.onGrid(4));
    }

    @Test
    void anEmptySketchHasNoQuantiles() {
        assertThatThrownBy(() -> LatencySketch.empty().quantileNanos(0.5)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatIsNoSketchIsRefusedWithItsReason() {
        assertThatThrownBy(() -> LatencySketch.of(new int[] {1}, new double[0])).hasMessageContaining("0 counts");
        assertThatThrownBy(() -> LatencySketch.of(new int[] {2, 2}, new double[] {1, 1}))
                .hasMessageContaining("bucket 2 comes after 2");
        assertThatThrownBy(() -> LatencySketch.of(new int[] {2048}, new double[] {1}))
                .hasMessageContaining("[0, 2047]");
        assertThatThrownBy(() -> LatencySketch.of(new int[] {7}, new double[] {Double.NaN}))
                .hasMessageContaining("NaN");
    }

    private static double[] durations(long seed, int count) {
        var random = new Random(seed);
        double[] nanos = new double[count];
        Arrays.setAll(nanos, i -> Math.floor(4 * MS * Math.exp(0.9 * random.nextGaussian())));
        return nanos;
    }

    private static LatencySketch sketchOf(double[] nanos) {
        var builder = LatencySketch.builder();
        for (double n : nanos) {
            builder.add((long) n, 1);
        }
        return builder.build();
    }
}
