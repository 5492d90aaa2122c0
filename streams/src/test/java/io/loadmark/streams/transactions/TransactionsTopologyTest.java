package io.loadmark.streams.transactions;

import static io.loadmark.streams.TopologyHarness.TENANT;
import static io.loadmark.streams.TopologyHarness.micros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.runtime.config.Configuration;
import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.TransactionStep;
import io.loadmark.schema.TransactionWindow;
import io.loadmark.streams.TopologyHarness;
import io.loadmark.streams.flow.StreamsSettings;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spans are waited for 30 s after the first one of a trace, judged at the end of a window of 10 s. */
class TransactionsTopologyTest {
    private static final String ORDER = """
            streams:
              transactions:
                - {name: order, service: checkout, route: /orders, attribute: tier=premium}
                - {name: any-order, service: shop/checkout, route: /orders}
                - {name: sale, counter: shop.sales}
            """;

    private final List<TopologyHarness> started = new ArrayList<>();
    private Path stateDir;
    private TopologyHarness topology;

    @BeforeEach
    void start(@TempDir Path directory) {
        stateDir = directory;
        topology = harness("");
    }

    private TopologyHarness harness(String more) {
        var settings = Configuration.reference()
                .with("the test", ORDER)
                .with("the test", more)
                .section("streams", StreamsSettings.class);
        var harness = new TopologyHarness(
                progress -> new TransactionsTopology(settings, TENANT, 1, progress).get(),
                stateDir.resolve("state-" + started.size()));
        started.add(harness);
        return harness;
    }

    @AfterEach
    void stop() {
        started.forEach(TopologyHarness::close);
    }

    /** Payment's span comes before that of its caller, which comes last. */
    private void anOrder(TopologyHarness to, long trace, double at) {
        to.store(
                Topic.SPANS,
                "p",
                TracedSpans.of("payment")
                        .served(trace, 5, 4, "/pay", at + .3, at + .5)
                        .bytes(),
                at + 2);
        to.store(
                Topic.SPANS,
                "s",
                TracedSpans.of("stock")
                        .served(trace, 3, 2, "/stock", at + .1, at + .2)
                        .bytes(),
                at + 1);
        to.store(
                Topic.SPANS,
                "c",
                TracedSpans.of("checkout")
                        .called(trace, 2, 1, at + .1, at + .2)
                        .called(trace, 4, 1, at + .3, at + .5)
                        .served(trace, 1, 0, "/orders", at, at + 1)
                        .bytes(),
                at + 6);
    }

    @Test
    void aTraceIsJudgedOnceAndItsVisitsAreThoseOfItsTransaction() {
        anOrder(topology, 7, 0);
        topology.readToEnd(31.9);
        assertThat(windows()).as("waits").isEmpty();
        topology.readToEnd(39.9);
        assertThat(windows())
                .as("the first span came at 1 s; judged with all of 30 to 40 s")
                .isEmpty();
        topology.readToEnd(40);

        assertThat(windows()).singleElement().satisfies(window -> {
            assertThat(window.getTransaction()).isEqualTo("any-order");
            assertThat(window.getTenant()).isEqualTo(TENANT);
            assertThat(window.getStartMicros()).isEqualTo(micros(0));
            assertThat(window.getLengthMicros()).isEqualTo(10_000_000);
            assertThat(window.getJudgedMicros()).isEqualTo(micros(40));
            assertThat(window.getTraces()).isEqualTo(1);
            assertThat(window.getTransactions()).isEqualTo(1);
            assertThat(window.getSeconds()).isCloseTo(1, within(1e-9));
            assertThat(window.getLate() + window.getOrphans() + window.getDropped())
                    .isZero();
            assertThat(window.getSteps())
                    .extracting(
                            TransactionStep::getServiceNamespace,
                            TransactionStep::getServiceName,
                            TransactionStep::getRoute,
                            TransactionStep::getVisits,
                            step -> Math.round(step.getSelfSeconds() * 1000))
                    .containsExactly(
                            tuple("shop", "checkout", "/orders", 1.0, 700L),
                            tuple("shop", "payment", "/pay", 1.0, 200L),
                            tuple("shop", "stock", "/stock", 1.0, 100L));
        });
        topology.readToEnd(1000);
        assertThat(windows()).isEmpty();
    }

    @Test
    void aCounterCountsATransactionOverTheTimeBetweenItsPoints() {
        topology.store(Topic.METRICS, "a", sales(0, 5, 20), 5);
        topology.store(Topic.METRICS, "a", sales(0, 65, 80), 65);
        topology.store(Topic.METRICS, "a", sales(0, 65, 80), 66); // sent again
        topology.store(Topic.METRICS, "a", sales(70, 75, 10), 75); // the process has restarted
        topology.store(Topic.METRICS, "a", sales(-10_000, 80, 1_000_000), 80); // of hours: nobody knows when
        topology.readToEnd(80);

        var windows = windows();
        assertThat(windows).extracting(TransactionWindow::getTransaction).containsOnly("sale");
        assertThat(windows).allSatisfy(w -> assertThat(w.getTraces()).isZero());
        assertThat(windows)
                .extracting(w -> (w.getStartMicros() - micros(0)) / 1_000_000, TransactionWindow::getCounted)
                .containsExactly(
                        tuple(0L, 20.0),
                        tuple(0L, 5.0),
                        tuple(10L, 10.0),
                        tuple(20L, 10.0),
                        tuple(30L, 10.0),
                        tuple(40L, 10.0),
                        tuple(50L, 10.0),
                        tuple(60L, 5.0),
                        tuple(70L, 10.0));
        assertThat(windows)
                .extracting(w -> List.of(w.getStartMicros(), (long) w.getPart(), w.getJudgedMicros()))
                .as("parts of a window are told apart")
                .doesNotHaveDuplicates();
    }

    private static byte[] sales(double start, double at, long count) {
        return TracedSpans.counted("shop.sales", micros(start), micros(at), count);
    }

    @Test
    void theFirstRuleThatFitsNamesATransaction() {
        topology.store(
                Topic.SPANS,
                "c",
                TracedSpans.of("checkout")
                        .served(1, 1, 0, "/orders", 0, 1)
                        .served(2, 1, 0, "/other", 0, 1)
                        .add(order(3).addAttributes(TracedSpans.attribute("tier", "premium")))
                        .add(order(4).setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR)))
                        .bytes(),
                2);
        topology.store(
                Topic.SPANS,
                "o",
                TracedSpans.of("other").served(5, 1, 0, "/orders", 0, 1).bytes(),
                2);
        topology.readToEnd(40);

        assertThat(windows())
                .extracting(
                        TransactionWindow::getTransaction,
                        TransactionWindow::getTransactions,
                        TransactionWindow::getErrors)
                .containsExactlyInAnyOrder(tuple("any-order", 2.0, 1.0), tuple("order", 1.0, 0.0));
    }

    private static Span.Builder order(long trace) {
        return TracedSpans.span(trace, 1, 0, 0, 1)
                .setKind(Span.SpanKind.SPAN_KIND_SERVER)
                .addAttributes(TracedSpans.attribute("http.route", "/orders"));
    }

    @Test
    void spansThatComeAfterTheirTraceWasJudgedAreCountedAsLateOnly() {
        anOrder(topology, 7, 0);
        topology.readToEnd(40);
        assertThat(windows()).hasSize(1);
        topology.store(
                Topic.SPANS,
                "p",
                TracedSpans.of("payment").served(7, 9, 1, "/pay", .6, .7).bytes(),
                50);
        topology.store(
                Topic.SPANS,
                "p",
                TracedSpans.of("payment").served(7, 10, 1, "/pay", .7, .8).bytes(),
                61);
        topology.readToEnd(70);

        assertThat(windows()).singleElement().satisfies(window -> {
            assertThat(window.getStartMicros()).isEqualTo(micros(0));
            assertThat(window.getJudgedMicros()).isEqualTo(micros(70));
            assertThat(window.getLate()).isEqualTo(1);
            assertThat(window.getTraces()).isZero();
            assertThat(window.getSteps()).isEmpty();
        });
    }

    @Test
    void whatIsLateByItsStampIsLateEvenIfItIsReadBeforeTheTraceIsJudged() {
        topology.store(
                Topic.SPANS,
                "p",
                TracedSpans.of("payment").served(7, 9, 1, "/pay", .6, .7).bytes(),
                31);
        anOrder(topology, 7, 0);
        topology.readToEnd(40);
        assertThat(windows()).singleElement().satisfies(window -> {
            assertThat(window.getSteps()).hasSize(3).allSatisfy(step -> assertThat(step.getVisits())
                    .isEqualTo(1));
            assertThat(window.getLate()).isZero();
        });
        topology.readToEnd(70);
        assertThat(windows()).singleElement().satisfies(window -> assertThat(window.getLate())
                .isEqualTo(1));
    }

    @Test
    void aMissingCallerMakesOrphansOfTheOnlyTransaction() {
        topology.store(
                Topic.SPANS,
                "c",
                TracedSpans.of("checkout").served(7, 1, 99, "/orders", 0, 1).bytes(),
                2);
        topology.store(
                Topic.SPANS,
                "p",
                TracedSpans.of("payment").served(7, 5, 98, "/pay", .3, .5).bytes(),
                3);
        topology.readToEnd(40);

        assertThat(windows()).singleElement().satisfies(window -> {
            assertThat(window.getOrphans()).isEqualTo(1);
            assertThat(window.getSteps())
                    .extracting(TransactionStep::getServiceName)
                    .containsExactly("checkout", "payment");
        });
    }

    @Test
    void aTraceOfTooManySpansKeepsTheFirstAndTellsTheRest() {
        var many = TracedSpans.of("checkout").served(7, 1, 0, "/orders", 0, 1);
        for (int i = 2; i <= 5_000; i++) many.served(7, i, 1, "/x" + i, .1, .2);
        topology.store(Topic.SPANS, "c", many.bytes(), 2);
        topology.store(Topic.SPANS, "c", many.bytes(), 3);
        topology.readToEnd(40);

        assertThat(windows()).singleElement().satisfies(window -> {
            assertThat(window.getTraces()).isEqualTo(1);
            assertThat(window.getSteps()).hasSize(257);
            assertThat(window.getSteps().stream()
                            .mapToDouble(TransactionStep::getVisits)
                            .sum())
                    .isEqualTo(1000);
            assertThat(window.getDropped()).isGreaterThanOrEqualTo(4_000);
        });
    }

    @Test
    void whatIsNoTraceIsSteppedOver() {
        topology.store(Topic.SPANS, "c", new byte[] {1, 2, 3}, 1);
        topology.store(
                Topic.SPANS,
                "c",
                TracedSpans.of("checkout")
                        .served(0, 1, 0, "/orders", 0, 1)
                        .served(7, 0, 0, "/orders", 0, 1)
                        .served(8, 1, 0, "/orders", 0, 4_000)
                        .served(9, 1, 1, "/orders", -7_300, -7_200)
                        .bytes(),
                2);
        topology.readToEnd(40);

        assertThat(windows()).isEmpty();
    }

    @Test
    void aRepeatedSpanCountsOnce() {
        anOrder(topology, 7, 0);
        anOrder(topology, 7, 0);
        topology.readToEnd(40);
        assertThat(windows()).singleElement().satisfies(window -> assertThat(window.getTraces())
                .isEqualTo(1));
    }

    @Test
    void ofSampledTracesEachStandsForManyAndMembersStayTogether() {
        var sampling = harness("streams: {trace-sampling: 0.2}");
        for (int trace = 1; trace <= 500; trace++) anOrder(sampling, trace, trace % 9);
        sampling.readToEnd(100);

        var windows = sampling.written(Topic.TRANSACTIONS, TransactionWindow.class);
        double transactions =
                windows.stream().mapToDouble(TransactionWindow::getTransactions).sum();
        assertThat(transactions).isBetween(400.0, 600.0);
        for (String service : List.of("checkout", "payment", "stock")) {
            double visits = windows.stream()
                    .flatMap(window -> window.getSteps().stream())
                    .filter(step -> step.getServiceName().equals(service))
                    .mapToDouble(TransactionStep::getVisits)
                    .sum();
            assertThat(visits).as(service).isEqualTo(transactions);
        }
    }

    /** As long as nothing has been told to have been read, any order is one in which partitions may come. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theOrderInWhichRecordsAreReadDoesNotMatter(long seed) {
        var random = new Random(seed);
        var stored = new ArrayList<Consumer<TopologyHarness>>();
        for (int i = 0; i < 200; i++) {
            long trace = 1L + random.nextInt(20);
            double from = random.nextInt(60);
            double to = from + random.nextDouble();
            String service = List.of("checkout", "payment", "stock").get(random.nextInt(3));
            String route = random.nextInt(4) == 0 ? "/orders" : "/x";
            var spans = TracedSpans.of(service).served(trace, i + 1, random.nextInt(i + 2), route, from, to);
            double at = to + random.nextInt(100);
            stored.add(harness -> harness.store(Topic.SPANS, "k", spans.bytes(), at));
        }
        var expected = results(stored);
        assertThat(expected).isNotEmpty();
        Collections.shuffle(stored, random);
        assertThat(results(stored)).isEqualTo(expected);
    }

    private List<TransactionWindow> results(List<Consumer<TopologyHarness>> stored) {
        var harness = harness("");
        stored.forEach(record -> record.accept(harness));
        harness.readToEnd(400);
        return harness.written(Topic.TRANSACTIONS, TransactionWindow.class);
    }

    private List<TransactionWindow> windows() {
        return topology.written(Topic.TRANSACTIONS, TransactionWindow.class);
    }
}
