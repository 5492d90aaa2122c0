package io.loadmark.model.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.model.curve.CurveStep.Verdict;
import io.loadmark.model.sketch.LatencySketch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CurveStepTest {
    @Test
    void exactWindowsGiveBaseAndDemandExactly() {
        // U = 0.02 cores + 5 ms · X
        LoadQpsCurve curve = Windows.learned(exactRamp(0.02, 0.005));
        assertThat(curve.utilisation().baseCores()).isCloseTo(0.02, within(1e-7));
        assertThat(curve.utilisation().demandSeconds()).isCloseTo(0.005, within(1e-9));
        assertThat(curve.windows()).isEqualTo(20);
        assertThat(curve.maxRequestsPerSecond()).isEqualTo(67);
        assertThat(curve.maxUtilisation()).isCloseTo((0.02 + 67 * 0.005) / 0.5, within(1e-12));
    }

    @Test
    void baseAndDemandAreNeverNegative() {
        LoadQpsCurve convex = Windows.learned(exactRamp(-0.03, 0.005));
        assertThat(convex.utilisation().baseCores()).isZero();
        assertThat(convex.utilisation().demandSeconds()).isPositive();
        LoadQpsCurve falling = Windows.learned(exactRamp(0.4, -0.005));
        assertThat(falling.utilisation().demandSeconds()).isZero();
        assertThat(falling.utilisation().baseCores()).isPositive();
    }

    @Test
    void anOutlierHardlyMovesTheDemand() {
        List<LearnedWindow> windows = new ArrayList<>(Windows.ramp(1, 60));
        double clean = Windows.learned(windows).utilisation().demandSeconds();
        windows.set(40, Windows.at(40, 50, 2.0));
        windows.set(55, Windows.at(55, 64, 0.0));
        assertThat(Windows.learned(windows).utilisation().demandSeconds()).isCloseTo(clean, within(0.03 * clean));
    }

    @Test
    void aLastingChangeIsLearnedInTheEnd() {
        List<LearnedWindow> windows = new ArrayList<>(Windows.ramp(2, 60));
        for (int i = 60; i < 3_000; i++) {
            double rate = 20 + i % 40;
            windows.add(Windows.at(i, rate, 0.01 + 0.008 * rate));
        }
        assertThat(Windows.learned(windows).utilisation().demandSeconds()).isCloseTo(0.008, within(0.0004));
    }

    @Test
    void constantTrafficKeepsTheSlopeAndBoundsTheCovariance() {
        List<LearnedWindow> windows = new ArrayList<>(Windows.ramp(3, 60));
        UtilisationLaw before = Windows.learned(windows).utilisation();
        var random = new Random(3);
        for (int i = 60; i < 20_000; i++) {
            windows.add(Windows.at(i, 40, 0.01 + 40 * 0.004 * (1 + 0.1 * random.nextGaussian())));
        }
        UtilisationLaw after = Windows.learned(windows).utilisation();
        assertThat(after.demandSeconds()).isCloseTo(before.demandSeconds(), within(0.0005));
        assertThat(after.p11()).isPositive().isLessThanOrEqualTo(before.p11() * 1.01);
        assertThat(after.p00() * after.p11() - after.p01() * after.p01()).isPositive();
        assertThat(after.observations()).isLessThan(1_025);
    }

    @Test
    void theDemandIsThatOfWindowsWithoutANoisyNeighbour() {
        var alone = new ArrayList<LearnedWindow>();
        var beside = new ArrayList<LearnedWindow>();
        for (LearnedWindow calm : Windows.ramp(6, 600)) {
            // For ten seconds of every twenty a neighbour takes a third of the time, and a request costs 40 % more.
            boolean noisy = calm.startMicros() / 10_000_000 % 2 == 1;
            alone.add(noisy ? Windows.at(calm.startMicros() / 1_000_000, calm.requests(), calm.cpuCores()) : calm);
            double cores = 1.4 * calm.cpuCores();
            beside.add(
                    noisy
                            ? Windows.stolen(
                                    Windows.at(calm.startMicros() / 1_000_000, calm.requests(), cores), cores / 2)
                            : calm);
        }
        double demand = Windows.learned(alone).utilisation().demandSeconds();
        assertThat(Windows.learned(beside).utilisation().demandSeconds()).isCloseTo(demand, within(0.04 * demand));
    }

    @Test
    void workByTheClockIsNeitherBaseNorDemand() {
        var windows = new ArrayList<LearnedWindow>();
        var random = new Random(8);
        for (int i = 0; i < 14_400; i++) {
            double rate = 40 + 30 * Math.sin(2 * Math.PI * i / 3_600);
            // Two minutes of each hour it does something else, too.
            double cores = 0.02 + rate * 0.004 * (1 + 0.05 * random.nextGaussian()) + (i % 3_600 < 120 ? 0.2 : 0);
            windows.add(Windows.at(i, rate, cores));
        }
        UtilisationLaw law = Windows.learned(windows).utilisation();
        assertThat(law.baseCores()).isCloseTo(0.02, within(0.01));
        assertThat(law.demandSeconds()).isCloseTo(0.004, within(0.0001));
    }

    @Test
    void whatIsNeverCalmIsLearnedAllTheSame() {
        var windows = Windows.ramp(7, 300);
        var disturbed =
                windows.stream().map(w -> Windows.stolen(w, w.cpuCores())).toList();
        double demand = Windows.learned(windows).utilisation().demandSeconds();
        assertThat(Windows.learned(disturbed).utilisation().demandSeconds()).isCloseTo(demand, within(0.02 * demand));
    }

    @Test
    void aWindowThatIsNotNewerIsCountedAndChangesNothingElse() {
        LoadQpsCurve curve = Windows.learned(Windows.ramp(4, 30));
        for (long second : new long[] {29, 12, -5}) {
            var step = CurveStep.step(curve, Windows.at(second, 1_000, 1));
            assertThat(step.verdict()).isEqualTo(Verdict.TOO_LATE);
            assertThat(step.curve()).isEqualTo(curve.withTooLate());
        }
        assertThat(curve.withTooLate().tooLate()).isEqualTo(1);
    }

    @Test
    void aNewVersionStartsANewCurveAndLateWindowsOfTheOldOneDontReturn() {
        LoadQpsCurve old = Windows.learned(Windows.ramp(5, 30));
        var step = CurveStep.step(old, Windows.of(30, 20, 0.3, LatencySketch.empty(), 0.5, "2.0"));
        assertThat(step.verdict()).isEqualTo(Verdict.NEW_VERSION);
        assertThat(step.curve().serviceVersion()).isEqualTo("2.0");
        assertThat(step.curve().windows()).isEqualTo(1);
        assertThat(CurveStep.step(step.curve(), Windows.at(29, 20, 0.1)).verdict())
                .isEqualTo(Verdict.TOO_LATE);
    }

    @Test
    void aNewEntitlementStartsNewBandsAndKeepsTheLaw() {
        LoadQpsCurve curve = Windows.learned(exactRamp(0.02, 0.005));
        var step = CurveStep.step(curve, Windows.of(90, 100, 0.52, LatencySketch.empty(), 2, "1.0"));
        assertThat(step.verdict()).isEqualTo(Verdict.NEW_SHAPE);
        assertThat(step.curve().bins())
                .singleElement()
                .extracting(LoadBin::band)
                .isEqualTo(39); // 2^(39/6) ≤ 100 < 2^(40/6)
        assertThat(step.curve().utilisation().demandSeconds()).isCloseTo(0.005, within(1e-8));
        assertThat(step.curve().maxUtilisation()).isEqualTo(0.26);
    }

    @Test
    void refusedRequestsAreNoServedThroughput() {
        var window = new LearnedWindow(
                0, 2, 100, 3, 40, 1, LatencySketch.empty(), 0.3, Shape.underQuota(0.5, 100_000, 2), 0.4, true, "");
        LoadQpsCurve curve = CurveStep.step(LoadQpsCurve.initial(), window).curve();
        assertThat(curve.maxRequestsPerSecond()).isEqualTo(30);
        assertThat(curve.peakConcurrency()).isEqualTo(0.5);
        assertThat(curve.bins())
                .singleElement()
                .isEqualTo(new LoadBin(29, 1, 60, 2, 0.6, 0.4, 3, LatencySketch.empty(), AxisTotals.none()));
    }

    @Test
    void oneUnverifiedWindowMakesTheCurveUnverified() {
        LoadQpsCurve verified = Windows.learned(Windows.ramp(6, 10));
        assertThat(verified.samplingVerified()).isTrue();
        var window = new LearnedWindow(
                99_000_000,
                1,
                10,
                0,
                0,
                0,
                LatencySketch.empty(),
                0.1,
                Shape.underQuota(0.5, 100_000, 2),
                null,
                false,
                "1.0");
        assertThat(CurveStep.step(verified, window).curve().samplingVerified()).isFalse();
    }

    @Test
    void theStateStaysBounded() {
        var random = new Random(7);
        LoadQpsCurve curve = LoadQpsCurve.initial();
        double requests = 0;
        for (int i = 0; i < 2_000; i++) {
            var latency = LatencySketch.builder();
            for (int k = 0; k < 50; k++) {
                latency.add((long) Math.exp(5 + 20 * random.nextDouble()), 1.5);
                requests += 1.5;
            }
            double rate = 75 * Math.exp(8 * random.nextDouble() - 4);
            var window = Windows.of(i, rate, 0.6 * random.nextDouble(), latency.build(), 0.5, "1.0");
            String peer = "peer-".repeat(20) + random.nextInt(30);
            curve = CurveStep.step(curve, Windows.calling(window, Map.of(i + peer, random.nextDouble())))
                    .curve();
        }
        double kept =
                curve.bins().stream().mapToDouble(b -> b.latency().count()).sum();
        assertThat(kept).isCloseTo(requests, within(1e-3));
        assertThat(curve.peers()).hasSizeLessThanOrEqualTo(CalledPeers.MOST);
        assertThat(encodedBytes(curve)).isLessThan(32 * 1024);
        assertThat(curve.bins())
                .hasSizeLessThanOrEqualTo(LoadBins.MOST_BANDS)
                .isSortedAccordingTo((a, b) -> a.band() - b.band());
    }

    /** Avro: a double takes 8 bytes, a bucket number 2, a band with its axes and peers 460, the rest of the record stays below 500. */
    private static int encodedBytes(LoadQpsCurve curve) {
        return 500
                + curve.peers().stream().mapToInt(peer -> peer.length() + 2).sum()
                + curve.bins().stream()
                        .mapToInt(b -> 460 + 10 * b.latency().size())
                        .sum();
    }

    @Test
    void theFoldIsTheSameHoweverTheInstancesWereInterleaved() {
        var windows = new TreeMap<String, List<LearnedWindow>>();
        for (int i = 0; i < 5; i++) {
            windows.put("instance-" + i, Windows.ramp(10 + i, 40));
        }
        LoadQpsCurve expected = ServiceCurve.fold(interleaved(windows, 0));
        for (long seed = 1; seed <= 8; seed++) {
            LoadQpsCurve other = ServiceCurve.fold(interleaved(windows, seed));
            assertThat(other.utilisation().demandSeconds())
                    .isCloseTo(expected.utilisation().demandSeconds(), within(1e-9));
            assertThat(other).isEqualTo(expected);
        }
        assertThat(expected.windows()).isEqualTo(200);
        assertThat(expected.utilisation().demandSeconds()).isCloseTo(0.004, within(0.0001));
    }

    @Test
    void theFoldOfNothingIsTheInitialCurve() {
        assertThat(ServiceCurve.fold(new TreeMap<>())).isEqualTo(LoadQpsCurve.initial());
    }

    /** Learns every instance in its own order, the instances in a random one. */
    private static SortedMap<String, LoadQpsCurve> interleaved(
            SortedMap<String, List<LearnedWindow>> windows, long seed) {
        var turns = new ArrayList<String>();
        windows.forEach((instance, all) -> turns.addAll(Collections.nCopies(all.size(), instance)));
        Collections.shuffle(turns, new Random(seed));
        var next = new TreeMap<String, Integer>();
        var curves = new TreeMap<String, LoadQpsCurve>();
        for (String instance : turns) {
            int i = next.merge(instance, 1, Integer::sum) - 1;
            var curve = curves.getOrDefault(instance, LoadQpsCurve.initial());
            curves.put(
                    instance,
                    CurveStep.step(
                                    curve,
                                    Objects.requireNonNull(windows.get(instance))
                                            .get(i))
                            .curve());
        }
        return curves;
    }

    private static List<LearnedWindow> exactRamp(double base, double demand) {
        var windows = new ArrayList<LearnedWindow>();
        for (int i = 0; i < 20; i++) {
            double rate = 10 + 3 * i;
            windows.add(Windows.at(i, rate, Math.max(0, base + demand * rate)));
        }
        return windows;
    }
}
