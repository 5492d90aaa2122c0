package io.loadmark.model.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadHistoryTest {
    private static GroupLaw law(List<Observation> rows) {
        var law = LoadHistory.learn(List.of(rows)).get(0).law();
        if (law == null)
            throw new AssertionError(LoadHistory.learn(List.of(rows)).get(0).missing());
        return law;
    }

    private static String missing(List<Observation> rows) {
        var learned = LoadHistory.learn(List.of(rows)).get(0);
        assertThat(learned.law()).isNull();
        return learned.missing().get(0);
    }

    @Test
    void exactRowsOfAPlainLawGiveItBack() {
        var learned = law(Histories.exact(new LoadLaw(0.05, 0.0004, 0), 12, 0.06, 0.6));
        assertThat(learned.law().base()).isCloseTo(0.05, within(0.001));
        assertThat(learned.law().curvature()).isCloseTo(0, within(0.02));
        assertThat(learned.at(0.95).throughput()).isCloseTo(0.9 / 0.0004, within(0.01 * 2250));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.3, -0.1, 0.15, 0.4})
    void manyRowsTellTheCurvatureInEitherDirection(double curvature) {
        var truth = new LoadLaw(0.05, 0.0004, curvature);
        var learned = law(Histories.noisy(truth, 600, 0.06, 0.95, 0.005, new Random(1)));
        assertThat(learned.law().curvature()).isCloseTo(curvature, within(0.06));
        assertThat(learned.at(0.9).throughput())
                .isCloseTo(truth.throughputAt(0.9), within(0.02 * truth.throughputAt(0.9)));
    }

    @Test
    void alikeGroupsTellTheirCurvatureTogether() {
        var random = new Random(7);
        var groups = new ArrayList<List<Observation>>();
        double alone = 0;
        double together = 0;
        for (int g = 0; g < 8; g++) {
            groups.add(Histories.noisy(new LoadLaw(0.05, 0.0003 * (g + 1), -0.25), 14, 0.06, 0.55, 0.008, random));
        }
        var pooled = LoadHistory.learn(groups);
        for (int g = 0; g < 8; g++) {
            double truth = new LoadLaw(0.05, 0.0003 * (g + 1), -0.25).throughputAt(0.95);
            var law = pooled.get(g).law();
            if (law == null) throw new AssertionError(pooled.get(g).missing());
            together += Math.abs(law.at(0.95).throughput() / truth - 1) / 8;
            alone += Math.abs(law(groups.get(g)).at(0.95).throughput() / truth - 1) / 8;
        }
        assertThat(together).isLessThan(alone).isLessThan(0.1);
    }

    @Test
    void aGroupOfAnotherKindDoesNotBendTheOthers() {
        var random = new Random(3);
        var groups = new ArrayList<List<Observation>>();
        for (int g = 0; g < 5; g++) {
            groups.add(Histories.noisy(new LoadLaw(0.05, 0.0004, 0), 30, 0.06, 0.6, 0.005, random));
        }
        double without = predictions(groups);
        groups.add(Histories.noisy(new LoadLaw(0.45, 0.01, 1.5), 30, 0.5, 0.9, 0.005, random));
        assertThat(predictions(groups)).isCloseTo(without, within(0.04 * without));
    }

    private static double predictions(List<List<Observation>> groups) {
        var law = LoadHistory.learn(groups).get(0).law();
        return law == null ? Double.NaN : law.at(0.95).throughput();
    }

    @Test
    void outliersHardlyMoveThePrediction() {
        var rows = new ArrayList<>(Histories.noisy(new LoadLaw(0.05, 0.0004, 0), 40, 0.06, 0.7, 0.005, new Random(5)));
        double clean = law(rows).at(0.9).throughput();
        rows.set(10, new Observation(rows.get(10).throughput(), 1.2));
        rows.set(20, new Observation(rows.get(20).throughput(), 0));
        assertThat(law(rows).at(0.9).throughput()).isCloseTo(clean, within(0.04 * clean));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nineOfTenIntervalsHoldWhatIsMeasured(long seed) {
        var random = new Random(seed);
        int held = 0;
        for (int run = 0; run < 100; run++) {
            var truth = new LoadLaw(0.02 + 0.08 * random.nextDouble(), 0.0004, 0.15 * random.nextGaussian());
            var law = law(Histories.noisy(truth, 20, 0.1, 0.8, 0.01, random));
            var seen = Histories.noisy(truth, 1, 0.2, 1, 0.01, random).get(0);
            var predicted = law.at(seen.load());
            held += predicted.low() <= seen.throughput() && seen.throughput() <= predicted.high() ? 1 : 0;
        }
        assertThat(held).as("of 100 intervals of 90 %%, seed %d", seed).isBetween(82, 97);
    }

    @Test
    void theOrderOfRowsDoesNotMatterAndTheAnswerIsAlwaysTheSame() {
        var rows = Histories.noisy(new LoadLaw(0.05, 0.0004, -0.1), 25, 0.06, 0.8, 0.01, new Random(11));
        var shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(2));
        assertThat(law(shuffled).law()).isEqualTo(law(rows).law());
        assertThat(law(shuffled).at(0.9)).isEqualTo(law(rows).at(0.9));
    }

    @Test
    void unitsOfThroughputDoNotMatter() {
        var small = Histories.noisy(new LoadLaw(0.05, 400, -0.1), 25, 0.06, 0.8, 0.01, new Random(12));
        var large = small.stream()
                .map(row -> new Observation(row.throughput() * 1e9, row.load()))
                .toList();
        assertThat(law(large).at(0.9).throughput())
                .isCloseTo(
                        1e9 * law(small).at(0.9).throughput(),
                        within(1e3 * law(small).at(0.9).throughput()));
    }

    @Test
    void predictionsRiseWithTheLoadAndTheirIntervalHoldsThem() {
        var law = law(Histories.noisy(new LoadLaw(0.05, 0.0004, -0.1), 25, 0.06, 0.8, 0.01, new Random(13)));
        double before = 0;
        for (double load = 0.06; load <= 1; load += 0.02) {
            var at = law.at(load);
            assertThat(at.throughput()).isGreaterThan(before).isBetween(at.low(), at.high());
            assertThat(at.low()).isNotNegative();
            assertThat(at.extrapolated()).isEqualTo(load > law.maxLoad() || at.throughput() > law.maxThroughput());
            before = at.throughput();
        }
    }

    @Test
    void aLoadBelowTheBaseSaysNoMoreThanTheBase() {
        var law = law(Histories.noisy(new LoadLaw(0.1, 0.0004, 0), 25, 0.11, 0.8, 0.01, new Random(18)));
        assertThat(law.at(0).throughput()).isEqualTo(law.at(0.05).throughput()).isLessThan(100);
    }

    @Test
    void whatIsFurtherAwayIsLessSure() {
        var law = law(Histories.noisy(new LoadLaw(0.05, 0.0004, 0), 25, 0.06, 0.5, 0.005, new Random(14)));
        assertThat(width(law.at(0.95))).isGreaterThan(1.2 * width(law.at(0.4)));
    }

    private static double width(Prediction at) {
        return (at.high() - at.low()) / at.throughput();
    }

    @Test
    void whatCantTeachSaysWhatIsMissing() {
        assertThat(missing(List.of())).isEqualTo("0 of at least 3 rows");
        assertThat(missing(List.of(new Observation(10, 0.2), new Observation(20, 0.3))))
                .isEqualTo("2 of at least 3 rows");
        assertThat(missing(Collections.nCopies(9, new Observation(10, 0.2))))
                .contains("hardly varies, from 10.00 to 10.00");
        assertThat(missing(Histories.exact(new LoadLaw(0.01, 0.0001, 0), 9, 0.011, 0.05)))
                .contains("up to 5.0 %");
        var falling = List.of(new Observation(10, 0.9), new Observation(20, 0.6), new Observation(30, 0.3));
        assertThat(missing(falling)).contains("hardly follows the throughput");
        var random = new Random(15);
        var polling = new ArrayList<Observation>();
        for (int i = 0; i < 30; i++) polling.add(new Observation(10 + 20 * i, 0.97 + 0.01 * random.nextDouble()));
        assertThat(missing(polling)).contains("hardly follows the throughput");
        assertThat(missing(Collections.nCopies(5, new Observation(0, 0.5))))
                .contains("hardly varies, from 0.000 to 0.000");
    }

    @Test
    void threeRowsAreEnoughForAnAnswerWithAWideInterval() {
        var at = law(List.of(new Observation(100, 0.11), new Observation(200, 0.21), new Observation(300, 0.31)))
                .at(0.9);
        assertThat(at.throughput()).isCloseTo(890, within(130.0));
        assertThat(width(at)).isGreaterThan(0.1);
        assertThat(at.extrapolated()).isTrue();
    }

    @Test
    void aGroupThatLacksRowsTeachesTheOthersNothing() {
        var rows = Histories.noisy(new LoadLaw(0.05, 0.0004, -0.1), 25, 0.06, 0.8, 0.01, new Random(16));
        var both = LoadHistory.learn(List.of(List.of(new Observation(5, 0.9)), rows));
        assertThat(both.get(0).law()).isNull();
        assertThat(both.get(1).law()).isEqualTo(law(rows));
    }

    @Test
    void aHundredThousandRowsAreThinned() {
        var rows = Histories.noisy(new LoadLaw(0.05, 0.0004, -0.1), 100_000, 0.06, 0.8, 0.01, new Random(17));
        assertThat(law(rows).rows()).isEqualTo(1_000);
        assertThat(law(rows).law().curvature()).isCloseTo(-0.1, within(0.05));
    }

    @Test
    void impossibleValuesAreRefused() {
        for (double bad : new double[] {Double.NaN, -1, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new Observation(bad, 0.5)).hasMessageContaining("can't be");
            assertThatThrownBy(() -> new Observation(5, bad)).hasMessageContaining("share of its limit");
        }
        assertThatThrownBy(() -> new Observation(5, 37)).hasMessageContaining("37");
        assertThat(law(Histories.exact(new LoadLaw(0.05, 1e-100, 0), 12, 0.06, 0.6))
                        .at(0.9)
                        .throughput())
                .isFinite();
    }
}
