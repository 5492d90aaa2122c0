package io.loadmark.streams.requests;

import static io.loadmark.streams.TopologyHarness.TENANT;
import static io.loadmark.streams.TopologyHarness.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.loadmark.runtime.topics.Topic;
import io.loadmark.schema.CallCounts;
import io.loadmark.schema.DeadLetter;
import io.loadmark.schema.LateRequests;
import io.loadmark.schema.PeerCalls;
import io.loadmark.schema.RequestWindow;
import io.loadmark.streams.TopologyHarness;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls to other services beside the requests. Grace is 10 s: the window [0 s, 1 s) closes at 11 s of broker time. */
class CallsTest {
    private static final Offset<Double> ROUNDING = within(1e-9);
    private TopologyHarness topology;

    @BeforeEach
    void start(@TempDir Path stateDir) {
        topology =
                new TopologyHarness(progress -> new RequestsTopology(settings(), TENANT, 1, progress).get(), stateDir);
    }

    @AfterEach
    void stop() {
        topology.close();
    }

    @Test
    void callsAreCountedByPeerAndAreNoRequests() {
        var failed = Spans.call(1, 13, 0.3, 0.4, "stock")
                .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR));
        var sent = Spans.call(1, 14, 0.5, 0.6, "broker-1")
                .setKind(Span.SpanKind.SPAN_KIND_PRODUCER)
                .addAttributes(Spans.attribute("messaging.destination.name", "orders"));
        spans(
                Spans.of("a")
                        .served(1, 0.1, 0.9)
                        .called(1, 12, 0.2, 0.25, "stock")
                        .add(failed)
                        .add(sent),
                1);
        topology.readToEnd(11);

        var window = finals().get(0);
        assertThat(window.getCounts().getSpans()).isEqualTo(1);
        assertThat(window.getCounts().getRequests()).isEqualTo(1);
        assertThat(window.getRoutes()).hasSize(1);
        var calls = calls(window);
        assertThat(calls.getSpans()).isEqualTo(3);
        assertThat(calls.getErrors()).isEqualTo(1);
        assertThat(calls.getSeconds()).isCloseTo(0.25, ROUNDING);
        assertThat(calls.getPeers())
                .extracting(PeerCalls::getPeer, PeerCalls::getCalls, PeerCalls::getErrors)
                .containsExactly(tuple("orders", 1.0, 0.0), tuple("stock", 2.0, 1.0));
        assertThat(calls.getPeers().get(1).getSeconds()).isCloseTo(0.15, ROUNDING);
    }

    @Test
    void overlappingCallsOfOneTraceCoverTheirUnionThoseOfOthersTheirOwnTime() {
        spans(
                Spans.of("a")
                        .served(1, 0.1, 0.9)
                        .called(1, 12, 0.2, 0.5, "stock")
                        .called(1, 13, 0.3, 0.6, "prices")
                        .called(1, 14, 0.35, 0.4, "stock")
                        .called(2, 22, 0.2, 0.5, "stock"),
                1);
        topology.readToEnd(11);

        var calls = calls(finals().get(0));
        assertThat(calls.getSeconds()).isCloseTo(0.4 + 0.3, ROUNDING);
        assertThat(calls.getPeers()).extracting(PeerCalls::getPeer).containsExactly("prices", "stock");
        assertThat(calls.getPeers().get(0).getSeconds()).isCloseTo(0.3, ROUNDING);
        assertThat(calls.getPeers().get(1).getSeconds()).isCloseTo(0.3 + 0.3, ROUNDING);
    }

    @Test
    void aCallBelongsToTheSecondInWhichItEnds() {
        spans(Spans.of("a").served(1, 0.1, 1.9).called(1, 12, 0.5, 0.7, "stock").called(1, 13, 0.6, 1.5, "stock"), 2);
        topology.readToEnd(12);

        var finals = finals();
        assertThat(finals).hasSize(2);
        assertThat(calls(finals.get(0)).getSeconds()).isCloseTo(0.2, ROUNDING);
        assertThat(calls(finals.get(1)).getSeconds()).isCloseTo(0.8, ROUNDING);
    }

    @Test
    void aCallThatIsSentAgainCountsOnceAndIsNotTakenForARequestOfTheSameId() {
        spans(Spans.of("a").served(1, 0.1, 0.9).called(1, 1, 0.2, 0.3, "a"), 1);
        spans(Spans.of("a").called(1, 1, 0.2, 0.3, "a"), 1);
        topology.readToEnd(11);

        var window = finals().get(0);
        assertThat(window.getCounts().getSpans()).isEqualTo(1);
        assertThat(window.getCounts().getDuplicates()).isZero();
        assertThat(calls(window).getSpans()).isEqualTo(1);
        assertThat(calls(window).getDuplicates()).isEqualTo(1);
        assertThat(calls(window).getSeconds()).isCloseTo(0.1, ROUNDING);
    }

    @Test
    void whatIsCalledForNoRequestCoversNoRequestsTime() {
        var poll = Spans.call(2, 21, 0, 0.9, "queue").clearParentSpanId();
        spans(Spans.of("a").served(1, 0.1, 0.9).called(1, 12, 0.2, 0.3, "stock").add(poll), 1);
        topology.readToEnd(11);

        var calls = calls(finals().get(0));
        assertThat(calls.getSeconds()).isCloseTo(0.1, ROUNDING);
        assertThat(calls.getCalls()).isEqualTo(2);
        assertThat(calls.getOutside()).isEqualTo(1);
        assertThat(calls.getPeers().get(0).getSeconds()).isCloseTo(0.9, ROUNDING);
    }

    @Test
    void beyondSixteenPeersThoseThatTakeLeastTimeArePooled() {
        var spans = Spans.of("a").served(1, 0, 0.9);
        for (int i = 0; i < 20; i++) spans.called(1, 100 + i, 0, 0.1 + i * 0.01, "peer-" + i);
        spans(spans, 1);
        topology.readToEnd(11);

        var peers = calls(finals().get(0)).getPeers();
        assertThat(peers).hasSize(17).extracting(PeerCalls::getPeer).contains("other", "peer-4", "peer-19");
        assertThat(peers.get(0)).satisfies(other -> {
            assertThat(other.getPeer()).isEqualTo("other");
            assertThat(other.getCalls()).isEqualTo(4);
            assertThat(other.getSeconds()).isCloseTo(0.1 + 0.11 + 0.12 + 0.13, ROUNDING);
        });
    }

    @Test
    void onceCallsAreToldAWindowWithoutAnyHadNone() {
        spans(Spans.of("a").served(1, 0.1, 0.2).served(2, 1.1, 1.2).called(2, 21, 1.1, 1.15, "stock"), 2);
        spans(Spans.of("a").served(3, 2.1, 2.2), 3);
        topology.readToEnd(13);

        assertThat(finals())
                .extracting(w -> w.getCalls() == null ? null : w.getCalls().getSeconds() > 0)
                .containsExactly(null, true, false);
    }

    @Test
    void callsThatComeLateCorrectTheirWindowAndThoseThatComeTooLateAreCounted() {
        spans(Spans.of("a").served(1, 0.1, 0.2), 1);
        topology.readToEnd(11);
        spans(Spans.of("a").called(1, 12, 0.1, 0.15, "stock"), 12);
        var finals = finals();
        spans(Spans.of("a").called(1, 13, 0.1, 0.15, "stock"), 3611);

        assertThat(finals).extracting(RequestWindow::getRevision).containsExactly(0, 1);
        assertThat(finals.get(1).getCounts().getSpans()).isEqualTo(1);
        assertThat(finals.get(1).getCounts().getLate()).isZero();
        assertThat(calls(finals.get(1)).getLate()).isEqualTo(1);
        assertThat(topology.written(Topic.REQUESTS, LateRequests.class))
                .extracting(LateRequests::getSpans, LateRequests::getCalls)
                .containsExactly(tuple(0L, 1L));
    }

    @Test
    void aCallWithAClockThatIsAheadGoesToTheDeadLetters() {
        spans(Spans.of("a").called(1, 12, 3600, 3601, "stock"), 1);

        assertThat(topology.written(Topic.DEAD_LETTERS, DeadLetter.class))
                .singleElement()
                .satisfies(d -> assertThat(d.getCause()).contains("NTP"));
    }

    private void spans(Spans spans, double stored) {
        topology.store(Topic.SPANS, "a", spans.bytes(), stored);
    }

    private static CallCounts calls(RequestWindow window) {
        return Objects.requireNonNull(window.getCalls());
    }

    private List<RequestWindow> finals() {
        return topology.written(Topic.REQUESTS, RequestWindow.class).stream()
                .filter(w -> w.getRevision() >= 0)
                .toList();
    }
}
