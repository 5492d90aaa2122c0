package io.loadmark.streams.curves;

import static io.loadmark.streams.TopologyHarness.TENANT;
import static io.loadmark.streams.TopologyHarness.micros;
import static io.loadmark.streams.TopologyHarness.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.model.capacity.Capacity;
import io.loadmark.model.capacity.Capacity.Bottleneck;
import io.loadmark.model.capacity.CapacityEstimator;
import io.loadmark.model.capacity.Sla;
import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.InstanceId;
import io.loadmark.schema.LatencySketch;
import io.loadmark.schema.LayerLoad;
import io.loadmark.schema.LoadQpsCurve;
import io.loadmark.schema.LoadSample;
import io.loadmark.schema.Origin;
import io.loadmark.schema.PeerCalls;
import io.loadmark.schema.Placement;
import io.loadmark.schema.PlacementLink;
import io.loadmark.schema.RequestCounts;
import io.loadmark.schema.Sampling;
import io.loadmark.schema.SamplingSource;
import io.loadmark.schemas.Key;
import io.loadmark.streams.TopologyHarness;
import io.loadmark.streams.flow.Sketches;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** U = 0.02 cores + 3 ms · X under a quota of half a core; warm-up 10 s. */
class CurvesTopologyTest {
    private TopologyHarness topology;

    @BeforeEach
    void start(@TempDir Path stateDir) {
        topology = new TopologyHarness(
                progress -> new CurvesTopology(settings("warm-up", "10s", "curve-interval", "0s")).get(), stateDir);
    }

    @AfterEach
    void stop() {
        topology.close();
    }

    @Test
    void theLawIsLearnedFromFirstFinalRowsAfterTheWarmUp() {
        for (int i = 0; i < 30; i++) store(sample("a", i * 5, 0, 10 + i * 3).build());

        var curve = newest();
        assertThat(curve.getUtilisation().getDemandSeconds()).isCloseTo(0.003, within(1e-6));
        assertThat(curve.getUtilisation().getBaseCores()).isCloseTo(0.02, within(1e-4));
        assertThat(curve.getWindows()).isEqualTo(28);
        assertThat(curve.getBarred()).isEqualTo(2); // the first 10 s
        assertThat(curve.getQuotaCores()).isEqualTo(0.5);
    }

    @Test
    void provisionalAndCorrectedRowsTeachNothing() {
        for (int i = 0; i < 10; i++) {
            store(sample("a", i * 5, -1, 500).build());
            store(sample("a", i * 5, 0, 10 + i).build());
            store(sample("a", i * 5, 1, 900).build());
        }

        assertThat(newest().getWindows()).isEqualTo(8);
        assertThat(newestMaxRequestsPerSecond()).isEqualTo(19);
    }

    @Test
    void anOlderWindowIsCountedAsTooLateAndChangesNothing() {
        for (int i = 0; i < 10; i++) store(sample("a", i * 5, 0, 10 + i).build());
        store(sample("a", 20, 0, 400).build());

        var curve = newest();
        assertThat(curve.getTooLate()).isEqualTo(1);
        assertThat(curve.getMaxRequestsPerSecond()).isEqualTo(19);
    }

    @Test
    void aCurveIsWrittenOncePerInterval(@TempDir Path stateDir) {
        var settings = settings("warm-up", "10s", "curve-interval", "30s");
        try (var rare = new TopologyHarness(progress -> new CurvesTopology(settings).get(), stateDir)) {
            for (int i = 0; i < 24; i++) {
                var sample = sample("a", i * 5, 0, 10 + i).build();
                rare.store(Topic.LOAD_SAMPLES, Key.service(sample.getInstance()), sample, 1);
            }
            // The first window after the warm-up, then the first of each half minute.
            assertThat(rare.written(Topic.CURVES, LoadQpsCurve.class))
                    .extracting(LoadQpsCurve::getLastSeenMicros)
                    .containsExactly(micros(10), micros(30), micros(60), micros(90));
        }
    }

    @Test
    void windowsThatOvertakeOneAnotherAreLearnedInTheirOrder() {
        int windows = 12;
        for (int i = 0; i < windows; i++) store(chained("in-order", i));
        for (int i : new int[] {0, 2, 3, 5, 1, 4, 9, 8, 7, 6, 11, 10}) store(chained("overtaken", i));

        var written = topology.written(Topic.CURVES, LoadQpsCurve.class);
        var inOrder = newestOf("in-order", written);
        var overtaken = newestOf("overtaken", written);
        assertThat(LoadQpsCurve.newBuilder(overtaken)
                        .setInstance(inOrder.getInstance())
                        .build())
                .isEqualTo(inOrder);
        assertThat(overtaken.getWindows() + overtaken.getBarred()).isEqualTo(windows);
        assertThat(overtaken.getTooLate()).isZero();
    }

    @Test
    void aWindowThatNeverComesIsGivenUpWhenTooManyWaitForIt() {
        for (int i = 0; i < 5; i++) store(chained("a", i));
        for (int i = 6; i < 6 + LearnCurves.MOST_HELD - 1; i++) store(chained("a", i));
        assertThat(newest().getLastSeenMicros()).isEqualTo(micros(4 * 5));

        int last = 6 + LearnCurves.MOST_HELD - 1;
        store(chained("a", last));
        var curve = newest();
        assertThat(curve.getLastSeenMicros()).isEqualTo(micros(last * 5));
        assertThat(curve.getWindows() + curve.getBarred()).isEqualTo(last); // all but the one
    }

    @Test
    void rowsWithoutLayersOrOfAMovedInstanceAreBarred() {
        for (int i = 0; i < 10; i++) store(sample("a", i * 5, 0, 10 + i).build());
        store(sample("a", 50, 0, 400).setCgroup(null).build());
        store(sample("a", 55, 0, 400)
                .setPlacement(Placement.newBuilder(placement()).setMoved(true).build())
                .build());

        var curve = newest();
        assertThat(curve.getBarred()).isEqualTo(4);
        assertThat(curve.getMaxRequestsPerSecond()).isEqualTo(19);
    }

    @Test
    void theMachineUnderAnInstanceInAGuestIsTheGuest() {
        var guest = LayerLoad.newBuilder()
                .setSeconds(5)
                .setSamples(5)
                .setEntitlementCores(1.5)
                .build();
        var inGuest = Placement.newBuilder(placement()).setDomainId("guest").build();
        for (int i = 0; i < 10; i++) {
            store(sample("a", i * 5, 0, 10 + i)
                    .setPlacement(inGuest)
                    .setDomain(guest)
                    .build());
        }
        store(sample("a", 50, 0, 400).setPlacement(inGuest).setDomain(null).build());

        var curve = newest();
        assertThat(curve.getHostCores()).isEqualTo(1.5);
        assertThat(curve.getMaxRequestsPerSecond()).isEqualTo(19);
    }

    @Test
    void instancesLearnEachForThemselves() {
        for (int i = 0; i < 10; i++) {
            store(sample("a", i * 5, 0, 10 + i).build());
            store(sample("b", i * 5, 0, 50 + i).build());
        }

        assertThat(topology.written(Topic.CURVES, LoadQpsCurve.class))
                .filteredOn(c -> c.getInstance().getInstanceId().equals("a"))
                .last()
                .satisfies(c -> assertThat(c.getMaxRequestsPerSecond()).isEqualTo(19));
    }

    @Test
    void windowsThatWereDisturbedTeachNothing() {
        var busy = LayerLoad.newBuilder().setSeconds(5).setSamples(5).setJobRatio(0.2);
        var lossy = Sampling.newBuilder()
                .setSource(SamplingSource.METRICS)
                .setFactor(1.5)
                .setLossSuspected(true)
                .build();
        for (int i = 0; i < 10; i++) store(sample("a", i * 5, 0, 10 + i).build());
        long barredBefore = newest().getBarred();
        store(sample("a", 50, 0, 400).setDomain(busy.build()).build());
        store(sample("a", 55, 0, 500).setSampling(lossy).build());
        store(sample("a", 60, 0, 20).setDomain(busy.setJobRatio(0.0).build()).build());

        var curve = newest();
        assertThat(curve.getBarred() - barredBefore).isEqualTo(2);
        assertThat(curve.getMaxRequestsPerSecond()).isEqualTo(20);
    }

    @Test
    void theServiceWhoseCallsMakeRequestsWaitIsNamed() {
        // Two places of 20 ms each are all taken at 100 calls per second; the CPU is full at 160 requests per second.
        for (int i = 0; i < 300; i++) {
            double perSecond = 10 + 50 * (1 - Math.cos(i / 25.0)) / 2;
            double load = perSecond / 100;
            double payments = 0.02 * (1 + 0.75 * Math.pow(load, 1.449) / (2 * (1 - load)));
            store(calling(i, perSecond, Map.of("payments", payments, "stock", 0.004))
                    .build());
        }

        var curve = newest();
        assertThat(curve.getPeers()).containsExactly("payments", "stock");
        var capacity = CapacityEstimator.estimate(Curves.toModel(curve), Sla.parse("p99<=200ms"));
        assertThat(capacity.bottleneck()).isEqualTo(Bottleneck.DEPENDENCY);
        assertThat(capacity.peer()).isEqualTo("payments");
        assertThat(capacity.limits().get(0)).satisfies(limit -> {
            assertThat(limit.peer()).isEqualTo("payments");
            assertThat(limit.requestsPerSecond()).isCloseTo(100, within(15.0));
        });
    }

    @Test
    void theGuestsInterfaceThatIsFullFirstBinds() {
        var inGuest = Placement.newBuilder(placement()).setDomainId("guest").build();
        for (int i = 0; i < 300; i++) {
            double perSecond = 10 + 50 * (1 - Math.cos(i / 25.0)) / 2;
            var guest = LayerLoad.newBuilder()
                    .setSeconds(5)
                    .setSamples(5)
                    .setEntitlementCores(1.5)
                    .setNetworkBusyRatio(i % 2 == 0 ? 0.01 + 0.01 * perSecond : null) // read every other window
                    .setPacketLossRatio(0.03)
                    .build();
            store(calling(i, perSecond, Map.of())
                    .setPlacement(inGuest)
                    .setDomain(guest)
                    .build());
        }

        var capacity = CapacityEstimator.estimate(Curves.toModel(newest()), Sla.parse("p99<=200ms"));
        assertThat(capacity.bottleneck()).isEqualTo(Bottleneck.NET);
        assertThat(capacity.resourceBoundQps()).isCloseTo(99, within(1.0));
        assertThat(capacity.reasons()).extracting(Capacity.Reason::code).contains(Capacity.Reason.Code.PACKET_LOSS);
    }

    /** A window whose requests take 3 ms beside their calls, a call to each peer, with some spread. */
    private static LoadSample.Builder calling(int window, double perSecond, Map<String, Double> calls) {
        double requests = perSecond * 5;
        var peers = new TreeMap<>(calls)
                .entrySet().stream()
                        .map(e -> new PeerCalls(e.getKey(), requests, 0.0, requests * e.getValue()))
                        .toList();
        double called = calls.values().stream().mapToDouble(seconds -> seconds).sum();
        var latency = io.loadmark.model.sketch.LatencySketch.builder();
        for (int k = 0; k < 20; k++) {
            double factor = 0.6 + 0.8 * k / 19;
            latency.add(Math.round((0.003 + called) * factor * 1e9), requests / 20);
        }
        return sample("a", window * 5, 0, perSecond)
                .setCounts(new RequestCounts(
                        Math.round(requests),
                        requests,
                        0.0,
                        0.0,
                        requests,
                        requests * (0.003 + called),
                        0L,
                        0L,
                        0L,
                        0L))
                .setLatency(Sketches.toWire(latency.build()))
                .setCallSeconds(requests * called)
                .setPeers(peers);
    }

    private double newestMaxRequestsPerSecond() {
        store(sample("a", 1000, 0, 1).build());
        return newest().getMaxRequestsPerSecond();
    }

    private static LoadQpsCurve newestOf(String instance, List<LoadQpsCurve> written) {
        return written.stream()
                .filter(curve -> curve.getInstance().getInstanceId().equals(instance))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private LoadQpsCurve newest() {
        var curves = topology.written(Topic.CURVES, LoadQpsCurve.class);
        return curves.get(curves.size() - 1);
    }

    private void store(LoadSample sample) {
        topology.store(Topic.LOAD_SAMPLES, Key.service(sample.getInstance()), sample, 1);
    }

    private static LoadSample chained(String instance, int window) {
        return sample(instance, window * 5, 0, 10 + 3 * window)
                .setPreviousMicros(window == 0 ? null : micros((window - 1) * 5))
                .build();
    }

    private static LoadSample.Builder sample(String instance, double start, int revision, double perSecond) {
        double requests = perSecond * 5;
        var host = LayerLoad.newBuilder()
                .setSeconds(5)
                .setSamples(5)
                .setCpuCores(1.0)
                .setEntitlementCores(2.0)
                .build();
        var cgroup = LayerLoad.newBuilder()
                .setSeconds(5)
                .setSamples(5)
                .setCpuCores(0.02 + 0.003 * perSecond)
                .setEntitlementCores(0.5)
                .setQuotaCores(0.5)
                .setQuotaPeriodMicros(100_000L)
                .setThrottledPeriodRatio(0.0)
                .build();
        return LoadSample.newBuilder()
                .setInstance(new InstanceId(TENANT, "shop", "checkout", instance))
                .setOrigin(new Origin("1.0", "host-1", "", "", 42L))
                .setStartMicros(micros(start))
                .setLengthMicros(5_000_000)
                .setRevision(revision)
                .setPlacement(placement())
                .setCounts(new RequestCounts(
                        Math.round(requests), requests, 0.0, 0.0, requests, requests * 0.003, 0L, 0L, 0L, 0L))
                .setRequestWindows(5)
                .setLatency(new LatencySketch(List.of(750), List.of(requests)))
                .setSampling(
                        Sampling.newBuilder().setSource(SamplingSource.METRICS).build())
                .setCgroup(cgroup)
                .setHost(host)
                .setReceivedMicros(micros(start + 5));
    }

    private static Placement placement() {
        return Placement.newBuilder()
                .setLink(PlacementLink.PROCESS)
                .setConfidence(0.98)
                .setPhysicalHostId("host-1")
                .setCgroupPath("/shop/checkout")
                .setProcessId("42@1")
                .build();
    }
}
