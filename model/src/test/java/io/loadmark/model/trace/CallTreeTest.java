package io.loadmark.model.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.model.trace.TraceSpan.Kind;
import io.loadmark.model.trace.TraceSpan.Served;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times in milliseconds. */
class CallTreeTest {
    private final List<TraceSpan> spans = new ArrayList<>();

    @Test
    void aRequestsSelfTimeIsItsDurationWithoutWhatItsCallsCover() {
        order(1, 0, 0, 100);
        call(2, 1, 10, 40);
        call(3, 1, 30, 60); // beside the other: 10 to 60 are covered
        served(4, 2, "payment", 12, 38);
        served(5, 3, "stock", 31, 59);
        call(6, 4, 20, 30);

        assertThat(found()).singleElement().satisfies(order -> {
            assertThat(order.name()).isEqualTo("order");
            assertThat(order.orphans()).isZero();
            assertThat(order.visits())
                    .extracting(visit -> visit.step().service(), Visit::seconds, visit -> millis(visit.selfSeconds()))
                    .containsExactly(tuple("shop", 0.1, 50L), tuple("payment", 0.026, 16L), tuple("stock", 0.028, 28L));
        });
    }

    @Test
    void aServedRequestCoversWhereItsCallerToldNoCallAndInternalSpansOnlyLink() {
        order(1, 0, 0, 100);
        span(2, 1, Kind.INTERNAL, 5, 95, null, 1);
        served(3, 2, "payment", 20, 120); // its clock is ahead: clipped

        assertThat(found().get(0).visits())
                .extracting(visit -> millis(visit.selfSeconds()))
                .containsExactly(20L, 100L);
    }

    @Test
    void whoProcessesAMessageIsVisitedButNobodyWaitsForIt() {
        order(1, 0, 0, 100);
        span(2, 1, Kind.PRODUCER, 90, 95, null, 1);
        span(3, 2, Kind.CONSUMER, 92, 500, "mail", 1);
        span(4, 1, Kind.CONSUMER, 10, 90, "audit", 1);

        assertThat(found().get(0).visits())
                .extracting(visit -> visit.step().service(), visit -> millis(visit.selfSeconds()))
                .containsExactly(tuple("shop", 95L), tuple("audit", 80L), tuple("mail", 408L));
    }

    @Test
    void whatOthersInTheTraceAskIsNotTheTransactions() {
        served(1, 0, "frontend", 0, 200);
        call(2, 1, 10, 50);
        served(3, 2, "recommendations", 11, 49);
        call(4, 1, 60, 190);
        order(5, 4, 61, 189);
        call(6, 5, 70, 80);
        served(7, 6, "payment", 71, 79);

        assertThat(found().get(0).visits())
                .extracting(visit -> visit.step().service())
                .containsExactly("shop", "payment");
    }

    @Test
    void theOutermostRootCountsAndATransactionWithinAnotherCountsForBoth() {
        order(1, 0, 0, 100);
        order(2, 1, 10, 90);
        span(3, 2, Kind.SERVER, 20, 80, new Served(new Step("", "payment", "/"), "pay"), 1, false);
        served(4, 3, "bank", 30, 70);

        assertThat(found())
                .extracting(Transaction::name, found -> found.root().spanId(), found -> found.visits()
                        .size())
                .containsExactlyInAnyOrder(tuple("order", 1L, 4), tuple("pay", 3L, 2));
    }

    @Test
    void aBatchOfTransactionsInOneTraceIsCountedOneByOne() {
        served(1, 0, "batch", 0, 1000);
        for (long i = 0; i < 3; i++) {
            order(10 + i, 1, 100 * i, 100 * i + 50);
            served(20 + i, 10 + i, "payment", 100 * i + 10, 100 * i + 20);
        }

        assertThat(found()).hasSize(3).allSatisfy(order -> assertThat(order.visits())
                .hasSize(2));
    }

    @Test
    void orphansBelongToTheOnlyTransactionThatBeganBeforeThem() {
        order(1, 77, 50, 150); // its own parent is missing, too: it is the root all the same
        served(2, 78, "payment", 60, 70);
        served(3, 2, "bank", 62, 68);
        served(4, 79, "gateway", 10, 200);

        assertThat(found()).singleElement().satisfies(order -> {
            assertThat(order.orphans()).isEqualTo(2);
            assertThat(order.visits())
                    .extracting(visit -> visit.step().service())
                    .containsExactly("shop", "payment", "bank");
        });

        order(5, 0, 0, 10);
        assertThat(found()).as("nobody knows whose").allSatisfy(order -> assertThat(order.visits())
                .hasSize(1));
    }

    @Test
    void aCircleOfParentsEnds() {
        served(1, 2, "a", 0, 10);
        served(2, 1, "b", 0, 10);
        span(3, 4, Kind.INTERNAL, 0, 10, null, 1);
        span(4, 3, Kind.INTERNAL, 0, 10, null, 1);
        served(5, 4, "c", 0, 10);
        served(6, 6, "d", 0, 10);
        assertThat(found()).isEmpty();

        order(7, 7, 0, 10);
        assertThat(found()).singleElement().satisfies(order -> assertThat(order.visits())
                .hasSize(2)); // and c, whose way up never ends
    }

    @Test
    void theRarerOfRootAndVisitSaysWhatTheVisitStandsFor() {
        span(1, 0, Kind.SERVER, 0, 100, new Served(new Step("", "shop", "/"), "order"), 4, true);
        span(2, 1, Kind.SERVER, 10, 20, new Served(new Step("", "payment", "/"), ""), 10, false);
        span(3, 1, Kind.SERVER, 30, 40, new Served(new Step("", "stock", "/"), ""), 1, false);

        var tally = new TransactionTally();
        tally.add(found().get(0), 2);
        assertThat(tally.traces).isEqualTo(1);
        assertThat(tally.transactions).isEqualTo(8);
        assertThat(tally.errors).isEqualTo(8);
        assertThat(tally.seconds).isCloseTo(0.8, within(1e-12));
        assertThat(tally.steps().values())
                .extracting(TransactionTally.Sum::visits)
                .containsExactly(20.0, 8.0, 8.0);
    }

    @Test
    void beyondTheMostVisitedStepsTheRestIsOne() {
        var visits = new ArrayList<Visit>();
        for (int i = 0; i < 300; i++) visits.add(new Visit(new Step("", "s", "/" + i), i < 256 ? 2 : 1, 1, 1, false));
        var root = new TraceSpan(1, 0, Kind.SERVER, 0, 1, 1, false, null);
        var tally = new TransactionTally();
        tally.add(new Transaction("order", root, visits, 0), 1);

        assertThat(tally.steps()).hasSize(257);
        assertThat(tally.steps().get(TransactionTally.OTHER)).isEqualTo(new TransactionTally.Sum(44, 0, 44, 44));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theOrderOfTheSpansDoesNotMatter(long seed) {
        var random = new Random(seed);
        for (int i = 1; i <= 40; i++) {
            long parent = random.nextInt(Math.max(1, i - 5), i + 3); // some are missing, some are their own
            long from = random.nextInt(100);
            long to = from + random.nextInt(50);
            var kind = List.of(Kind.values()).get(random.nextInt(5));
            boolean serves = kind == Kind.SERVER || kind == Kind.CONSUMER;
            var served = new Served(new Step("", "s" + i % 7, "/"), random.nextInt(5) == 0 ? "order" : "");
            span(i, i == 1 ? 0 : parent, kind, from, to, serves ? served : null, 1, false);
        }
        var inOrder = found();
        Collections.shuffle(spans, random);
        assertThat(found()).isEqualTo(inOrder);
    }

    @Test
    void allMembersOfATraceAreKeptOrNoneAndTheShareIsTheRate() {
        var random = new Random(1);
        int kept = 0;
        for (int i = 0; i < 100_000; i++) if (TraceSampling.isKept(random.nextLong(), random.nextLong(), 0.1)) kept++;
        assertThat(kept).isBetween(9_700, 10_300);
        int counted = 0;
        for (int i = 0; i < 100_000; i++) if (TraceSampling.isKept(0, i, 0.1)) counted++;
        assertThat(counted).as("ids that only count").isBetween(9_700, 10_300);
        assertThat(TraceSampling.isKept(5, 6, 1)).isTrue();
    }

    private List<Transaction> found() {
        return CallTree.transactions(spans);
    }

    private void order(long id, long parent, long from, long to) {
        span(id, parent, Kind.SERVER, from, to, new Served(new Step("", "shop", "/order"), "order"), 1, false);
    }

    private void served(long id, long parent, String service, long from, long to) {
        span(id, parent, Kind.SERVER, from, to, service, 1);
    }

    private void call(long id, long parent, long from, long to) {
        span(id, parent, Kind.CLIENT, from, to, null, 1);
    }

    private void span(long id, long parent, Kind kind, long from, long to, @Nullable String service, double weight) {
        var served = service == null ? null : new Served(new Step("", service, "/"), "");
        span(id, parent, kind, from, to, served, weight, false);
    }

    private void span(
            long id,
            long parent,
            Kind kind,
            long from,
            long to,
            @Nullable Served served,
            double weight,
            boolean failed) {
        spans.add(new TraceSpan(id, parent, kind, from * 1_000_000, to * 1_000_000, weight, failed, served));
    }

    private static long millis(double seconds) {
        return Math.round(seconds * 1000);
    }
}
