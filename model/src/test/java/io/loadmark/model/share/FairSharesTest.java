package io.loadmark.model.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FairSharesTest {
    private static final Offset<Double> EXACT = within(1e-9);
    private static final double SLACK = 1e-7;

    private static Claim claim(double weight, double most, String cpus) {
        return new Claim(weight, most, CpuSet.parse(cpus).orElseThrow());
    }

    @Test
    void nobodyLacksWhereThereIsEnough() {
        assertThat(FairShares.of(List.of(claim(1, 1, "0-3"), claim(9, 0.5, "0-3"))))
                .containsExactly(1, 0.5);
        assertThat(FairShares.of(List.of())).isEmpty();
    }

    @Test
    void aCrowdedPoolIsDividedByWeight() {
        assertThat(FairShares.of(List.of(claim(1, 1, "0"), claim(3, 1, "0")))).containsExactly(0.25, 0.75);
    }

    @Test
    void whatOneCannotUseGoesToTheOthersByWeight() {
        // By weight alone the heavy one would have 1.5 of the 2 CPUs.
        assertThat(FairShares.of(List.of(claim(6, 1, "0-1"), claim(1, 1, "0-1"), claim(1, 1, "0-1"))))
                .containsExactly(1, 0.5, 0.5);
        assertThat(FairShares.of(List.of(claim(2, 0.2, "0"), claim(1, 1, "0"), claim(3, 1, "0"))))
                .containsExactly(new double[] {0.2, 0.2, 0.6}, EXACT);
    }

    @Test
    void aPinThatIsOnesOwnGivesTheWholeCpu() {
        double[] cores = FairShares.of(List.of(
                claim(1, 1, "3"),
                claim(1000, 1, "0-2"),
                claim(1000, 1, "0-2"),
                claim(1000, 1, "0-2"),
                claim(1000, 1, "0-2")));
        assertThat(cores).containsExactly(new double[] {1, 0.75, 0.75, 0.75, 0.75}, EXACT);
    }

    @Test
    void whoMayGoElsewhereLeavesTheCrowdedCpus() {
        // Three are bound to CPU 0; the one that may run on either takes CPU 1.
        assertThat(FairShares.of(List.of(claim(1, 1, "0"), claim(1, 1, "0"), claim(1, 1, "0"), claim(1, 1, "0-1"))))
                .containsExactly(new double[] {1 / 3., 1 / 3., 1 / 3., 1}, EXACT);
        // Sets that overlap without containing each other: two CPUs for three.
        assertThat(FairShares.of(List.of(claim(1, 1, "0-1"), claim(1, 1, "0"), claim(1, 1, "1"))))
                .containsExactly(new double[] {2 / 3., 2 / 3., 2 / 3.}, EXACT);
    }

    @Test
    void aChainOfSetsHasALevelForEachLink() {
        double[] cores = FairShares.of(List.of(
                claim(1, 1, "0"),
                claim(1, 1, "0"),
                claim(1, 1, "0"),
                claim(1, 1, "0"),
                claim(1, 1, "0,1"),
                claim(1, 1, "1"),
                claim(1, 1, "1"),
                claim(1, 1, "1,2"),
                claim(1, 1, "2")));
        assertThat(cores)
                .containsExactly(new double[] {0.25, 0.25, 0.25, 0.25, 1 / 3., 1 / 3., 1 / 3., 0.5, 0.5}, EXACT);
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    /** Few CPUs and sets, so that they meet. */
    private static List<Claim> claims(long seed) {
        var random = new Random(seed);
        int cpus = 1 + random.nextInt(8);
        var sets = IntStream.range(0, 1 + random.nextInt(6))
                .mapToObj(any -> random.ints(1 + random.nextInt(cpus), 0, cpus).toArray())
                .map(CpuSet::of)
                .toList();
        return IntStream.range(0, 1 + random.nextInt(25))
                .mapToObj(any -> new Claim(
                        1 + random.nextInt(4) * 0.7,
                        random.nextInt(3) == 0 ? 0.1 + 0.9 * random.nextDouble() : 1,
                        sets.get(random.nextInt(sets.size()))))
                .toList();
    }

    /** Every set of the eight CPUs. */
    private static Stream<CpuSet> sets() {
        return IntStream.range(1, 1 << 8)
                .mapToObj(bits ->
                        CpuSet.of(BitSet.valueOf(new long[] {bits}).stream().toArray()));
    }

    /** Cores of the chosen claims that may run on these CPUs only. */
    private static double inside(CpuSet cpus, List<Claim> claims, double[] cores, IntPredicate chosen) {
        return IntStream.range(0, cores.length)
                .filter(chosen)
                .filter(i ->
                        claims.get(i).cpus().within(cpus).equals(claims.get(i).cpus()))
                .mapToDouble(i -> cores[i])
                .sum();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noSetOfClaimsHasMoreThanItsCpusAndNoClaimMoreThanItsMost(long seed) {
        var claims = claims(seed);
        double[] cores = FairShares.of(claims);
        for (int i = 0; i < cores.length; i++) {
            assertThat(cores[i]).isPositive().isLessThanOrEqualTo(claims.get(i).most() + SLACK);
        }
        // By Hall's theorem these are all the conditions for a timetable that gives each its cores.
        assertThat(sets()).allSatisfy(cpus -> assertThat(inside(cpus, claims, cores, any -> true))
                .isLessThanOrEqualTo(cpus.size() + SLACK));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whoLacksCouldHaveMoreOnlyByTakingFromSomeoneWithNoMoreForHisWeight(long seed) {
        var claims = claims(seed);
        double[] cores = FairShares.of(claims);
        for (int i = 0; i < cores.length; i++) {
            var lacking = claims.get(i);
            if (cores[i] >= lacking.most() - SLACK) continue;
            double level = cores[i] / lacking.weight();
            assertThat(sets().filter(cpus -> lacking.cpus().within(cpus).equals(lacking.cpus())))
                    .as("CPUs that those use up who have no more for their weight")
                    .anySatisfy(cpus -> assertThat(inside(
                                    cpus,
                                    claims,
                                    cores,
                                    other -> cores[other] / claims.get(other).weight() <= level + SLACK))
                            .isGreaterThan(cpus.size() - SLACK));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void moreWeightNeverGetsLess(long seed) {
        var claims = new ArrayList<>(claims(seed));
        int one = new Random(seed).nextInt(claims.size());
        double before = FairShares.of(claims)[one];
        var own = claims.get(one);
        claims.set(one, new Claim(own.weight() * 1.5, own.most(), own.cpus()));
        assertThat(FairShares.of(claims)[one]).isGreaterThanOrEqualTo(before - SLACK);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whoGoesTakesFromNobody(long seed) {
        var claims = claims(seed);
        double[] before = FairShares.of(claims);
        int gone = new Random(seed).nextInt(claims.size());
        var left = new ArrayList<>(claims);
        left.remove(gone);
        double[] after = FairShares.of(left);
        for (int i = 0; i < after.length; i++) {
            assertThat(after[i]).isGreaterThanOrEqualTo(before[i < gone ? i : i + 1] - SLACK);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theirOrderDoesNotMatter(long seed) {
        var claims = claims(seed);
        double[] cores = FairShares.of(claims);
        assertThat(FairShares.of(claims)).containsExactly(cores);
        var order = new ArrayList<>(IntStream.range(0, claims.size()).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        double[] shuffled = FairShares.of(order.stream().map(claims::get).toList());
        for (int i = 0; i < shuffled.length; i++) {
            assertThat(shuffled[i]).isCloseTo(cores[order.get(i)], within(1e-12));
        }
    }

    @Test
    void aHostOfManyGuestsIsDividedAtOnce() {
        var random = new Random(1);
        var claims = new ArrayList<Claim>();
        for (int guest = 0; guest < 500; guest++) {
            // A third unpinned, a third on a NUMA node, a third with a CPU for each vCPU.
            double weight = (1 + random.nextInt(10)) / 16.;
            for (int vcpu = 0; vcpu < 16; vcpu++) {
                int node = guest % 4 * 64;
                int cpu = random.nextInt(256);
                var cpus = guest % 3 == 0 ? "0-255" : guest % 3 == 1 ? node + "-" + (node + 63) : "" + cpu;
                claims.add(claim(weight, 1, cpus));
            }
        }
        double[] cores = FairShares.of(claims);
        assertThat(DoubleStream.of(cores).sum()).isCloseTo(256, within(1e-6));
    }
}
